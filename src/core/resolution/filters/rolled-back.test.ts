import { describe, expect, it } from 'vitest'
import { aRelease, daysAgo, holds, NOW, reasonFor, resolving, steps } from '../../../../test/support/resolving.ts'
import { DAY } from '../../model/instant.ts'
import type { Exclusion } from '../../registry/resolved.ts'

function rolledBack(version: string, to: string, more: Partial<Exclusion> = {}): Exclusion {
  return { version, rolledBackTo: to, reason: 'tests failed', ...more }
}

describe('after a rollback', () => {
  const excluded = [rolledBack('7.4.4', '7.4.1', { issueUrl: 'https://example.com/1' })]

  it('offers only what is newer than the bad version', () => {
    const result = resolving('7.4.1', ['7.4.2', '7.4.3', '7.4.4', '7.4.5'], { excluded })
    expect(steps(result)).toEqual(['safe 7.4.5'])
    expect(reasonFor(result, '7.4.3')).toBe(
      '7.4.3 is not newer than 7.4.4, which was rolled back to 7.4.1: tests failed. See https://example.com/1',
    )
  })

  it('offers nothing where the bad version is the newest', () => {
    const result = resolving('7.4.1', ['7.4.2', '7.4.4'], { excluded })
    expect(steps(result)).toEqual([])
    expect(holds(result)).toEqual(['7.4.4 excluded', '7.4.2 rolled-back'])
  })

  it('leaves exclusions by people alone: what is older than those may still be offered', () => {
    expect(steps(resolving('7.4.1', ['7.4.2', '7.4.4'], { excluded: [{ version: '7.4.4', reason: 'no' }] }))).toEqual(['safe 7.4.2'])
  })

  it('no longer matters once the component is past the bad version, or the exclusion has ended', () => {
    expect(steps(resolving('7.4.5', ['7.4.6'], { excluded }))).toEqual(['safe 7.4.6'])
    const ended = [rolledBack('7.4.4', '7.4.1', { until: NOW - DAY })]
    expect(steps(resolving('7.4.1', ['7.4.3', '7.4.4'], { excluded: ended }))).toEqual(['safe 7.4.4'])
  })

  it('always offers what mends a vulnerability on the line that it went back to', () => {
    const releases = ['7.4.2', '7.5.0', '7.6.0']
    const from = [rolledBack('7.6.0', '7.4.1')]
    expect(steps(resolving('7.4.1', releases, { excluded: from }, { securityFixes: new Set(['7.4.2', '7.5.0']) }))).toEqual(['safe 7.4.2'])
  })

  it('offers later patches of the good line where the bad version was of another', () => {
    const releases = [
      aRelease('7.4.0', { date: daysAgo(90) }),
      aRelease('7.4.1', { date: daysAgo(50) }),
      aRelease('7.4.2', { date: daysAgo(5) }),
      aRelease('7.9.0', { date: daysAgo(5) }),
      aRelease('8.0.0', { date: daysAgo(20) }),
    ]
    const result = resolving('7.4.1', releases, { excluded: [rolledBack('8.0.0', '7.4.1')] })
    expect(steps(result)).toEqual(['safe 7.4.2'])
    expect(holds(result)).toEqual(['8.0.0 excluded', '7.9.0 rolled-back'])
    const old = [aRelease('7.4.1', { date: daysAgo(3) }), aRelease('7.4.2', { date: daysAgo(5) }), aRelease('8.0.0')]
    expect(steps(resolving('7.4.1', old, { excluded: [rolledBack('8.0.0', '7.4.1')] }))).toEqual([])
  })
})

describe('two bad versions of one line in a row', () => {
  const excluded = [rolledBack('7.4.2', '7.4.1'), rolledBack('7.4.3', '7.4.1')]

  it('hold the component, whatever is newer, and say how to go on', () => {
    const result = resolving('7.4.1', ['7.4.2', '7.4.3', '7.4.4', '8.0.0'], { excluded })
    expect(steps(result)).toEqual([])
    expect(reasonFor(result, '8.0.0')).toBe(
      'Two versions in a row were rolled back (7.4.2 and 7.4.3; the last: tests failed.), so a person must decide.',
    )
    expect(steps(resolving('7.4.1', ['7.4.4'], { excluded }, { securityFixes: new Set(['7.4.4']) }))).toEqual(['safe 7.4.4'])
  })

  it('do not hold it where a good one came between, or where the lines differ', () => {
    expect(
      steps(resolving('7.4.3', ['7.4.4', '7.4.5'], { excluded: [rolledBack('7.4.2', '7.4.1'), rolledBack('7.4.4', '7.4.3')] })),
    ).toEqual(['safe 7.4.5'])
    expect(steps(resolving('7.4.1', ['7.6.0'], { excluded: [rolledBack('7.4.2', '7.4.1'), rolledBack('7.5.0', '7.4.1')] }))).toEqual([
      'safe 7.6.0',
    ])
  })
})
