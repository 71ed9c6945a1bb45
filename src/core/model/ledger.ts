/**
 * What happened, in the order of a component's life. `proposal-*`: our pull requests; `verified`: the environment ran the version in
 * health through its watch window; `rollback-*`: section 12; `exception`: somebody decided otherwise than policy says (override of a
 * check, a forced step, a risk approved, an exclusion lifted), always with a reason; `refused`: asked for and not done.
 */
export const LEDGER_EVENTS = [
  'proposal-opened',
  'proposal-refreshed',
  'proposal-closed',
  'proposal-merged',
  'verified',
  'signal-failed',
  'rollback-requested',
  'rollback-opened',
  'rollback-merged',
  'rollback-halted',
  'excluded',
  'exclusion-lifted',
  'approval',
  'exception',
  'refused',
  'no-op',
  'release-planned',
  'release-published',
  'release-rolled-back',
  'pruned',
] as const
export type LedgerEvent = (typeof LEDGER_EVENTS)[number]

/** Who did it. A run started by a person through a workflow is the bot's, on behalf of that person. */
export interface Actor {
  login: string
  type: 'bot' | 'person'
  onBehalfOf?: string
}

/** A component's move, as records name it. */
export interface Move {
  component: string
  environment: string | null
  from: string
  to: string
}

/** One place that a proposal changed, enough to set it back by value (never by text). */
export interface PointPath {
  path: string
  /** Index of the pin in the component's list of pins, where the place is one; absent for CHANGELOG and registry. */
  pin?: number
  /** Git blob ids before and after. */
  beforeBlob: string
  afterBlob: string
  before: { version: string; digest?: string; checksum?: string }
  after: { version: string; digest?: string; checksum?: string }
}

/** What a component can be taken back to: opened with its proposal, complete once that is merged. One per component and environment. */
export interface PointOpening extends Move {
  paths: readonly PointPath[]
  /** Others of the same proposal, by component. */
  siblings: readonly string[]
  /** The siblings must travel together (constraints, `sync_version_with`). */
  lockstep: boolean
}

/** One event before it has a place in the chain. */
export interface LedgerEntry {
  event: LedgerEvent
  /** Epoch milliseconds. */
  at: number
  actor: Actor
  moves: readonly Move[]
  proposal?: { id: string; number: number | null; url: string | null; branch: string }
  /** Head of the proposal, merge commit, released commit: the one that the event is about (40 hex digits). */
  commit?: string
  why?: { reason: string; incident?: string /** Web addresses. */; evidence?: readonly string[] }
  decision?: { risk: string; decision: string /** Digest over the evidence that was judged. */; digest: string; reasons: readonly string[] }
  /** With `proposal-opened` and `proposal-refreshed`. */
  points?: readonly PointOpening[]
  /** With `proposal-merged`. `commits`: all that the merge put on the base, oldest first. */
  merge?: {
    method: 'merge' | 'squash' | 'rebase' | 'unknown'
    commits: readonly string[]
    mergedBy: string | null
    approvals: readonly string[]
  }
  /** Anything else that the event is about, flat: shown as it is. */
  details?: Readonly<Record<string, string | number | boolean | null>>
}

/** A link of the chain: `hash` is SHA-256 over the record without `hash`, as canonical JSON (RFC 8785); `prev` the hash before it. */
export interface LedgerRecord extends LedgerEntry {
  /** 1, 2, 3 … without a gap. */
  seq: number
  /** 64 hex digits; 64 zeros for the first. */
  prev: string
  hash: string
}
