import { describe, expect, it } from 'vitest'
import { aRelease, daysAgo, reasonFor, resolving, steps } from '../../../test/support/resolving.ts'
import { DAY } from '../model/instant.ts'
import type { Resolution } from './contract.ts'

/** Steps with the way they begin. */
function ways({ candidates }: Resolution): string[] {
  return candidates.map((one) => `${one.lane} ${one.release.version}${one.path === undefined ? '' : `: ${one.path.join(' → ')}`}`)
}

describe('required stops', () => {
  const stops = { upgrade: { requiredStops: ['1.5.0'] } }
  const releases = ['1.0.0', '1.4.0', '1.5.0', '1.6.0', '2.0.0']

  it('proposes the next stop and shows the whole way', () => {
    const result = resolving('1.0.0', releases, stops)
    expect(ways(result)).toEqual(['safe 1.5.0: 1.0.0 → 1.5.0 → 2.0.0'])
    expect(result.held).toMatchObject([
      { version: '2.0.0', code: 'path', reason: '2.0.0 is reached by stops: 1.0.0 → 1.5.0 → 2.0.0.', frees: 'The step to 1.5.0 first.' },
      { version: '1.6.0', code: 'path' },
    ])
  })

  it('goes on freely behind the last stop', () => {
    expect(ways(resolving('1.5.0', releases, stops))).toEqual(['safe 1.6.0', 'major 2.0.0'])
  })

  it('does not pass by a stop that cannot be installed yet, and says until when', () => {
    const young = [
      ...releases.filter((one) => one !== '1.5.0').map((one) => aRelease(one, { date: daysAgo(30) })),
      aRelease('1.5.0', { date: daysAgo(1) }),
    ]
    const result = resolving('1.0.0', young, { ...stops, minimumReleaseAge: 3 * DAY })
    expect(ways(result)).toEqual(['safe 1.4.0'])
    expect(result.held.find((one) => one.version === '2.0.0')).toMatchObject({ code: 'path', until: daysAgo(1) + 3 * DAY })
  })

  it('does not pass by a stop that upstream does not list', () => {
    const result = resolving('1.0.0', ['1.0.0', '1.4.0', '2.0.0'], stops)
    expect(ways(result)).toEqual(['safe 1.4.0'])
    expect(reasonFor(result, '2.0.0')).toContain('a stop at 1.5.0, which is not open: upstream does not list it.')
  })

  it('stops anywhere in a line where a line is named, and counts being in it', () => {
    const line = { upgrade: { requiredStops: ['16.3', '16.7'] } }
    const gitlab = ['16.1.0', '16.3.0', '16.3.9', '16.5.1', '16.7.4', '17.0.2']
    expect(ways(resolving('16.1.0', gitlab, line))).toEqual(['safe 16.3.9: 16.1.0 → 16.3.9 → 16.7.4 → 17.0.2'])
    expect(ways(resolving('16.3.0', gitlab, line))).toEqual(['safe 16.7.4: 16.3.0 → 16.7.4 → 17.0.2'])
  })

  it('reports a stop that is no version', () => {
    expect(resolving('1.0.0', ['1.0.0', '1.1.0'], { upgrade: { requiredStops: ['soon'] } }).notices).toEqual([
      '`upgrade.required_stops`: soon is no version of scheme `semver`, so it stops nothing.',
    ])
  })
})

describe('each minor and each major', () => {
  const releases = ['1.26.9', '1.27.3', '1.27.16', '1.28.15', '1.29.14', '2.0.1', '3.1.0']

  it('steps through the newest release of every minor line', () => {
    expect(ways(resolving('1.26.2', releases, { upgrade: { path: 'each_minor' } }))).toEqual([
      'safe 1.27.16: 1.26.2 → 1.27.16 → 1.28.15 → 1.29.14 → 2.0.1 → 3.1.0',
    ])
  })

  it('steps through every major, and takes the newest of its own at once', () => {
    expect(ways(resolving('1.26.2', releases, { upgrade: { path: 'each_major' } }))).toEqual([
      'safe 1.29.14',
      'major 2.0.1: 1.26.2 → 2.0.1 → 3.1.0',
    ])
  })

  it('steps through lines that policy does not want as a goal, for there is no other way', () => {
    const ended = ['1.26', '1.27', '1.28'].map((line) => ({ line, eol: true }))
    const result = resolving('1.26.2', releases.slice(0, 5), { upgrade: { path: 'each_minor' } }, { lines: ended })
    expect(ways(result)).toEqual(['safe 1.27.16: 1.26.2 → 1.27.16 → 1.28.15 → 1.29.14'])
  })

  it('does not skip a line whose releases are all excluded', () => {
    const bad = { excluded: [{ range: '1.28.x', reason: 'loses data' }], upgrade: { path: 'each_minor' } } as const
    const result = resolving('1.27.16', releases.slice(0, 5), bad)
    expect(ways(result)).toEqual([])
    expect(reasonFor(result, '1.29.14')).toContain(
      'a stop at the 1.28 line, which is not open: 1.28.15 is listed under `excluded_versions`',
    )
  })

  it('passes over lines that were only pre-releases or withdrawn', () => {
    const thin = ['1.27.0', '1.28.0-rc.1', aRelease('1.29.0', { yanked: true }), '1.30.1']
    expect(ways(resolving('1.26.2', thin, { upgrade: { path: 'each_minor' } }))).toEqual(['safe 1.27.0: 1.26.2 → 1.27.0 → 1.30.1'])
  })
})

describe('lag', () => {
  const releases = ['1.28.1', '1.28.2', '1.29.3', '1.30.0', '1.30.1']

  it('stays one minor line behind the newest', () => {
    const result = resolving('1.28.1', releases, { upgrade: { lag: { minor: 1 } } })
    expect(steps(result)).toEqual(['safe 1.29.3'])
    expect(result.held).toMatchObject([
      { version: '1.30.1', code: 'lag', reason: '1.30.1 is too new: `lag` stays 1 minor line behind the newest.' },
      { version: '1.30.0' },
    ])
  })

  it('does not hold back patches of the line in force', () => {
    expect(steps(resolving('1.30.0', releases, { upgrade: { lag: { minor: 1 } } }))).toEqual(['safe 1.30.1'])
  })

  it('counts majors and patches too', () => {
    expect(steps(resolving('1.0.0', ['1.1.0', '2.0.0', '3.0.0'], { upgrade: { lag: { major: 1 } } }))).toEqual([
      'safe 1.1.0',
      'major 2.0.0',
    ])
    expect(steps(resolving('1.0.0', ['1.0.1', '1.0.2', '1.0.3'], { upgrade: { lag: { patch: 1 } } }))).toEqual(['safe 1.0.2'])
  })

  it('counts only lines that are wanted themselves, and lets security fixes pass', () => {
    expect(steps(resolving('1.28.1', ['1.29.3', aRelease('1.30.0', { yanked: true })], { upgrade: { lag: { minor: 1 } } }))).toEqual([])
    expect(steps(resolving('1.28.1', releases, { upgrade: { lag: { minor: 2 } } }, { securityFixes: new Set(['1.29.3']) }))).toEqual([
      'safe 1.29.3',
    ])
  })
})
