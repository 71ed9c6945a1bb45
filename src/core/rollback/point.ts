import type { Instant } from '../model/instant.ts'
import type { Actor, PointOpening, PointPath } from '../model/ledger.ts'

/**
 * `open`: its proposal is not merged yet. `active`: the step that is in force. `superseded`: a later step was merged on top. `used`: rolled
 * back. `expired`: given up by the retention; its pins can no longer be restored from it.
 */
export const POINT_STATUSES = ['open', 'active', 'superseded', 'used', 'expired'] as const
export type PointStatus = (typeof POINT_STATUSES)[number]

/** One step of one component in one environment, and all that taking it back needs. */
export interface RollbackPoint {
  /** `rp-12`: number of the ledger's record that opened it. */
  id: string
  component: string
  environment: string | null
  /** The version that the point leads back to. */
  from: string
  /** The version that the step led to. */
  to: string
  status: PointStatus
  /** `from` was verified in this environment, and nothing newer below the version in force was. */
  lastGood: boolean
  /** `to` was verified in this environment. */
  verified: boolean
  paths: readonly PointPath[]
  siblings: readonly string[]
  lockstep: boolean
  proposal: { number: number | null; url: string | null; branch: string } | null
  openedAt: Instant
  mergedAt: Instant | null
  /** All commits that the merge put on the base, oldest first. */
  commits: readonly string[]
  mergeMethod: 'merge' | 'squash' | 'rebase' | 'unknown' | null
  by: Actor
  /** Place in the order of merges; of those not merged, of openings. */
  order: number
}

/** A component in one environment. */
export interface Subject {
  component: string
  environment: string | null
}

export function isOf(subject: Subject): (one: Subject) => boolean {
  return ({ component, environment }) => component === subject.component && environment === subject.environment
}

export function pointOf(opening: PointOpening, at: { id: string; at: Instant; by: Actor; order: number }): RollbackPoint {
  const { component, environment, from, to, paths, siblings, lockstep } = opening
  return {
    id: at.id,
    component,
    environment,
    from,
    to,
    paths,
    siblings,
    lockstep,
    status: 'open',
    lastGood: false,
    verified: false,
    proposal: null,
    openedAt: at.at,
    mergedAt: null,
    commits: [],
    mergeMethod: null,
    by: at.by,
    order: at.order,
  }
}
