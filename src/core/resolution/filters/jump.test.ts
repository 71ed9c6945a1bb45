import { describe, expect, it } from 'vitest'
import { aRelease, daysAgo, holds, resolving, steps } from '../../../../test/support/resolving.ts'

describe('the max-jump guard', () => {
  it.each([
    ['a version published by mistake', '1.4.0', ['1.4.0', '1.4.1', '999.0.0'], 'safe 1.4.1'],
    ['a placeholder below 1.0.0', '0.9.0', ['0.9.0', '0.9.1', '0.999.0'], 'safe 0.9.1'],
    ['a placeholder with several releases', '1.4.0', ['1.4.1', '999.0.0', '999.0.1', '999.1.0', '999.2.0'], 'safe 1.4.1'],
    ['a lone date', '3.20.0', ['3.21.0', '20230901.0.0'], 'safe 3.21.0'],
    ['old date versions without dates', '1.9.0', ['1.9.4', '20030203.0.0', '20040616.0.0', '20040102.2.0'], 'safe 1.9.4'],
  ])('is not taken in by %s', (_, current, releases, expected) => {
    const result = resolving(current, releases)
    expect(steps(result)).toEqual([expected])
    expect(new Set(holds(result).map((one) => one.split(' ')[1]))).toEqual(new Set(['jump']))
  })

  it('is not taken in by old date versions that are dated before the current one', () => {
    const ancient = ['20030203.0.0', '20031027.0.0', '20040616.0.0'].map((version) => aRelease(version, { date: daysAgo(8000) }))
    const result = resolving('2.11.0', [...ancient, aRelease('2.11.0', { date: daysAgo(900) }), aRelease('2.16.1', { date: daysAgo(90) })])
    expect(steps(result)).toEqual(['safe 2.16.1'])
    expect(result.held[0]?.reason).toContain('all published before the current version')
  })

  it('follows a project that changed to calendar versions', () => {
    const releases = ['2023.1.0', '2023.2.0', '2024.1.0'].map((version, at) => aRelease(version, { date: daysAgo(900 - at * 90) }))
    expect(steps(resolving('9.4.0', [aRelease('9.4.0', { date: daysAgo(1000) }), ...releases]))).toEqual(['major 2024.1.0'])
  })

  it('follows long numbers that grow step by step, and lists that begin late', () => {
    expect(steps(resolving('80.0.0', ['80.0.0', '81.0.0', '95.0.0', '130.0.0', '131.0.0', '132.0.0']))).toEqual(['major 132.0.0'])
    expect(
      steps(
        resolving(
          '10.0.1',
          ['18.0', '18.1', '19.0', '23.1'].map((one) => `${one}.0`),
        ),
      ),
    ).toEqual(['major 23.1.0'])
  })

  it('lets the user say that a far version is meant', () => {
    const releases = ['1.4.0', '2023.1.0']
    expect(steps(resolving('1.4.0', releases))).toEqual([])
    expect(steps(resolving('1.4.0', releases, { minimumVersion: '2023.1.0' }))).toEqual(['major 2023.1.0'])
    expect(steps(resolving('1.4.0', releases, { upgrade: { maxJump: 3000 } }))).toEqual(['major 2023.1.0'])
    expect(steps(resolving('1.4.0', releases, { strategy: 'pinned', version: '2023.1.0' }))).toEqual(['major 2023.1.0'])
  })

  it('says what it saw and what would free it', () => {
    expect(resolving('1.4.0', ['1.4.0', '999.0.0']).held).toMatchObject([
      {
        reason:
          '999.0.0 jumps from 1 to 999 with 1 release beyond the gap, and the number is a placeholder; it may have been published by mistake.',
        frees: 'A `minimum_version` or `strategy: pinned` that names it, or `upgrade.max_jump` of at least 998.',
      },
    ])
  })

  it('does not call a version that is held the newest', () => {
    expect(resolving('1.4.0', ['1.4.0', '1.4.1', '999.0.0']).newest).toBe('1.4.1')
  })
})
