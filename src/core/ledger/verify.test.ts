import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anEntry, anyEntry, ledgerOf } from '../../../test/support/ledger-entries.ts'
import { canonicalJson } from './canonical.ts'
import { HEAD_FILE, type LedgerText, SEGMENT_RECORDS } from './segments.ts'
import { describeFault, readLedger } from './verify.ts'

const small = ledgerOf([
  [anEntry()],
  [anEntry({ event: 'proposal-merged' }), anEntry({ event: 'verified' })],
  [anEntry({ event: 'no-op' })],
])
const long = ledgerOf([Array.from({ length: SEGMENT_RECORDS * 2 + 7 }, (_, index) => anEntry({ at: index }))])

/** The same files with the lines of one changed. */
function withLines(files: readonly LedgerText[], path: string, change: (lines: string[]) => string[]): LedgerText[] {
  return files.map((file) => {
    if (file.path !== path) return file
    const lines = change(file.text.split('\n').slice(0, -1))
    return { path, text: lines.map((line) => `${line}\n`).join('') }
  })
}

describe('a ledger', () => {
  it('that nobody touched verifies, across segments', () => {
    expect(readLedger([]).fault).toBeNull()
    expect(readLedger(small)).toMatchObject({ fault: null, tail: { seq: 4 } })
    expect(readLedger(long)).toMatchObject({ fault: null, tail: { seq: 507 } })
    expect(long.map((file) => file.path)).toEqual(['ledger/000001.jsonl', 'ledger/000002.jsonl', 'ledger/000003.jsonl', HEAD_FILE])
  })

  it('verifies after append after append of anything, and gives back what was put in', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyEntry, { maxLength: 4 }), { maxLength: 6 }), (appends) => {
        const reading = readLedger(ledgerOf(appends))
        expect(reading.fault).toBeNull()
        const wanted = appends.flat().map(({ event, at }) => ({ event, at }))
        expect(reading.records.map(({ event, at }) => ({ event, at }))).toEqual(wanted)
        expect(reading.records.map((record) => record.seq)).toEqual(wanted.map((_, index) => index + 1))
      }),
      { numRuns: 60 },
    )
  })

  it('shows any change of one character', () => {
    const places = small.flatMap((file) => Array.from(file.text, (_, at) => ({ path: file.path, at })))
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.string({ minLength: 1, maxLength: 1 }), fc.boolean(), ({ path, at }, text, insert) => {
        const files = small.map((file) =>
          file.path === path ? { path, text: file.text.slice(0, at) + text + file.text.slice(insert ? at : at + 1) } : file,
        )
        const same = files.every((file, index) => file.text === small[index]?.text)
        expect(readLedger(files).fault === null).toBe(same)
      }),
      { numRuns: 400 },
    )
  })

  it('shows any line that was dropped, doubled, or changed places with another', () => {
    const segments = long
      .filter((file) => file.path !== HEAD_FILE)
      .map((file) => ({ path: file.path, lines: file.text.split('\n').length - 1 }))
    const place = fc.constantFrom(...segments).chain(({ path, lines }) => fc.tuple(fc.constant(path), fc.nat(lines - 1), fc.nat(lines - 1)))
    fc.assert(
      fc.property(place, fc.constantFrom('drop', 'double', 'swap'), ([path, a, b], how) => {
        fc.pre(how !== 'swap' || a !== b)
        const files = withLines(long, path, (lines) => {
          if (how === 'drop') return lines.toSpliced(a, 1)
          if (how === 'double') return lines.toSpliced(b, 0, lines[a] ?? '')
          return lines.with(a, lines[b] ?? '').with(b, lines[a] ?? '')
        })
        expect(readLedger(files).fault).not.toBeNull()
      }),
      { numRuns: 120 },
    )
  })

  it.each([
    [
      'edited',
      (files: LedgerText[]) =>
        withLines(files, 'ledger/000001.jsonl', (lines) => lines.with(1, (lines[1] ?? '').replace('7.4.2', '7.4.9'))),
      'ledger/000001.jsonl',
      2,
      2,
    ],
    [
      'edited',
      (files: LedgerText[]) => withLines(files, 'ledger/000001.jsonl', (lines) => lines.with(2, ` ${lines[2]}`)),
      'ledger/000001.jsonl',
      3,
      3,
    ],
    [
      'dropped',
      (files: LedgerText[]) => withLines(files, 'ledger/000001.jsonl', (lines) => lines.toSpliced(1, 1)),
      'ledger/000001.jsonl',
      2,
      2,
    ],
    ['dropped', (files: LedgerText[]) => files.filter((file) => file.path !== 'ledger/000002.jsonl'), 'ledger/000003.jsonl', 1, 251],
    [
      'duplicated',
      (files: LedgerText[]) => withLines(files, 'ledger/000001.jsonl', (lines) => lines.toSpliced(4, 0, lines[2] ?? '')),
      'ledger/000001.jsonl',
      5,
      5,
    ],
    [
      'reordered',
      (files: LedgerText[]) => withLines(files, 'ledger/000001.jsonl', (lines) => lines.with(3, lines[4] ?? '').with(4, lines[3] ?? '')),
      'ledger/000001.jsonl',
      4,
      4,
    ],
    [
      'truncated',
      (files: LedgerText[]) => withLines(files, 'ledger/000003.jsonl', (lines) => lines.slice(0, -2)),
      'ledger/000003.jsonl',
      6,
      506,
    ],
    [
      'truncated',
      (files: LedgerText[]) =>
        files.map((file) => (file.path === 'ledger/000003.jsonl' ? { ...file, text: file.text.slice(0, -1) } : file)),
      'ledger/000003.jsonl',
      7,
      507,
    ],
    [
      'unreadable',
      (files: LedgerText[]) => withLines(files, 'ledger/000002.jsonl', (lines) => lines.with(0, '{')),
      'ledger/000002.jsonl',
      1,
      251,
    ],
    ['head', (files: LedgerText[]) => files.filter((file) => file.path !== HEAD_FILE), HEAD_FILE, null, 507],
    ['misplaced', (files: LedgerText[]) => movedUp(files), 'ledger/000001.jsonl', 251, 251],
  ] as const)('that was %s says where, and which record belongs there', (kind, change, path, line, seq) => {
    const { fault, records } = readLedger(change(long))
    expect(fault).toMatchObject({ kind, path, line, seq })
    expect(records.every((record) => record.seq < seq || kind === 'head')).toBe(true)
    if (fault !== null) expect(describeFault(fault)).toContain(path)
  })

  it('that somebody wrote anew with right hashes shows where it was cut off from the rest', () => {
    const other = ledgerOf([Array.from({ length: 507 }, (_, index) => anEntry({ at: index + (index === 99 ? 1 : 0) }))])
    const forged = long.map((file) => (file.path === 'ledger/000001.jsonl' ? (other.find((one) => one.path === file.path) ?? file) : file))
    expect(readLedger(forged).fault).toMatchObject({ kind: 'edited', path: 'ledger/000002.jsonl', line: 1, seq: 251 })
  })

  it('read a second time proves only what changed, and finds the same', () => {
    const former = readLedger(long)
    const again = readLedger(long, former)
    expect(again.records).toEqual(former.records)
    const cut = withLines(long, 'ledger/000002.jsonl', (lines) => lines.toSpliced(5, 1))
    expect(readLedger(cut, former).fault).toEqual(readLedger(cut).fault)
  })
})

/** The first line of the second segment at the end of the first. */
function movedUp(files: readonly LedgerText[]): LedgerText[] {
  const first = files.find((file) => file.path === 'ledger/000002.jsonl')?.text.split('\n')[0] ?? ''
  const up = withLines(files, 'ledger/000001.jsonl', (lines) => [...lines, first])
  return withLines(up, 'ledger/000002.jsonl', (lines) => lines.slice(1))
}

describe('canonical JSON (RFC 8785)', () => {
  it('has one spelling, whatever the order of the members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const backwards = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalJson(backwards)).toBe(canonicalJson(value))
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value))
      }),
      { numRuns: 100 },
    )
  })

  it('writes the example of the standard as the standard does', () => {
    // RFC 8785, section 3.2.2 and 3.2.4.
    const value = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    )
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })
})
