import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anEntry } from '../../../test/support/ledger-entries.ts'
import { DAY, HOUR, isoInstant } from '../model/instant.ts'
import type { LedgerEntry, LedgerEvent } from '../model/ledger.ts'
import { chain, GENESIS } from './chain.ts'
import { ledgerCsv, ledgerJson } from './export.ts'
import { figuresBySubject, figuresOf } from './figures.ts'
import { ledgerHistory } from './history.ts'
import { ledgerSteps } from './steps.ts'

const start = Date.parse('2026-11-01T00:00:00Z')

function event(name: LedgerEvent, days: number, number: number, more: Partial<LedgerEntry> = {}): LedgerEntry {
  const proposal = { id: 'redis', number, url: `https://github.com/acme/platform/pull/${number}`, branch: 'pinwarden/redis' }
  return anEntry({ event: name, at: start + days * DAY, proposal, ...more })
}

const move = (from: string, to: string, component = 'redis', environment: string | null = null) => [{ component, environment, from, to }]

describe('the figures of a component', () => {
  const records = chain(GENESIS, [
    event('proposal-opened', 0, 1, { moves: move('1.0.0', '1.0.1') }),
    event('proposal-refreshed', 1, 1, { moves: move('1.0.0', '1.0.2') }),
    event('proposal-merged', 2, 1, { moves: move('1.0.0', '1.0.2') }),
    event('verified', 2, 1, { moves: move('1.0.0', '1.0.2') }),
    event('proposal-opened', 3, 2, { moves: move('1.0.2', '1.1.0') }),
    event('proposal-merged', 9, 2, { moves: move('1.0.2', '1.1.0') }),
    event('signal-failed', 9, 2, { moves: move('1.0.2', '1.1.0') }),
    event('rollback-merged', 10, 3, { moves: move('1.1.0', '1.0.2') }),
    event('proposal-opened', 11, 4, { moves: move('1.0.2', '1.2.0') }),
    event('proposal-closed', 12, 4, { moves: move('1.0.2', '1.2.0') }),
    event('proposal-opened', 13, 5, { moves: move('1.0.2', '1.2.1') }),
    event('proposal-opened', 13, 6, { moves: move('1', '2', 'nginx', 'production') }),
  ])
  const steps = ledgerSteps(records)

  it('count each step once, through refreshes, and follow it to its end', () => {
    expect(steps).toHaveLength(5)
    expect(
      figuresOf(
        steps.filter((step) => step.component === 'redis'),
        start + 20 * DAY,
      ),
    ).toEqual({
      proposed: 4,
      open: 1,
      merged: 2,
      closed: 1,
      verified: 1,
      failed: 1,
      rolledBack: 1,
      successRate: 0.5,
      rollbackRate: 0.5,
      timeToMerge: { median: 2 * DAY, p90: 6 * DAY },
      sla: { met: 0, breached: 0, running: 0 },
    })
    expect(figuresBySubject(steps, start).map(({ component, environment }) => [component, environment])).toEqual([
      ['nginx', 'production'],
      ['redis', null],
    ])
  })

  it('stand for nothing where nothing was merged', () => {
    expect(figuresOf([], start)).toMatchObject({ successRate: null, rollbackRate: null, timeToMerge: null })
  })

  it('say of promised times which were kept, which were broken and which still run', () => {
    const fix = (number: number, opened: number, end?: { days: number; event: LedgerEvent }) => [
      event('proposal-opened', opened, number, { details: { sla_due: isoInstant(start + 5 * DAY) } }),
      ...(end === undefined ? [] : [event(end.event, end.days, number)]),
    ]
    const told = chain(GENESIS, [
      ...fix(1, 0, { days: 4, event: 'proposal-merged' }),
      ...fix(2, 0, { days: 6, event: 'proposal-merged' }),
      ...fix(3, 0, { days: 1, event: 'proposal-closed' }),
      ...fix(4, 0),
    ])
    expect(figuresOf(ledgerSteps(told), start + 5 * DAY - HOUR).sla).toEqual({ met: 1, breached: 1, running: 1 })
    expect(figuresOf(ledgerSteps(told), start + 5 * DAY + HOUR).sla).toEqual({ met: 1, breached: 2, running: 0 })
  })

  it('are asked for newest first, by component, environment, event and time', () => {
    expect(ledgerHistory(records, { component: 'redis', event: 'proposal-merged' }).map((record) => record.seq)).toEqual([6, 3])
    expect(ledgerHistory(records, { environment: 'production' }).map((record) => record.seq)).toEqual([12])
    expect(ledgerHistory(records, { environment: null, limit: 2 }).map((record) => record.seq)).toEqual([11, 10])
    expect(ledgerHistory(records, { since: start + 13 * DAY }).map((record) => record.seq)).toEqual([12, 11])
    expect(ledgerHistory(records, {})).toHaveLength(records.length)
  })
})

describe('an export', () => {
  it('has no cell that a spreadsheet takes for a formula', () => {
    const hostile = ['=cmd|calc', '+1', '-1+2', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1']
    const told = chain(
      GENESIS,
      hostile.map((reason) => anEntry({ why: { reason }, moves: [] })),
    )
    for (const line of ledgerCsv(told).split('\r\n').slice(1, -1)) expect(line).toMatch(/,"'[\s=+\-@＝]/)
  })

  it('gives back every text that went in, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (reason) => {
        const [record] = chain(GENESIS, [anEntry({ why: { reason } })])
        const text = ledgerCsv(record === undefined ? [] : [record])
        const cells = parseCsv(text)[1] ?? []
        expect(cells[15]?.replace(/^'(?=[\s]*[=+\-@\t\r\n＝＋－＠|])/, '')).toBe(record?.why?.reason)
        expect(cells).toHaveLength(19)
      }),
    )
  })

  it('as JSON holds the records as they are, so that the chain can be proven from it', () => {
    const told = chain(GENESIS, [anEntry()])
    expect(JSON.parse(ledgerJson(told))).toEqual({ schema: 'pinwarden/ledger-export@1', records: JSON.parse(JSON.stringify(told)) })
  })
})

/** RFC 4180, for the test alone. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  let [cell, quoted] = ['', false]
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (quoted) {
      if (char !== '"') cell += char
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (char === '"') quoted = true
    else if (char === ',' || (char === '\r' && text[at + 1] === '\n')) {
      rows.at(-1)?.push(cell)
      cell = ''
      if (char === '\r') {
        rows.push([])
        at += 1
      }
    } else cell += char
  }
  return rows
}
