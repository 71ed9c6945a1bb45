import type { LedgerRecord } from '../core/model/ledger.ts'
import type { HistoryQuery, LedgerStep } from '../core/model/ledger-views.ts'

/** What the ledger says, made fit for queries. Never the truth itself: it can be deleted at any time. */
export interface LedgerIndex {
  /** Where it is kept, for people. */
  readonly name: string
  /**
   * Makes the index say what the records say: appends what is new, or builds it anew where it is missing, damaged, of another version, or
   * about another chain. `steps` is asked for where something changed.
   * @returns what was done
   */
  follow(records: readonly LedgerRecord[], steps: () => readonly LedgerStep[]): 'unchanged' | 'appended' | 'rebuilt'
  /** Newest first. */
  history(query: HistoryQuery): LedgerRecord[]
  steps(subject?: { component: string; environment?: string | null }): LedgerStep[]
  close(): void
}
