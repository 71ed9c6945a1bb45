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

/** A record with the line that it stands on: its canonical JSON. */
export interface Link {
  record: LedgerRecord
  line: string
}

/** Links entries behind `tail`, in their order. Pure: the same entries behind the same tail give the same hashes. */
export function link(tail: ChainTail, entries: readonly LedgerEntry[]): Link[] {
  let { seq, hash: prev } = tail
  return entries.map((entry) => {
    seq += 1
    const unsigned = { ...wellFormed(entry), seq, prev }
    const members = canonicalMembers(unsigned)
    const hash = sha256Hex(`{${members.map(([, text]) => text).join(',')}}`)
    const at = members.findIndex(([name]) => name > 'hash')
    const line = `{${members
      .map(([, text]) => text)
      .toSpliced(at, 0, `"hash":"${hash}"`)
      .join(',')}}`
    prev = hash
    return { record: { ...unsigned, hash }, line }
  })
}

/** The records alone. */
export function chain(tail: ChainTail, entries: readonly LedgerEntry[]): LedgerRecord[] {
  return link(tail, entries).map(({ record }) => record)
}

/**
 * SHA-256 over the line without its own member `hash`, or null where that does not stand in it as it was written. The text itself is hashed,
 * so that any other spelling of the same values shows, too. Quotes inside of texts are escaped, and no member deeper in the record can hold
 * the record's own hash, so the first place is the one; `moves`, `prev` and `seq` always follow it.
 */
export function hashOfLine(line: string, hash: string): string | null {
  const member = `"hash":"${hash}",`
  const at = line.indexOf(member)
  return at === -1 ? null : sha256Hex(line.slice(0, at) + line.slice(at + member.length))
}

/** What JSON can say of the entry: members without a value go, and half a surrogate pair (upstream text may hold one) becomes U+FFFD. */
function wellFormed(entry: LedgerEntry): LedgerEntry {
  return JSON.parse(JSON.stringify(entry, (_, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value)))
}
