import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NOW, type Told, told } from '../../../test/support/resolving.ts'
import { DAY } from '../model/instant.ts'
import type { Release } from '../model/release.ts'
import { versionings } from '../versioning/index.ts'
import { resolveComponent } from './candidates.ts'
import type { ResolveInput } from './contract.ts'

const { semver } = versionings
const version = fc
  .tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.option(fc.constantFrom('-rc.1', '-beta.2'), { nil: '' }))
  .map(([major, minor, patch, pre]) => `${major}.${minor}.${patch}${pre ?? ''}`)
const tag = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(fc.constantFrom('', 'v'), version).map((parts) => parts.join('')) },
  fc.constantFrom('latest', 'nightly', '999.0.0', 'x-1.0.0'),
)
const release: fc.Arbitrary<Release> = fc
  .record({ tag, days: fc.option(fc.nat(40)), prerelease: fc.boolean(), yanked: fc.nat(9), deprecated: fc.nat(9) })
  .map(({ tag: name, days, prerelease, yanked, deprecated }) => ({
    tag: name,
    version: name,
    ...(days === null ? {} : { date: NOW - days * DAY }),
    ...(prerelease ? { prerelease: name.includes('-') } : {}),
    ...(yanked === 0 ? { yanked: true } : {}),
    ...(deprecated === 0 ? { deprecated: 'old' } : {}),
  }))
const component: fc.Arbitrary<Told> = fc
  .record({
    strategy: fc.constantFrom('latest', 'lts', 'range', 'pinned', 'locked'),
    versionRange: fc.option(fc.constantFrom('<3.0.0', '^1.0.0', '>=2'), { nil: undefined }),
    minimumVersion: fc.option(version, { nil: undefined }),
    days: fc.constantFrom(0, 0, 7),
    prereleases: fc.boolean(),
    path: fc.constantFrom('direct', 'direct', 'each_minor', 'each_major'),
    stop: fc.option(version),
    excluded: fc.option(version),
    pin: version,
    lag: fc.option(fc.record({ minor: fc.nat(1), major: fc.nat(1), patch: fc.nat(1) }), { nil: undefined }),
  })
  .map((one) => ({
    strategy: one.strategy,
    ...(one.versionRange === undefined ? {} : { versionRange: one.versionRange }),
    ...(one.minimumVersion === undefined ? {} : { minimumVersion: one.minimumVersion }),
    minimumReleaseAge: one.days * DAY,
    ltsLines: ['1', '2'],
    constraints: { excludePrereleases: !one.prereleases },
    version: one.pin,
    excluded: one.excluded === null ? [] : [{ version: one.excluded, reason: 'bad' }],
    upgrade: { path: one.path, requiredStops: one.stop === null ? [] : [one.stop], ...(one.lag === undefined ? {} : { lag: one.lag }) },
  }))
const input: fc.Arbitrary<ResolveInput> = fc
  .record({
    component,
    releases: fc.array(release, { maxLength: 14 }),
    current: fc.oneof({ weight: 9, arbitrary: version }, fc.constantFrom('latest', null)),
  })
  .map((one) => ({ component: told(one.component), releases: one.releases, current: one.current, versioning: semver, now: NOW }))

describe('the resolution of any component', () => {
  it('does not depend on the order in which upstream lists its releases', () => {
    fc.assert(
      fc.property(input, fc.nat(), (one, seed) => {
        const key = (text: string, at: number) => (text.length * 7919 + at * 104729 + seed) % 97
        const shuffled = one.releases
          .map((each, at) => ({ each, at: key(each.tag, at) }))
          .sort((a, b) => a.at - b.at)
          .map(({ each }) => each)
        expect(resolveComponent({ ...one, releases: shuffled })).toEqual(resolveComponent(one))
      }),
    )
  })

  it('is never a downgrade, and puts no more than one step in a lane', () => {
    fc.assert(
      fc.property(input, (one) => {
        const { candidates, options } = resolveComponent(one)
        const from = semver.parse(one.current ?? '')
        for (const { release } of options) {
          const to = semver.parse(release.version)
          expect(from !== null && to !== null && semver.compare(to, from) > 0).toBe(true)
        }
        expect(candidates.map(({ lane }) => lane).filter((lane, at, all) => all.indexOf(lane) !== at)).toEqual([])
      }),
    )
  })

  it('gives every release a lane or a reason', () => {
    fc.assert(
      fc.property(input, (one) => {
        const { considered, candidates } = resolveComponent(one)
        expect(considered.map(({ tag: name }) => name).sort()).toEqual(one.releases.map(({ tag: name }) => name).sort())
        expect(considered.every(({ lane, held }) => (lane === undefined) !== (held === undefined))).toBe(true)
        expect(considered.filter(({ lane }) => lane !== undefined)).toHaveLength(candidates.length)
        for (const { held } of considered) if (held !== undefined) expect(held.reason).toMatch(/\.$|…$|https?:/)
      }),
    )
  })

  it('never chooses what was withdrawn, excluded or is no version', () => {
    fc.assert(
      fc.property(input, (one) => {
        for (const { release } of resolveComponent(one).options) {
          expect(release.yanked).not.toBe(true)
          expect(
            one.component.excluded.some(
              (entry) => semver.compare(semver.parse(entry.version ?? '') ?? raise(), semver.parse(release.version) ?? raise()) === 0,
            ),
          ).toBe(false)
        }
      }),
    )
  })
})

function raise(): never {
  throw new Error('a generated version must be one')
}
