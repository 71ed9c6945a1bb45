import type { LedgerRecord, Move } from '../model/ledger.ts'
import { pointOf, type RollbackPoint, type Subject } from './point.ts'

/** A rollback that was opened and of whose end nothing is known yet. */
export interface PendingRollback {
  moves: readonly Move[]
  proposal: NonNullable<LedgerRecord['proposal']>
  /** `reland`: the way forward again. `exclusion`: only keeps the version from coming back. */
  kind: 'rollback' | 'reland' | 'exclusion'
  reason: string
  at: number
}

/** What the ledger says of rollbacks. */
export interface RollbackHistory {
  /** In the order in which their steps were merged, those not merged last. */
  points: readonly RollbackPoint[]
  pending: readonly PendingRollback[]
  /** Versions that were in force, by subject. */
  ran(subject: Subject, version: string): boolean
}

interface Folding {
  points: Map<string, RollbackPoint>
  /** Keys of merged points by subject, in the order of their merges. */
  merged: Map<string, string[]>
  /** Openings that wait for their merge, by proposal. */
  waiting: Map<string, string[]>
  pending: Map<string, PendingRollback>
  ran: Map<string, Set<string>>
  verified: Map<string, string[]>
}

/**
 * Reads the records in their order. Steps are merged on top of each other; a rollback takes off those above its target, and what is then on
 * top is active again. Records that make no sense (a merge of what was never opened) are passed over: the ledger is never mended here.
 */
export function foldRollbacks(records: readonly LedgerRecord[]): RollbackHistory {
  const state: Folding = {
    points: new Map(),
    merged: new Map(),
    waiting: new Map(),
    pending: new Map(),
    ran: new Map(),
    verified: new Map(),
  }
  for (const record of records) FOLDERS[record.event]?.(record, state)
  const points = [...state.points.values()].sort((a, b) => a.order - b.order)
  return {
    points: withLastGood(points, state.verified),
    pending: [...state.pending.values()],
    ran: (subject, version) => state.ran.get(keyOf(subject))?.has(version) === true,
  }
}

const FOLDERS: Partial<Record<LedgerRecord['event'], (record: LedgerRecord, state: Folding) => void>> = {
  'proposal-opened': open,
  'proposal-refreshed': open,
  'proposal-merged': merge,
  'proposal-closed': close,
  'rollback-opened': expect,
  'rollback-merged': rollBack,
  'rollback-halted': close,
  verified: verify,
  pruned: prune,
}

function verify({ moves }: LedgerRecord, state: Folding): void {
  for (const move of moves) push(state.verified, keyOf(move), move.to)
}

/** What is refreshed leads elsewhere, or from elsewhere: the former opening is forgotten. */
function open(record: LedgerRecord, state: Folding): void {
  if (record.points === undefined || record.points.length === 0) return
  const key = proposalKey(record)
  forget(key, state)
  const made = record.points.map((opening) => ({
    ...pointOf(opening, { id: `rp-${record.seq}`, at: record.at, by: record.actor, order: record.seq }),
    proposal: record.proposal ?? null,
  }))
  for (const point of made) state.points.set(idOf(point), point)
  state.waiting.set(key, made.map(idOf))
}

function merge(record: LedgerRecord, state: Folding): void {
  const key = proposalKey(record)
  for (const id of state.waiting.get(key) ?? []) {
    const point = state.points.get(id)
    if (point === undefined) continue
    for (const other of mergedOf(point, state)) if (other.status === 'active') change(state, other, { status: 'superseded' })
    push(state.merged, keyOf(point), id)
    change(state, point, {
      status: 'active',
      mergedAt: record.at,
      commits: record.merge?.commits ?? (record.commit === undefined ? [] : [record.commit]),
      mergeMethod: record.merge?.method ?? 'unknown',
      order: record.seq,
    })
    remember(state, point, point.from)
    remember(state, point, point.to)
  }
  state.waiting.delete(key)
}

function close(record: LedgerRecord, state: Folding): void {
  forget(proposalKey(record), state)
  state.pending.delete(proposalKey(record))
}

function forget(key: string, state: Folding): void {
  for (const id of state.waiting.get(key) ?? []) state.points.delete(id)
  state.waiting.delete(key)
}

function expect(record: LedgerRecord, state: Folding): void {
  const { proposal, moves, details, why, at } = record
  if (proposal === undefined) return
  const kind = details?.['kind'] === 'reland' || details?.['kind'] === 'exclusion' ? details['kind'] : 'rollback'
  state.pending.set(proposalKey(record), { moves, proposal, kind, reason: why?.reason ?? '', at })
}

/** Steps above the target are used; the one that led to it is in force again. */
function rollBack(record: LedgerRecord, state: Folding): void {
  state.pending.delete(proposalKey(record))
  for (const move of record.moves) {
    const merged = mergedOf(move, state)
    if (record.details?.['kind'] === 'reland') relandOne(move, merged, state)
    else if (record.details?.['kind'] !== 'exclusion') takeOff(move, merged, state)
  }
}

function takeOff(move: Move, merged: readonly RollbackPoint[], state: Folding): void {
  const standing = merged.filter((one) => one.status === 'active' || one.status === 'superseded')
  const target = standing.findLastIndex((one) => one.to === move.to)
  const leaving = target === -1 ? standing.findLastIndex((one) => one.from === move.to) : target + 1
  const above = leaving === -1 ? standing.slice(-1) : standing.slice(leaving)
  for (const one of above) change(state, one, { status: 'used' })
  const top = standing.slice(0, standing.length - above.length).at(-1)
  if (top !== undefined) change(state, top, { status: 'active' })
  remember(state, move, move.to)
}

/** The step that was taken back stands again. */
function relandOne(move: Move, merged: readonly RollbackPoint[], state: Folding): void {
  const used = merged.findLast((one) => one.status === 'used' && one.to === move.to)
  if (used === undefined) return
  for (const one of merged) if (one.status === 'active') change(state, one, { status: 'superseded' })
  change(state, used, { status: 'active' })
}

/** The newest merged step that leads back to a version which was verified: what it leads back to is the last good version. */
function withLastGood(points: readonly RollbackPoint[], verified: Folding['verified']): RollbackPoint[] {
  const found = new Set<string>()
  const marked = points.toReversed().map((point) => {
    const good = verified.get(keyOf(point)) ?? []
    const stands = point.status === 'active' || point.status === 'superseded'
    const lastGood = stands && !found.has(keyOf(point)) && good.includes(point.from)
    if (lastGood) found.add(keyOf(point))
    return { ...point, lastGood, verified: point.mergedAt !== null && good.includes(point.to) }
  })
  return marked.reverse()
}

function mergedOf(subject: Subject, state: Folding): RollbackPoint[] {
  return (state.merged.get(keyOf(subject)) ?? []).flatMap((id) => state.points.get(id) ?? [])
}

function change(state: Folding, point: RollbackPoint, to: Partial<RollbackPoint>): void {
  state.points.set(idOf(point), { ...point, ...to })
}

/** What a record opened is named by one id, whatever its components. */
function prune({ details }: LedgerRecord, state: Folding): void {
  const ids = new Set(String(details?.['points'] ?? '').split(' '))
  for (const point of state.points.values()) if (ids.has(point.id)) change(state, point, { status: 'expired' })
}

function remember(state: Folding, subject: Subject, version: string): void {
  const known = state.ran.get(keyOf(subject)) ?? new Set()
  state.ran.set(keyOf(subject), known.add(version))
}

function push(into: Map<string, string[]>, key: string, value: string): void {
  const known = into.get(key)
  if (known === undefined) into.set(key, [value])
  else known.push(value)
}

function idOf({ id, component, environment }: RollbackPoint): string {
  return JSON.stringify([id, component, environment])
}

function keyOf({ component, environment }: Subject): string {
  return JSON.stringify([component, environment])
}

/** Numbers are never given twice; branches are. */
function proposalKey({ proposal }: LedgerRecord): string {
  return proposal === undefined ? '' : proposal.number === null ? proposal.branch : `#${proposal.number}`
}
