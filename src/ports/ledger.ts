import type { LedgerEntry, LedgerRecord } from '../core/model/ledger.ts'
import type { LedgerInspection } from '../core/model/ledger-views.ts'

/**
 * The audit trail, kept on a branch of the repository. Reading is lazy and kept for the run; appending chains the entries behind
 * whatever stands there at that moment (optimistic concurrency: the branch moved → read again, chain again, a few times with jitter).
 */
export interface Ledger {
  /** All records, oldest first; empty where no ledger is kept yet. @throws ProblemError `ledger-broken` where the chain does not hold */
  records(): Promise<readonly LedgerRecord[]>
  /** All there is to say of it, broken or not. Absent: it is kept nowhere. */
  inspect?(): Promise<LedgerInspection>
  /**
   * One commit for all entries; none where there are no entries.
   * @throws ProblemError for a missing permission or a ledger that does not verify; ForgeConflict after all tries
   */
  append(
    entries:
      | readonly LedgerEntry[]
      | /** Asked again for each try, with what is there by then, so that nothing is told twice. */ ((
          records: readonly LedgerRecord[],
        ) => readonly LedgerEntry[]),
  ): Promise<readonly LedgerRecord[]>
}
