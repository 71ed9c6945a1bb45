import { describe, expect, it } from 'vitest'
import type { LedgerEntry, LedgerRecord } from '../model/ledger.ts'
import { versionings } from '../versioning/index.ts'
import { foldRollbacks } from './fold.ts'
import { expiredPoints, type Kept } from './retention.ts'
import { parseTarget, reachable, resolveTarget, type TargetContext } from './target.ts'

const DAY = 86_400_000
const NOW = Date.parse('2026-11-21T12:00:00Z')

interface Told extends Partial<LedgerEntry> {
  number?: number
}

/** Records from few words, numbered in their order. */
function records(...told: (Told & { event: LedgerEntry['event'] })[]): LedgerRecord[] {
  return told.map(({ number = 1, ...entry }, index) => ({
    at: NOW - (told.length - index) * DAY,
    actor: { login: 'ada', type: 'person' },
    moves: [],
    proposal: { id: 'redis', number, url: null, branch: `pinwarden/${number}` },
    ...entry,
    seq: index + 1,
    prev: '',
    hash: '',
  }))
}

function step(from: string, to: string, number: number, environment: string | null = null) {
  const move = { component: 'redis', environment, from, to }
  const points = [{ ...move, paths: [], siblings: [], lockstep: false }]
  return [
    { event: 'proposal-opened' as const, number, moves: [move], points },
    { event: 'proposal-merged' as const, number, moves: [move] },
  ]
}

const back = (from: string, to: string, number: number, details = {}) => [
  { event: 'rollback-opened' as const, number, moves: [{ component: 'redis', environment: null, from, to }], details },
  { event: 'rollback-merged' as const, number, moves: [{ component: 'redis', environment: null, from, to }], details },
]

const statuses = (all: LedgerRecord[]) => foldRollbacks(all).points.map(({ from, to, status }) => `${from}→${to} ${status}`)

describe('rollback points out of the ledger', () => {
  it('are open with their pull request, active with its merge, superseded by the next', () => {
    expect(statuses(records(...step('1', '2', 1), ...step('2', '3', 2), ...step('3', '4', 3).slice(0, 1)))).toEqual([
      '1→2 superseded',
      '2→3 active',
      '3→4 open',
    ])
  })

  it('are forgotten where their pull request was closed, and replaced where it was refreshed', () => {
    const [opened, merged] = step('1', '2', 1)
    if (opened === undefined || merged === undefined) throw new Error()
    expect(statuses(records(opened, { event: 'proposal-closed' }))).toEqual([])
    const fresh = { ...opened, event: 'proposal-refreshed' as const, points: step('1', '3', 1)[0]?.points ?? [] }
    expect(statuses(records(opened, fresh, merged))).toEqual(['1→3 active'])
  })

  it('are used by a rollback, and what is then on top is active again', () => {
    const three = [...step('1', '2', 1), ...step('2', '3', 2), ...step('3', '4', 3)]
    expect(statuses(records(...three, ...back('4', '3', 9)))).toEqual(['1→2 superseded', '2→3 active', '3→4 used'])
    expect(statuses(records(...three, ...back('4', '2', 9)))).toEqual(['1→2 active', '2→3 used', '3→4 used'])
    expect(statuses(records(...three, ...back('4', '1', 9)))).toEqual(['1→2 used', '2→3 used', '3→4 used'])
  })

  it('stand again after a reland, and are not touched by an exclusion alone', () => {
    const two = [...step('1', '2', 1), ...step('2', '3', 2)]
    expect(statuses(records(...two, ...back('3', '2', 8), ...back('2', '3', 9, { kind: 'reland' })))).toEqual([
      '1→2 superseded',
      '2→3 active',
    ])
    expect(statuses(records(...two, ...back('2', '2', 9, { kind: 'exclusion' })))).toEqual(['1→2 superseded', '2→3 active'])
  })

  it('keep environments apart', () => {
    expect(statuses(records(...step('1', '2', 1, 'staging'), ...step('1', '2', 2, 'production')))).toEqual(['1→2 active', '1→2 active'])
  })

  it('know what is on its way, until it is merged or closed', () => {
    const [opened] = back('2', '1', 9)
    if (opened === undefined) throw new Error()
    expect(foldRollbacks(records(...step('1', '2', 1), opened)).pending).toMatchObject([{ kind: 'rollback', proposal: { number: 9 } }])
    expect(foldRollbacks(records(opened, { event: 'rollback-halted', number: 9 })).pending).toEqual([])
  })

  it('call the newest verified version below the one in force the last good', () => {
    const verified = (to: string) => ({ event: 'verified' as const, moves: [{ component: 'redis', environment: null, from: '', to }] })
    const all = records(...step('1', '2', 1), verified('2'), ...step('2', '3', 2), ...step('3', '4', 3))
    expect(foldRollbacks(all).points.map(({ from, lastGood, verified: own }) => [from, lastGood, own])).toEqual([
      ['1', false, true],
      ['2', true, false],
      ['3', false, false],
    ])
  })
})

describe('the target of a rollback', () => {
  const all = records(
    ...step('1.0.0', 'v1.1.0', 1),
    { event: 'verified', moves: [{ component: 'redis', environment: null, from: '', to: 'v1.1.0' }] },
    ...step('v1.1.0', '1.2.0', 2),
    ...step('1.2.0', '1.3.0', 3),
  )
  const history = foldRollbacks(all)
  const context = (current: string): TargetContext => ({
    component: 'redis',
    environment: null,
    points: history.points,
    ran: () => false,
    current,
    versioning: versionings['semver-coerced'],
  })
  const resolve = (wish: string | undefined, current = '1.3.0') => {
    const target = resolveTarget(parseTarget(wish), context(current))
    return target === null ? null : `${target.version} ${target.point?.id ?? '-'} ${target.proven}`
  }

  it.each([
    [undefined, '1.3.0', '1.2.0 rp-6 true'],
    ['previous', 'v1.3.0', '1.2.0 rp-6 true'],
    ['previous', '1.4.0', '1.3.0 - true'],
    ['last-good', '1.3.0', 'v1.1.0 rp-4 true'],
    ['rp-4', '1.3.0', 'v1.1.0 rp-4 true'],
    ['rp-9', '1.3.0', null],
    ['1.1.0', '1.3.0', 'v1.1.0 rp-4 true'],
    ['1.3.0', '1.4.0', '1.3.0 - true'],
    ['0.9.0', '1.3.0', '0.9.0 - false'],
  ])('%s from %s is %s', (wish, current, found) => {
    expect(resolve(wish, current)).toBe(found)
  })

  it('is nothing where nothing was merged', () => {
    expect(resolveTarget(parseTarget('previous'), { ...context('1.0.0'), points: [] })).toBeNull()
    expect(reachable(context('1.3.0'))).toEqual(['1.2.0', 'v1.1.0', '1.0.0'])
  })
})

describe('the retention of points', () => {
  const points = foldRollbacks(
    records(...Array.from({ length: 6 }, (_, index) => step(String(index), String(index + 1), index + 1)).flat()),
  ).points
  const none: Kept = { isNamed: () => false }
  const gone = (retention: Partial<Parameters<typeof expiredPoints>[1]>, kept = none, now = NOW) =>
    expiredPoints(points, { retentionCount: 2, retentionDays: 0, maxSizeMb: 1000, ...retention }, now, kept).map(({ from }) => from)

  it('keeps the newest of each component, and at least one', () => {
    expect(gone({})).toEqual(['0', '1', '2', '3'])
    expect(gone({ retentionCount: 0 })).toEqual(['0', '1', '2', '3', '4'])
  })

  it('keeps what is young, and what an open rollback or an exclusion names', () => {
    expect(gone({ retentionDays: 8 })).toEqual(['0', '1'])
    expect(gone({}, { isNamed: ({ from }) => from === '1' })).toEqual(['0', '2', '3'])
  })

  it('gives up the oldest where all together are too large, but never the newest', () => {
    expect(gone({ retentionCount: 10, maxSizeMb: 0 })).toEqual(['0', '1', '2', '3', '4'])
  })
})
