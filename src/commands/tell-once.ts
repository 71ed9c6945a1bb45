import type { LedgerEntry, LedgerRecord } from '../core/model/ledger.ts'
import { isAbout } from '../core/rollback/watch/candidates.ts'
import type { Ledger } from '../ports/ledger.ts'

/** Where these differ, something else was found out about the same merge. */
const TELLING = ['code', 'confirmed', 'runs'] as const

/** Writes down what the watch found of a merge, unless a run that was cut, or one that goes on at the same time, told it before. */
export async function tellOnce(ledger: Ledger, entry: LedgerEntry): Promise<void> {
  await ledger.append((records) => (records.some((record) => isSame(record, entry)) ? [] : [entry]))
}

function isSame(record: LedgerRecord, { event, commit, details }: LedgerEntry): boolean {
  if (record.event !== event || commit === undefined || !isAbout(record, commit)) return false
  return TELLING.every((key) => record.details?.[key] === details?.[key])
}
