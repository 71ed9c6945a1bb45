import type { TargetWish } from './target.ts'

/** Who or what asks for a rollback. */
export type RollbackSource = 'manual' | 'auto-revert'

/** A rollback as it is asked for, read and understood. */
export interface RollbackWish {
  component: string
  /** Name of the scope, `production/tenant-a`; null for the base. */
  environment: string | null
  target: TargetWish
  /** One line. */
  reason: string
  source: RollbackSource
  /** The version that is to be left; absent: whatever is in force. */
  bad?: string
  incident?: string
  /** Web addresses. */
  evidence: readonly string[]
  emergency: boolean
  /** Goes on where the table of outcomes allows it. */
  force: boolean
  /** Forward again to a version that was rolled back. */
  reland: boolean
  /** Whether the version that is left must not come back. */
  exclude: boolean
  /** Who asked: a login. */
  requestedBy: string
}
