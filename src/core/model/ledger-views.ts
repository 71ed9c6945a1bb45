import type { Instant } from './instant.ts'
import type { LedgerEvent, LedgerRecord, Move } from './ledger.ts'

/** One step of one component in one environment, from its proposal to what came of it. All instants are null where it did not come to that. */
export interface LedgerStep extends Move {
  proposal: string
  url: string | null
  risk: string | null
  openedAt: Instant | null
  mergedAt: Instant | null
  closedAt: Instant | null
  /** The environment ran it in health through its watch window. */
  verifiedAt: Instant | null
  failedAt: Instant | null
  rolledBackAt: Instant | null
  /** Until when the fix of a vulnerability is promised; null where it fixes none, or none is promised. */
  due: Instant | null
}

/** What is looked for; all that is named must hold. */
export interface HistoryQuery {
  component?: string
  /** Null: the base. */
  environment?: string | null
  since?: Instant
  event?: LedgerEvent
  /** So many of the newest. */
  limit?: number
}

export const FAULT_KINDS = ['unreadable', 'edited', 'dropped', 'duplicated', 'reordered', 'truncated', 'misplaced', 'head'] as const

/** The first place where the chain does not hold. */
export interface LedgerFault {
  kind: (typeof FAULT_KINDS)[number]
  path: string
  /** From 1; null where a whole file is meant. */
  line: number | null
  /** Record that belongs there. */
  seq: number
  /** What should stand there, and what does. */
  expected: string
  found: string
}

/** The ledger as it stands, whether it holds or not. */
export interface LedgerInspection {
  /** For people: `branch pinwarden-ledger of acme/platform`. */
  name: string
  /** Commit of the branch; null where there is none yet. */
  head: string | null
  segments: number
  /** Oldest first; those before the fault. */
  records: readonly LedgerRecord[]
  tail: { seq: number; hash: string }
  fault: LedgerFault | null
}
