import type { LedgerRecord } from '../model/ledger.ts'
import type { HistoryQuery } from '../model/ledger-views.ts'

/** Records that answer the query, newest first. */
export function ledgerHistory(records: readonly LedgerRecord[], query: HistoryQuery): LedgerRecord[] {
  const { component, environment, since, event, limit } = query
  const found = records.filter(
    (record) =>
      (event === undefined || record.event === event) &&
      (since === undefined || record.at >= since) &&
      ((component === undefined && environment === undefined) ||
        record.moves.some(
          (move) =>
            (component === undefined || move.component === component) && (environment === undefined || move.environment === environment),
        )),
  )
  return found.reverse().slice(0, limit ?? found.length)
}
