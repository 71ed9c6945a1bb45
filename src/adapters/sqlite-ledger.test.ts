import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { anEntry } from '../../test/support/ledger-entries.ts'
import { chain, GENESIS } from '../core/ledger/chain.ts'
import { ledgerHistory } from '../core/ledger/history.ts'
import { ledgerSteps } from '../core/ledger/steps.ts'
import { DAY } from '../core/model/instant.ts'
import { LEDGER_EVENTS, type LedgerRecord } from '../core/model/ledger.ts'
import { openSqliteLedger } from './sqlite-ledger.ts'

const now = Date.parse('2026-11-21T09:00:00Z')
const environments = [null, 'staging', 'production'] as const

const records = chain(
  GENESIS,
  Array.from({ length: 400 }, (_, index) =>
    anEntry({
      event: LEDGER_EVENTS[(index * 7) % 6] ?? 'no-op',
      at: now - (400 - index) * DAY,
      moves: [
        { component: `c${index % 5}`, environment: environments[index % 3] ?? null, from: '1', to: String(index) },
        ...(index % 11 === 0 ? [{ component: 'other', environment: null, from: '1', to: '2' }] : []),
      ],
      proposal: { id: 'x', number: Math.floor(index / 6), url: null, branch: 'pinwarden/x' },
    }),
  ),
)

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sqlite-ledger-'))
  path = join(folder, 'state', 'ledger.sqlite')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

function open(backups = true) {
  return openSqliteLedger({ path, backups: { enabled: backups, retentionDays: 30 }, now: () => now })
}

function followed(told: readonly LedgerRecord[], backups = true) {
  const index = open(backups)
  const done = index.follow(told, () => ledgerSteps(told))
  const all = index.history({})
  const steps = index.steps()
  index.close()
  return { done, all, steps }
}

describe('the index of the ledger', () => {
  it('answers every query as the ledger itself does', () => {
    const index = open()
    expect(index.follow(records, () => ledgerSteps(records))).toBe('rebuilt')
    const query = fc.record(
      {
        component: fc.constantFrom('c0', 'c3', 'other', 'unknown'),
        environment: fc.constantFrom(...environments),
        since: fc.integer({ min: now - 500 * DAY, max: now }),
        event: fc.constantFrom(...LEDGER_EVENTS),
        limit: fc.nat(500),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(query, (asked) => {
        expect(index.history(asked)).toEqual(ledgerHistory(records, asked))
      }),
    )
    expect(index.steps()).toEqual(ledgerSteps(records))
    expect(index.steps({ component: 'c1', environment: null })).toEqual(
      ledgerSteps(records).filter((step) => step.component === 'c1' && step.environment === null),
    )
    index.close()
  })

  it('takes in only what is new, and says where nothing is', () => {
    expect(followed(records.slice(0, 300)).done).toBe('rebuilt')
    const { done, all, steps } = followed(records)
    expect(done).toBe('appended')
    expect(all).toEqual(records.toReversed())
    expect(steps).toEqual(ledgerSteps(records))
    expect(followed(records).done).toBe('unchanged')
  })

  it.each([
    ['missing', () => rmSync(path)],
    ['no database', () => writeFileSync(path, 'x'.repeat(5000))],
    ['empty', () => writeFileSync(path, '')],
    ['cut off', () => writeFileSync(path, readFileSync(path).subarray(0, 9000))],
    ['damaged in the middle', () => writeFileSync(path, damaged(readFileSync(path)))],
    ['of another layout', () => relaid()],
    ['about another chain', () => void followed(chain(GENESIS, [anEntry({ at: 5 })]))],
  ])('is built anew where it is %s', (_, harm) => {
    followed(records)
    harm()
    const { done, all } = followed(records)
    expect(done).toBe('rebuilt')
    expect(all).toEqual(records.toReversed())
  })

  it('is copied before it is built anew for another chain, and copies go when their time is over', () => {
    followed(records)
    followed(chain(GENESIS, [anEntry({ at: 5 })]))
    const copies = () => readdirSync(join(folder, 'state')).filter((name) => name.endsWith('.bak'))
    const [copy = ''] = copies()
    const kept = new DatabaseSync(join(folder, 'state', copy))
    expect(kept.prepare('SELECT count(*) AS n FROM record').get()?.['n']).toBe(records.length)
    kept.close()
    utimesSync(join(folder, 'state', copy), (now - 31 * DAY) / 1000, (now - 31 * DAY) / 1000)
    const later = openSqliteLedger({ path, backups: { enabled: true, retentionDays: 30 }, now: () => now + 1000 })
    later.follow(records, () => ledgerSteps(records))
    later.close()
    expect(copies()).toHaveLength(1)
    expect(copies()).not.toContain(copy)
  })

  it('is copied never where the registry wants no copies', () => {
    followed(records, false)
    followed(chain(GENESIS, [anEntry({ at: 5 })]), false)
    expect(readdirSync(join(folder, 'state')).filter((name) => name.endsWith('.bak'))).toEqual([])
  })

  it('is readable by its owner alone', () => {
    followed(records.slice(0, 3))
    expect(statSync(path).mode & 0o077).toBe(0)
  })

  it('has the rates as a view, for tools that speak SQL', () => {
    followed(records)
    const db = new DatabaseSync(path)
    const rows = db.prepare('SELECT * FROM figure WHERE component = ?').all('c1')
    db.close()
    expect(rows.length).toBe(3)
    for (const row of rows) expect(Number(row['success_rate'])).toBeLessThanOrEqual(1)
  })
})

function damaged(bytes: Buffer): Buffer {
  bytes.fill(0xa5, 4096, bytes.length - 4096)
  return bytes
}

function relaid(): void {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA user_version = 999; DROP VIEW figure; DROP TABLE step; ALTER TABLE record RENAME COLUMN json TO old;')
  db.close()
}
