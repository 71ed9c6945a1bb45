import type { LedgerEntry, LedgerRecord } from '../model/ledger.ts'
import { sha256Hex } from '../text/digest.ts'
import { canonicalMembers } from './canonical.ts'

/** The end of a chain: what the next record builds on. */
export interface ChainTail {
  /** Of the last record; 0 where there is none. */
  seq: number
  hash: string
}

/** Before the first record. */
export const GENESIS: ChainTail = { seq: 0, hash: '0'.repeat(64) }

/** Links entries behind `tail`, in their order. Pure: the same entries behind the same tail give the same hashes. */
export function chain(tail: ChainTail, entries: readonly LedgerEntry[]): LedgerRecord[] {
  let { seq, hash } = tail
  return entries.map((entry) => {
    seq += 1
    const unsigned = { ...wellFormed(entry), seq, prev: hash }
    hash = sealed(unsigned).hash
    return { ...unsigned, hash }
  })
}

/** The hash that a record must have, and the line that it must stand on: its canonical JSON. */
export function sealed(record: Readonly<Record<string, unknown>> | Omit<LedgerRecord, 'hash'>): { hash: string; line: string } {
  const members = canonicalMembers({ ...record, hash: '' })
  const hash = sha256Hex(`{${textsOf(members.filter(([name]) => name !== 'hash'))}}`)
  return { hash, line: `{${textsOf(members.map(([name, text]) => (name === 'hash' ? [name, `"hash":"${hash}"`] : [name, text])))}}` }
}

function textsOf(members: readonly (readonly [string, string])[]): string {
  return members.map(([, text]) => text).join(',')
}

/** What JSON can say of the entry: members without a value go, and half a surrogate pair (upstream text may hold one) becomes U+FFFD. */
function wellFormed(entry: LedgerEntry): LedgerEntry {
  return JSON.parse(JSON.stringify(entry, (_, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value)))
}
