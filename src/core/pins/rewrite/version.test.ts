import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Versioning } from '../../versioning/contract.ts'
import { versionings } from '../../versioning/index.ts'
import { isConstraint, parseConstraint } from './constraint.ts'
import { isSafeVersion } from './safe-value.ts'
import { restyle, withoutAffixes } from './style.ts'
import { rewriteVersion } from './version.ts'

const number = fc.nat({ max: 40 })
const release = fc.tuple(number, number, number).map((parts) => parts.join('.'))
const short = fc.tuple(number, number).map((parts) => parts.join('.'))

/** Ranges of each grammar, as people write them. */
const RANGES: Record<string, fc.Arbitrary<string>> = {
  npm: fc.oneof(
    release.map((v) => `^${v}`),
    release.map((v) => `~${v}`),
    short.map((v) => `${v}.x`),
    fc.tuple(release, number).map(([v, major]) => `>=${v} <${major}`),
    fc.tuple(release, release).map(([a, b]) => `^${a} || ^${b}`),
    fc.tuple(release, release).map(([a, b]) => `${a} - ${b}`),
  ),
  hex: fc.oneof(
    release.map((v) => `~> ${v}`),
    short.map((v) => `~> ${v}`),
    fc.tuple(release, release).map(([a, b]) => `>= ${a} and < ${b}`),
    fc.tuple(short, short).map(([a, b]) => `~> ${a} or ~> ${b}`),
  ),
  ruby: fc.oneof(
    release.map((v) => `~> ${v}`),
    fc.tuple(short, number).map(([v, major]) => `>= ${v}, < ${major}`),
  ),
  pep440: fc.oneof(
    release.map((v) => `~=${v}`),
    release.map((v) => `==${v}`),
    short.map((v) => `==${v}.*`),
    fc.tuple(short, short).map(([a, b]) => `<${a},>=${b}`),
    fc.tuple(short, short).map(([a, b]) => `>${a},<=${b}`),
  ),
  cargo: fc.oneof(
    short.map((v) => `~${v}`),
    release.map((v) => `=${v}`),
    fc.tuple(short, number).map(([v, major]) => `>=${v}, <${major}`),
  ),
}

describe('a rewritten range', () => {
  it.each(Object.entries(RANGES))('of %s allows the version that it was rewritten for', (id, ranges) => {
    const scheme: Versioning | undefined = Object.values(versionings).find((one) => one.id === id)
    if (scheme === undefined) throw new Error(id)
    fc.assert(
      fc.property(ranges, release, (range, next) => {
        const text = rewriteVersion(range, next)
        const version = scheme.parse(next)
        expect(version !== null && scheme.range(text)?.(version), `${range} → ${text} for ${next}`).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('keeps its operators and its separators, and is not changed by a second run', () => {
    const skeleton = (text: string) => parseConstraint(text)?.map(({ op }) => op)
    fc.assert(
      fc.property(fc.oneof(...Object.values(RANGES)), release, (range, next) => {
        const text = rewriteVersion(range, next)
        expect(skeleton(text)).toEqual(skeleton(range))
        expect(text.replace(/[\d.*x]+/g, '')).toBe(range.replace(/[\d.*x]+/g, ''))
        expect(rewriteVersion(text, next)).toBe(text)
        expect(rewriteVersion(range, range)).toBe(range)
      }),
    )
  })

  it.each([
    ['1.2', '1.3.4', '1.3'],
    ['4', '5.1.0', '5'],
    ['=1.2.3', '1.2.4', '=1.2.4'],
    ['1.0.0', '2.0.0-rc.1', '2.0.0-rc.1'],
  ])('of Cargo, %s to %s, keeps the precision of a version without operator', (old, next, wanted) => {
    expect(rewriteVersion(old, next, 'range')).toBe(wanted)
  })

  it.each([
    ['*', '1.2.3', '1.2.3'],
    ['>= 1.2, != 1.4.0, < 2.0', '1.5.1', '>= 1.5, != 1.4.0, < 2.0'],
    ['> 1.2', '1.5.0', '> 1.2'],
    ['>=2.1,<3.0', '1.9.0', '>=1.9,<2.0'],
    ['<2.0.5', '2.1.3', '<2.1.4'],
    ['~> 8.0.2", ">= 8.0.2.1', '8.1.0', '~> 8.1.0", ">= 8.1.0'],
    ['main', 'v1.2.3', 'v1.2.3'],
    ['^1.2.3', '~2.0', '~2.0'],
    ['20250101', '20260101', '20260101'],
    ['v1.2.3', 'release-2', 'release-2'],
  ])('%s to %s says %s', (old, next, wanted) => expect(rewriteVersion(old, next)).toBe(wanted))
})

describe('a constraint', () => {
  it.each(['', 'main', 'https://example.com', 'feature/x', '1.2.3 (LTS)', '>=', '1.2,', 'git+ssh://x#v1'])('%j is none', (text) =>
    expect(isConstraint(text)).toBe(false),
  )

  it('is read in time that does not depend on how hostile it is', () => {
    const start = performance.now()
    for (const unit of ['>=', '1 ', '^', '~> 1 or ', '1,', ' ', '1.x.']) parseConstraint(unit.repeat(200_000))
    expect(performance.now() - start).toBeLessThan(500)
  })
})

describe('a version', () => {
  it('keeps the v style of the place, and no style where the place has none', () => {
    expect([restyle('v1', '2'), restyle('1', 'v2'), restyle('latest', 'v2'), restyle('V1', 'v2')]).toEqual(['v2', '2', 'v2', 'V2'])
  })

  it('is not written twice where its prefix or suffix stands beside the place', () => {
    expect(withoutAffixes('2.9.1', 'helm-loki-3.0.0', 'x/helm-loki-', '.tgz')).toBe('3.0.0')
    expect(withoutAffixes('v2', 'flagd/v0.5', 'ref=flagd/', '')).toBe('v0.5')
    expect(withoutAffixes('7.2.4', '7.4.2-alpine', 'redis:', '-alpine"')).toBe('7.4.2')
    expect(withoutAffixes('7.2.4-alpine', '7.4.2-alpine', 'redis:', '-alpine"')).toBe('7.4.2-alpine')
  })

  it('may not carry anything that could write more than a version', () => {
    expect(['1.2.3', 'v1', '7.4.2-alpine', '@scope/x@1.0', '1:2.3', '~> 1.2 or ~> 2.0', 'sha'].every(isSafeVersion)).toBe(true)
    const evil = ['1 AS x', '1\n', '1"', "1'", '1`', '$x', '1#', '{1', '1\\', '-rf', '1;', '<b>', '1&&rm', '1|rm', '', 'é', 'x'.repeat(300)]
    expect(evil.filter(isSafeVersion)).toEqual([])
  })
})
