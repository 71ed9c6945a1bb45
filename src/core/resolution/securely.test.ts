import { describe, expect, it } from 'vitest'
import { aRelease, daysAgo, NOW, steps, type Told, told } from '../../../test/support/resolving.ts'
import { DAY } from '../model/instant.ts'
import type { Release } from '../model/release.ts'
import { versionings } from '../versioning/index.ts'
import type { Resolution } from './contract.ts'
import { resolveSecurely } from './securely.ts'

/** Resolves with what is open in each version; versions that are not named have nothing open. */
function resolving(
  current: string,
  releases: readonly (string | Release)[],
  open: Record<string, readonly string[] | null>,
  component: Told = {},
): Resolution {
  return resolveSecurely(
    {
      component: told({ minimumReleaseAge: 7 * DAY, ...component }),
      releases: [aRelease(current, { date: daysAgo(400) }), ...releases.map((one) => (typeof one === 'string' ? old(one) : one))],
      current,
      versioning: versionings.semver,
      now: NOW,
    },
    (version) => (open[version] === null ? null : new Set(open[version] ?? [])),
  )
}

const old = (version: string) => aRelease(version, { date: daysAgo(90) })
const young = (version: string) => aRelease(version, { date: daysAgo(1) })
const waived = ({ security }: Resolution) => [...(security?.waived ?? [])].map(([version, { code }]) => `${version} ${code}`)

describe('security first', () => {
  it('lets a fix through that is younger than the minimum age, and says what would have held it', () => {
    const result = resolving('1.0.0', [young('1.0.1')], { '1.0.0': ['CVE-1'] })
    expect([steps(result), waived(result)]).toEqual([['safe 1.0.1'], ['1.0.1 too-young']])
    expect(result.security?.waived.get('1.0.1')?.reason).toContain('minimum_release_age')
  })

  it('lets through nothing that mends nothing', () => {
    const result = resolving('1.0.0', [young('1.0.1')], { '1.0.0': ['CVE-1'], '1.0.1': ['CVE-1'] })
    expect([steps(result), result.security?.open]).toEqual([[], ['CVE-1']])
    expect(steps(resolving('1.0.0', [young('1.0.1')], {}))).toEqual([])
  })

  it('lets through nothing young where something old enough mends as much', () => {
    const result = resolving('1.0.0', ['1.0.1', young('1.1.0')], { '1.0.0': ['CVE-1'] })
    expect([steps(result), waived(result)]).toEqual([['safe 1.0.1'], []])
  })

  it('takes the smallest young step that mends all: new code is let in no further than it must be', () => {
    const open = { '1.0.0': ['CVE-1', 'CVE-2'], '1.0.1': ['CVE-2'] }
    const result = resolving('1.0.0', [young('1.0.1'), young('1.0.2'), young('1.1.0'), young('2.0.0')], open)
    expect([steps(result), waived(result)]).toEqual([['safe 1.0.2'], ['1.0.2 too-young']])
  })

  it('holds back a higher release that leaves open what a lower one mends', () => {
    const result = resolving('1.0.0', ['1.0.5', '1.1.0'], { '1.0.0': ['CVE-1'], '1.1.0': ['CVE-1'] })
    expect(steps(result)).toEqual(['safe 1.0.5'])
    expect(result.held).toMatchObject([
      { version: '1.1.0', code: 'vulnerable', reason: '1.1.0 is affected by CVE-1; 1.0.5, which mends more of what is open, goes first.' },
    ])
  })

  it('holds back a higher release for a young fix, too', () => {
    const result = resolving('1.0.0', [young('1.0.5'), '1.1.0'], { '1.0.0': ['CVE-1'], '1.1.0': ['CVE-1', 'CVE-3'] })
    expect([steps(result), waived(result)]).toEqual([['safe 1.0.5'], ['1.0.5 too-young']])
  })

  it('takes a young major step only for what no safe step mends', () => {
    const both = resolving('1.0.0', [young('1.0.1'), young('2.0.0')], { '1.0.0': ['CVE-1'] })
    expect(steps(both)).toEqual(['safe 1.0.1'])
    const major = resolving('1.0.0', ['1.0.1', young('2.0.0')], { '1.0.0': ['CVE-1'], '1.0.1': ['CVE-1'] })
    expect([steps(major), waived(major)]).toEqual([['safe 1.0.1', 'major 2.0.0'], ['2.0.0 too-young']])
  })

  it('does not trade one vulnerability for another', () => {
    const result = resolving('1.0.0', [young('1.0.1')], { '1.0.0': ['CVE-1'], '1.0.1': ['CVE-9'] })
    expect(steps(result)).toEqual([])
  })

  it('takes no version whose place in the ranges cannot be told', () => {
    expect(steps(resolving('1.0.0', [young('1.0.1')], { '1.0.0': ['CVE-1'], '1.0.1': null }))).toEqual([])
    expect(steps(resolving('1.0.0', [young('1.0.1')], { '1.0.0': null }))).toEqual([])
  })

  it('waives neither an exclusion nor a withdrawal', () => {
    const excluded = [{ version: '1.0.1', reason: 'it loses data' }]
    const result = resolving(
      '1.0.0',
      [young('1.0.1'), { ...young('1.0.2'), yanked: true }, young('1.0.3')],
      { '1.0.0': ['CVE-1'] },
      { excluded },
    )
    expect(steps(result)).toEqual(['safe 1.0.3'])
  })

  it('lets a fix through a lag', () => {
    const result = resolving('1.0.0', ['1.1.0'], { '1.0.0': ['CVE-1'] }, { upgrade: { lag: { minor: 1 } } })
    expect([steps(result), waived(result)]).toEqual([['safe 1.1.0'], ['1.1.0 lag']])
  })

  it('moves what is pinned to the nearest release that mends most, within its major where it can', () => {
    const open = { '1.0.0': ['CVE-1', 'CVE-2'], '1.0.1': ['CVE-2'] }
    const pinned: Told = { strategy: 'pinned', version: '1.0.0' }
    const result = resolving('1.0.0', [young('1.0.1'), young('1.0.2'), '1.0.3', '2.0.0'], open, pinned)
    expect([steps(result), waived(result)]).toEqual([['safe 1.0.2'], ['1.0.2 too-young']])
    const beyond = resolving('1.0.0', ['1.0.1', '2.0.0', '2.1.0'], { '1.0.0': ['CVE-1'], '1.0.1': ['CVE-1'] }, pinned)
    expect([steps(beyond), waived(beyond)]).toEqual([['major 2.0.0'], ['2.0.0 pinned']])
  })

  it('never moves what is locked, and says what it misses', () => {
    const result = resolving('1.0.0', [young('1.0.1'), '1.0.2'], { '1.0.0': ['CVE-1'] }, { strategy: 'locked' })
    expect(steps(result)).toEqual([])
    expect([...(result.security?.fixes ?? [])]).toEqual(['1.0.2', '1.0.1'])
    expect(result.held[0]?.reason).toContain('mends a known vulnerability')
  })
})
