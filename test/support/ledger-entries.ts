import * as fc from 'fast-check'
import { extend, type LedgerText, segmentPath } from '../../src/core/ledger/segments.ts'
import { readLedger } from '../../src/core/ledger/verify.ts'
import { LEDGER_EVENTS, type LedgerEntry } from '../../src/core/model/ledger.ts'

/** An entry as a run would write it. */
export function anEntry(more: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    event: 'proposal-opened',
    at: Date.parse('2026-11-21T08:00:00Z'),
    actor: { login: 'pinwarden[bot]', type: 'bot' },
    moves: [{ component: 'redis', environment: null, from: '7.2.4', to: '7.4.2' }],
    ...more,
  }
}

/** Entries with texts of any kind in them, half surrogate pairs too. */
export const anyEntry: fc.Arbitrary<LedgerEntry> = fc.record(
  {
    event: fc.constantFrom(...LEDGER_EVENTS),
    at: fc.integer({ min: 0, max: 4e12 }),
    actor: fc.record({ login: fc.string({ unit: 'binary' }), type: fc.constantFrom('bot' as const, 'person' as const) }),
    moves: fc.array(
      fc.record({
        component: fc.string(),
        environment: fc.option(fc.string()),
        from: fc.string(),
        to: fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', '\ud800', '😀', '\u2028') }),
      }),
      { maxLength: 3 },
    ),
    details: fc.dictionary(
      fc.string(),
      fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
    ),
  },
  { requiredKeys: ['event', 'at', 'actor', 'moves'] },
)

/** Files of a ledger after appending each of the lists, one commit after the other. */
export function ledgerOf(appends: readonly (readonly LedgerEntry[])[]): LedgerText[] {
  let files: LedgerText[] = []
  for (const entries of appends) {
    const { tail, fault } = readLedger(files)
    if (fault !== null) throw new Error(JSON.stringify(fault))
    const newest = files.find((file) => file.path === segmentPath(tail.seq))?.text ?? ''
    const { changes } = extend(tail, newest, entries)
    files = [...files.filter((file) => !changes.some((change) => change.path === file.path)), ...changes]
  }
  return files
}
