import { describe, expect, it } from 'vitest'
import { aRelease, daysAgo, holds, NOW, reasonFor, resolving, steps } from '../../../test/support/resolving.ts'
import { STRATEGIES } from '../model/component.ts'
import { DAY } from '../model/instant.ts'
import { strategies } from './index.ts'

describe('every strategy', () => {
  it('is filed under the id that users write', () => {
    expect(Object.keys(strategies).sort()).toEqual([...STRATEGIES].sort())
    for (const [id, strategy] of Object.entries(strategies)) expect(strategy.id).toBe(id)
  })
})

describe('latest', () => {
  it('takes the newest by version, not by date and not by order', () => {
    const releases = [
      aRelease('6.2.16', { date: daysAgo(1) }),
      aRelease('7.4.1', { date: daysAgo(30) }),
      aRelease('7.2.6', { date: daysAgo(2) }),
    ]
    expect(steps(resolving('7.2.4', releases))).toEqual(['safe 7.4.1'])
  })

  it('offers the highest of the current major and the highest beyond it as two steps', () => {
    expect(steps(resolving('1.2.0', ['1.2.1', '1.9.0', '2.0.0', '3.1.0']))).toEqual(['safe 1.9.0', 'major 3.1.0'])
    expect(steps(resolving('0.4.1', ['0.4.3', '0.5.0']))).toEqual(['safe 0.4.3', 'major 0.5.0'])
  })
})

describe('lts', () => {
  const releases = ['20.11.0', '20.18.1', '21.7.3', '22.11.0', '22.9.0', '23.4.0']

  it('takes the newest of the newest long-term-support line, and the newest of its own line', () => {
    const result = resolving('20.11.0', releases, { strategy: 'lts', ltsLines: ['20', '22'] })
    expect(steps(result)).toEqual(['safe 20.18.1', 'major 22.11.0'])
    expect(holds(result)).toEqual(['23.4.0 not-lts', '21.7.3 not-lts'])
  })

  it('knows the lines from end-of-life data, and that a line is none before its support begins', () => {
    const lines = [
      { line: '20', lts: true },
      { line: '22', lts: true, ltsFrom: NOW + DAY },
    ]
    const early = resolving('20.11.0', releases, { strategy: 'lts' }, { lines })
    expect(steps(early)).toEqual(['safe 20.18.1'])
    expect(early.held.find((one) => one.version === '22.11.0')).toMatchObject({ code: 'not-lts', until: NOW + DAY })
    expect(steps(resolving('20.11.0', releases, { strategy: 'lts' }, { lines, now: NOW + DAY }))).toEqual(['safe 20.18.1', 'major 22.11.0'])
  })

  it('never goes down from a newer line that is none', () => {
    expect(steps(resolving('23.1.0', releases, { strategy: 'lts', ltsLines: ['22'] }))).toEqual([])
  })

  it('chooses nothing and says so where no line is known', () => {
    const result = resolving('20.11.0', releases, { strategy: 'lts' })
    expect(steps(result)).toEqual([])
    expect(result.notices.join(' ')).toContain('Strategy `lts` chooses nothing')
  })
})

describe('range', () => {
  it('takes the newest inside the range', () => {
    expect(steps(resolving('1.5.3', ['1.5.7', '1.6.0', '2.0.0'], { strategy: 'range', versionRange: '<1.6.0' }))).toEqual(['safe 1.5.7'])
  })

  it('chooses nothing without a range, and says what is missing', () => {
    const result = resolving('1.5.3', ['1.5.3', '1.5.7'], { strategy: 'range' })
    expect(steps(result)).toEqual([])
    expect(result.notices).toEqual(['Strategy `range` chooses nothing: no `version_range` is set.'])
  })

  it('counts a pre-release of the upper bound as outside', () => {
    const rc = { strategy: 'range', versionRange: '>=1.0.0 <2.0.0', constraints: { excludePrereleases: false } } as const
    expect(steps(resolving('1.5.3', ['1.6.0-rc.1', '2.0.0-rc.1'], rc))).toEqual(['safe 1.6.0-rc.1'])
  })
})

describe('pinned', () => {
  it('brings a pin that lags behind to the version of the registry, and no further', () => {
    const result = resolving('2.9.2', ['2.9.3', '2.9.4', '3.0.0'], { strategy: 'pinned', version: '2.9.4' })
    expect(steps(result)).toEqual(['safe 2.9.4'])
    expect(holds(result)).toEqual(['3.0.0 pinned', '2.9.3 pinned'])
  })

  it('stays where it is otherwise, also where the registry names something older', () => {
    expect(steps(resolving('2.9.4', ['2.9.4', '3.0.0'], { strategy: 'pinned', version: '2.9.4' }))).toEqual([])
    expect(steps(resolving('2.9.4', ['2.9.3', '3.0.0'], { strategy: 'pinned', version: '2.9.3' }))).toEqual([])
  })

  it('takes what the registry names though it is young, a pre-release or out of range', () => {
    const named = {
      strategy: 'pinned',
      version: '3.0.0-rc.1',
      minimumReleaseAge: 7 * DAY,
      versionRange: '<3',
      minimumVersion: '3.1.0',
    } as const
    expect(steps(resolving('2.9.4', [aRelease('3.0.0-rc.1', { date: daysAgo(1) })], named))).toEqual(['major 3.0.0-rc.1'])
  })

  it('does not take what upstream withdrew or the registry excludes', () => {
    expect(steps(resolving('2.9.2', [aRelease('2.9.4', { yanked: true })], { strategy: 'pinned', version: '2.9.4' }))).toEqual([])
    expect(
      steps(resolving('2.9.2', ['2.9.4'], { strategy: 'pinned', version: '2.9.4', excluded: [{ version: '2.9.4', reason: 'bad' }] })),
    ).toEqual([])
  })

  it('moves for security to the nearest release that mends it, within the major where one does', () => {
    const fixes = { securityFixes: new Set(['2.9.6', '2.9.7', '3.0.1']) }
    const releases = ['2.9.4', '2.9.5', '2.9.6', '2.9.7', '3.0.1']
    expect(steps(resolving('2.9.4', releases, { strategy: 'pinned', version: '2.9.4' }, fixes))).toEqual(['safe 2.9.6'])
    expect(steps(resolving('2.9.4', ['3.0.1', '3.0.2'], { strategy: 'pinned', version: '2.9.4' }, fixes))).toEqual(['major 3.0.1'])
  })
})

describe('locked', () => {
  it('never moves, not even for security, and says what it misses', () => {
    const result = resolving('1.0.0', ['1.0.1', '2.0.0'], { strategy: 'locked' }, { securityFixes: new Set(['1.0.1']) })
    expect(steps(result)).toEqual([])
    expect(holds(result)).toEqual(['2.0.0 locked', '1.0.1 locked'])
    expect(reasonFor(result, '1.0.1')).toContain('mends a known vulnerability')
  })
})
