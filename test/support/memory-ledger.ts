import { chain, GENESIS } from '../../src/core/ledger/chain.ts'
import type { LedgerEntry, LedgerRecord } from '../../src/core/model/ledger.ts'
import type { Ledger } from '../../src/ports/ledger.ts'

/** A ledger that forgets everything with the test; chained as the real one is. */
export function memoryLedger(entries: readonly LedgerEntry[] = []): Ledger & { all: readonly LedgerRecord[] } {
  const records: LedgerRecord[] = []
  const append = (more: readonly LedgerEntry[]) => {
    const made = chain(records.at(-1) ?? GENESIS, more)
    records.push(...made)
    return made
  }
  append(entries)
  return {
    all: records,
    records: async () => [...records],
    append: async (more) => append(typeof more === 'function' ? more(records) : more),
  }
}
