/** A rollback that somebody asks for in a comment, or by a tick on the dashboard. */
export interface RollbackOrder {
  component: string
  /** Version, point or `previous`; null: the one before. */
  target: string | null
  /** Null: the base, or the one environment that has the component. */
  environment: string | null
  reason: string
  requestedBy: string
  /** The comment, or the dashboard. */
  url: string
}

/** What came of it, one sentence for the reply. The same order twice is one rollback. */
export type RollbackByComment = (order: RollbackOrder) => Promise<{ ok: boolean; text: string }>
