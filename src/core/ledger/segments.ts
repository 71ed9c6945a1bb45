import * as z from 'zod'
import type { LedgerEntry, LedgerRecord } from '../model/ledger.ts'
import { canonicalJson } from './canonical.ts'
import { type ChainTail, link } from './chain.ts'

/** Folder of the ledger on its branch. */
const LEDGER_FOLDER = 'ledger'

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

function formatHead({ seq, hash }: ChainTail): string {
  return `${canonicalJson({ seq, hash })}\n`
}

/** Null where the text is no head as it is written. */
export function parseHead(text: string): ChainTail | null {
  try {
    const head = headSchema.parse(JSON.parse(text))
    return formatHead(head) === text ? head : null
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
  const links = link(tail, entries)
  const last = links.at(-1)?.record
  if (last === undefined) return { records: [], tail, changes: [] }
  const lines = new Map<string, string[]>(tail.seq % SEGMENT_RECORDS === 0 ? [] : [[segmentPath(tail.seq), [newest]]])
  for (const { record, line } of links) {
    const path = segmentPath(record.seq)
    const own = lines.get(path)
    if (own === undefined) lines.set(path, [`${line}\n`])
    else own.push(`${line}\n`)
  }
  const head = { seq: last.seq, hash: last.hash }
  const changes = [...lines].map(([path, own]) => ({ path, text: own.join('') }))
  return {
    records: links.map(({ record }) => record),
    tail: head,
    changes: [...changes, { path: HEAD_FILE, text: formatHead(head) }],
  }
}
