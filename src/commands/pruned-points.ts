import type { Actor, LedgerEntry, LedgerRecord } from '../core/model/ledger.ts'
import { foldRollbacks } from '../core/rollback/fold.ts'
import { expiredPoints } from '../core/rollback/retention.ts'
import type { RunEvents } from './run-events.ts'

/** Rollback points whose time is over are given up along with other news: that alone is none. */
export function withPruned(entries: LedgerEntry[], run: RunEvents, records: readonly LedgerRecord[], actor: Actor): LedgerEntry[] {
  const policy = run.situation.scopes[0]?.resolved.policy
  if (entries.length === 0 || policy === undefined) return entries
  const { points, pending } = foldRollbacks(records)
  const excluded = run.situation.scopes.flatMap((scope) =>
    scope.selected.flatMap((one) => one.excluded.map((rule) => [one.name, rule] as const)),
  )
  const expired = new Set(
    expiredPoints(points, policy.rollback, run.now, {
      isNamed: (point) =>
        pending.some(({ moves }) => moves.some((move) => move.component === point.component && move.environment === point.environment)) ||
        excluded.some(([name, rule]) => name === point.component && (rule.version === point.to || rule.version === point.from)),
    }),
  )
  // A record's points go together, and only when all of them may.
  const ids = [...new Set([...expired].map((point) => point.id))].filter((id) =>
    points.every((point) => point.id !== id || point.status === 'expired' || expired.has(point)),
  )
  if (ids.length === 0) return entries
  const moves = [...expired]
    .filter((point) => ids.includes(point.id))
    .map(({ component, environment, from, to }) => ({ component, environment, from, to }))
  const why = { reason: 'older than the registry keeps rollback points' }
  return [...entries, { event: 'pruned', at: run.now, actor, moves, why, details: { points: ids.join(' ') } }]
}
