import { DAY, type Instant } from '../model/instant.ts'
import type { RollbackPolicy } from '../registry/resolved.ts'
import type { RollbackPoint } from './point.ts'

export type Retention = Pick<RollbackPolicy, 'retentionCount' | 'retentionDays' | 'maxSizeMb'>

/** What may not be given up, whatever its age: versions by `environment` and component that an open rollback or an exclusion names. */
export interface Kept {
  isNamed(point: RollbackPoint): boolean
}

/**
 * The points whose time is over. For each component and environment the newest stay (`retention_count`, at least one), and so does what is
 * younger than `retention_days`, what leads to the last good version, what waits for its merge, and what an open rollback or an exclusion
 * names. Above `max_size_mb` the oldest of the rest go first, but for the newest of each component and the last good. Already expired ones
 * are not told again.
 */
export function expiredPoints(points: readonly RollbackPoint[], retention: Retention, now: Instant, kept: Kept): RollbackPoint[] {
  const live = points.filter((point) => point.status !== 'expired' && point.status !== 'open')
  const rank = ranks(live)
  const isBound = (point: RollbackPoint) => point.lastGood || rank.get(point) === 0 || kept.isNamed(point)
  const count = Math.max(1, retention.retentionCount)
  const young = now - retention.retentionDays * DAY
  const old = live.filter((point) => !isBound(point) && (rank.get(point) ?? 0) >= count && (point.mergedAt ?? now) < young)
  const gone = new Set(old)
  let bytes = live.reduce((sum, point) => sum + (gone.has(point) ? 0 : sizeOf(point)), 0)
  for (const point of live) {
    if (bytes <= retention.maxSizeMb * 1_000_000) break
    if (gone.has(point) || isBound(point)) continue
    gone.add(point)
    bytes -= sizeOf(point)
  }
  return live.filter((point) => gone.has(point))
}

/** 0 for the newest of its component and environment. */
function ranks(points: readonly RollbackPoint[]): Map<RollbackPoint, number> {
  const seen = new Map<string, number>()
  const ranked = points.toReversed().map((point): [RollbackPoint, number] => {
    const key = JSON.stringify([point.component, point.environment])
    const at = seen.get(key) ?? 0
    seen.set(key, at + 1)
    return [point, at]
  })
  return new Map(ranked)
}

/** As it stands in the ledger, about. */
function sizeOf(point: RollbackPoint): number {
  return JSON.stringify(point).length
}
