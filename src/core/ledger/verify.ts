import type { LedgerRecord } from '../model/ledger.ts'
import type { LedgerFault } from '../model/ledger-views.ts'
import { type ChainTail, GENESIS, hashOfLine } from './chain.ts'
import { parseRecord } from './record-schema.ts'
import { HEAD_FILE, type LedgerText, parseHead, segmentLine, segmentPath } from './segments.ts'

/** A segment that was read and holds, with the end of the chain behind it. */
interface ReadSegment {
  text: string
  records: readonly LedgerRecord[]
  tail: ChainTail
}

export interface LedgerReading {
  /** Oldest first; those before the fault. */
  records: readonly LedgerRecord[]
  tail: ChainTail
  fault: LedgerFault | null
  /** By position; lets the next reading skip what it knows. */
  segments: readonly ReadSegment[]
}

const SEGMENT_NAME = /^ledger\/\d{6}\.jsonl$/

/**
 * Parses and proves the whole chain: each line is a record and has the hash that it says, follows the one before, and stands on the line that its number gives it; the head names the last one. `former`: an earlier reading, whose unchanged segments are not
 * proven again.
 */
export function readLedger(files: readonly LedgerText[], former?: LedgerReading): LedgerReading {
  const texts = new Map(files.map((file) => [file.path, file.text]))
  const paths = [...texts.keys()].filter((path) => SEGMENT_NAME.test(path)).sort()
  const segments: ReadSegment[] = []
  let tail = GENESIS
  let known = former !== undefined
  let fault: LedgerFault | null = null
  for (const [index, path] of paths.entries()) {
    const text = texts.get(path) ?? ''
    const earlier = known ? former?.segments[index] : undefined
    known = earlier !== undefined && earlier.text === text && path === segmentPath(tail.seq + 1)
    const read: ReadSegment & { fault: LedgerFault | null } =
      known && earlier !== undefined
        ? { ...earlier, fault: null }
        : readSegment(path, text, tail, () => laterLines(paths.slice(index), texts))
    segments.push(read)
    tail = read.tail
    fault = read.fault
    if (fault !== null) break
  }
  const records = segments.flatMap((segment) => segment.records)
  return { records, tail, fault: fault ?? headFault(texts.get(HEAD_FILE), tail), segments }
}

/** One sentence for people. */
export function describeFault({ path, line, seq, expected, found, kind }: LedgerFault): string {
  const place = line === null ? path : `${path}, line ${line}`
  return `${place} (record ${seq}, ${kind}): expected ${expected}, found ${found}`
}

function readSegment(path: string, text: string, before: ChainTail, later: () => string[]): ReadSegment & { fault: LedgerFault | null } {
  const lines = text.split('\n')
  const unfinished = lines.pop() ?? ''
  const records: LedgerRecord[] = []
  let tail = before
  const stop = (kind: LedgerFault['kind'], line: number, expected: string, found: string) => ({
    text,
    records,
    tail,
    fault: { kind, path, line, seq: tail.seq + 1, expected, found },
  })
  for (const [index, line] of lines.entries()) {
    const place = index + 1
    const record = parseRecord(line)
    if (record === null) return stop('unreadable', place, `record ${tail.seq + 1}`, excerpt(line))
    const { hash } = record
    const wanted = hashOfLine(line, hash)
    if (wanted !== hash)
      return stop(
        'edited',
        place,
        wanted === null ? 'its hash among its members' : `hash ${wanted} over what the line says`,
        `hash ${hash}`,
      )
    if (record.seq !== tail.seq + 1 || record.prev !== tail.hash) {
      const kind = outOfPlace(record, tail, later)
      return stop(kind, place, `record ${tail.seq + 1} behind ${tail.hash}`, `record ${record.seq} behind ${record.prev}`)
    }
    if (path !== segmentPath(record.seq) || place !== segmentLine(record.seq)) {
      const wanted = `${segmentPath(record.seq)}, line ${segmentLine(record.seq)}`
      return stop('misplaced', place, `record ${record.seq} in ${wanted}`, `it in ${path}, line ${place}`)
    }
    records.push(record)
    tail = { seq: record.seq, hash }
  }
  if (unfinished !== '') return stop('truncated', lines.length + 1, 'a line that ends', excerpt(unfinished))
  return { text, records, tail, fault: null }
}

/** A record that is whole but does not stand where it belongs: why. */
function outOfPlace(record: LedgerRecord, tail: ChainTail, later: () => string[]): LedgerFault['kind'] {
  if (record.seq <= tail.seq) return 'duplicated'
  if (record.seq === tail.seq + 1) return 'edited'
  return later().some((line) => parseRecord(line)?.seq === tail.seq + 1) ? 'reordered' : 'dropped'
}

function laterLines(paths: readonly string[], texts: ReadonlyMap<string, string>): string[] {
  return paths.flatMap((path) => (texts.get(path) ?? '').split('\n'))
}

function headFault(text: string | undefined, tail: ChainTail): LedgerFault | null {
  if (text === undefined && tail.seq === 0) return null
  const head = text === undefined ? null : parseHead(text)
  const at = { path: HEAD_FILE, line: null, seq: tail.seq }
  if (head === null)
    return { ...at, kind: 'head', expected: `record ${tail.seq}, ${tail.hash}`, found: text === undefined ? 'nothing' : excerpt(text) }
  if (head.seq > tail.seq) {
    const seq = tail.seq + 1
    const place = { path: segmentPath(seq), line: segmentLine(seq), seq }
    return {
      ...place,
      kind: 'truncated',
      expected: `records up to ${head.seq}, as ${HEAD_FILE} says`,
      found: `the end behind record ${tail.seq}`,
    }
  }
  if (head.seq === tail.seq && head.hash === tail.hash) return null
  return { ...at, kind: 'head', expected: `record ${tail.seq}, ${tail.hash}`, found: `record ${head.seq}, ${head.hash}` }
}

function excerpt(text: string): string {
  return text === '' ? 'an empty line' : `“${text.slice(0, 60)}${text.length > 60 ? '…' : ''}”`
}
