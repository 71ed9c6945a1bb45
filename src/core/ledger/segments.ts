import * as z from 'zod'
import type { LedgerEntry, LedgerRecord } from '../model/ledger.ts'
import { canonicalJson } from './canonical.ts'
import { type ChainTail, chain, sealed } from './chain.ts'

/** Folder of the ledger on its branch. */
export const LEDGER_FOLDER = 'ledger'

/** Names the last record, so that cutting off the end of the newest segment shows, too. */
export const HEAD_FILE = `${LEDGER_FOLDER}/head.json`

/** Appending rewrites the newest segment alone, so it stays small: 250 records of some 700 bytes each. Fixed for good: places follow from it. */
export const SEGMENT_RECORDS = 250

/** One file of the ledger's branch. */
export interface LedgerText {
  path: string
  text: string
}

/** `ledger/000001.jsonl` holds records 1 to 250, the next one 251 to 500 … */
export function segmentPath(seq: number): string {
  return `${LEDGER_FOLDER}/${String(Math.ceil(seq / SEGMENT_RECORDS)).padStart(6, '0')}.jsonl`
}

/** Line of a record in its segment, from 1. */
export function segmentLine(seq: number): number {
  return ((seq - 1) % SEGMENT_RECORDS) + 1
}

const headSchema = z.object({ seq: z.number().int().nonnegative(), hash: z.string() })

/** Null where the text is no head. */
export function parseHead(text: string): ChainTail | null {
  try {
    return headSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/**
 * Entries chained behind `tail`, and the files that change: segments from the newest on, and the head.
 * `newest`: text of the segment that holds the last record.
 */
export function extend(
  tail: ChainTail,
  newest: string,
  entries: readonly LedgerEntry[],
): { records: LedgerRecord[]; tail: ChainTail; changes: LedgerText[] } {
  const records = chain(tail, entries)
  const last = records.at(-1)
  if (last === undefined) return { records, tail, changes: [] }
  const texts = new Map<string, string>()
  for (const record of records) {
    const path = segmentPath(record.seq)
    const before = texts.get(path) ?? (tail.seq > 0 && path === segmentPath(tail.seq) ? newest : '')
    const { hash: _, ...unsigned } = record
    texts.set(path, `${before}${sealed(unsigned).line}\n`)
  }
  const head = { seq: last.seq, hash: last.hash }
  const changes = [...texts].map(([path, text]) => ({ path, text }))
  return { records, tail: head, changes: [...changes, { path: HEAD_FILE, text: `${canonicalJson(head)}\n` }] }
}
