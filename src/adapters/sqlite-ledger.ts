import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type { LedgerRecord } from '../core/model/ledger.ts'
import type { HistoryQuery, LedgerStep } from '../core/model/ledger-views.ts'
import type { LedgerIndex } from '../ports/ledger-index.ts'
import { type Backups, backUp } from './sqlite-backup.ts'
import { LEDGER_LAYOUT, openLedgerFile } from './sqlite-ledger-file.ts'

export interface SqliteLedgerOptions {
  path: string
  backups: Backups
  now(): number
}

/** The ledger in one SQLite file, for queries. Writing is one transaction: a process that is killed leaves the index as it was. */
export function openSqliteLedger(options: SqliteLedgerOptions): LedgerIndex {
  const db = openLedgerFile(options.path)
  return {
    name: options.path,
    follow(records, steps) {
      const known = tailOf(db)
      const last = records.at(-1)
      if (known.seq === (last?.seq ?? 0) && known.hash === (last?.hash ?? '') && known.layout === LEDGER_LAYOUT) return 'unchanged'
      const continues = known.layout === LEDGER_LAYOUT && (known.seq === 0 || records[known.seq - 1]?.hash === known.hash)
      if (!continues) backUp(options.path, db, options.backups, options.now())
      write(db, continues ? records.slice(known.seq) : records, steps(), !continues)
      return continues && known.seq > 0 ? 'appended' : 'rebuilt'
    },
    history: (query) => select(db, query).map((row): LedgerRecord => JSON.parse(String(row['json']))),
    steps: (subject) => readSteps(db, subject),
    close: () => db.close(),
  }
}

function tailOf(db: DatabaseSync): { seq: number; hash: string; layout: number } {
  const row = db.prepare('SELECT seq, hash, layout FROM tail').get()
  return { seq: Number(row?.['seq'] ?? 0), hash: String(row?.['hash'] ?? ''), layout: Number(row?.['layout'] ?? LEDGER_LAYOUT) }
}

function write(db: DatabaseSync, records: readonly LedgerRecord[], steps: readonly LedgerStep[], anew: boolean): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    if (anew) db.exec('DELETE FROM record; DELETE FROM move; DELETE FROM tail;')
    const insert = db.prepare('INSERT OR REPLACE INTO record (seq, hash, at, event, json) VALUES (?, ?, ?, ?, ?)')
    const insertMove = db.prepare('INSERT INTO move (seq, component, environment) VALUES (?, ?, ?)')
    for (const record of records) {
      insert.run(record.seq, record.hash, record.at, record.event, JSON.stringify(record))
      for (const { component, environment } of record.moves) insertMove.run(record.seq, component, environment)
    }
    writeSteps(db, steps)
    const last = records.at(-1)
    if (last !== undefined)
      db.prepare('INSERT OR REPLACE INTO tail (id, seq, hash, layout) VALUES (1, ?, ?, ?)').run(last.seq, last.hash, LEDGER_LAYOUT)
    db.exec('COMMIT')
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

const STEP_COLUMNS = [
  ['component', 'component'],
  ['environment', 'environment'],
  ['from', 'from_version'],
  ['to', 'to_version'],
  ['proposal', 'proposal'],
  ['url', 'url'],
  ['risk', 'risk'],
  ['openedAt', 'opened_at'],
  ['mergedAt', 'merged_at'],
  ['closedAt', 'closed_at'],
  ['verifiedAt', 'verified_at'],
  ['failedAt', 'failed_at'],
  ['rolledBackAt', 'rolled_back_at'],
  ['due', 'due'],
] as const satisfies readonly (readonly [keyof LedgerStep, string])[]

/** There are far fewer steps than records, and an old one may have changed: all are written. */
function writeSteps(db: DatabaseSync, steps: readonly LedgerStep[]): void {
  db.exec('DELETE FROM step')
  const columns = STEP_COLUMNS.map(([, column]) => column).join(', ')
  const insert = db.prepare(`INSERT INTO step (${columns}) VALUES (${STEP_COLUMNS.map(() => '?').join(', ')})`)
  for (const step of steps) insert.run(...STEP_COLUMNS.map(([name]): SQLInputValue => step[name]))
}

function readSteps(db: DatabaseSync, subject?: { component: string; environment?: string | null }): LedgerStep[] {
  const { sql, values } = where([
    subject === undefined ? null : ['component = ?', subject.component],
    subject?.environment === undefined ? null : ['environment IS ?', subject.environment],
  ])
  return db
    .prepare(`SELECT * FROM step ${sql} ORDER BY id`)
    .all(...values)
    .map(stepOf)
}

function stepOf(row: Record<string, SQLOutputValue>): LedgerStep {
  const text = (column: string) => (row[column] === null ? null : String(row[column]))
  const instant = (column: string) => (row[column] === null ? null : Number(row[column]))
  return {
    component: String(row['component']),
    environment: text('environment'),
    from: String(row['from_version']),
    to: String(row['to_version']),
    proposal: String(row['proposal']),
    url: text('url'),
    risk: text('risk'),
    openedAt: instant('opened_at'),
    mergedAt: instant('merged_at'),
    closedAt: instant('closed_at'),
    verifiedAt: instant('verified_at'),
    failedAt: instant('failed_at'),
    rolledBackAt: instant('rolled_back_at'),
    due: instant('due'),
  }
}

function select(db: DatabaseSync, query: HistoryQuery): Record<string, SQLOutputValue>[] {
  const ofMove = where([
    query.component === undefined ? null : ['component = ?', query.component],
    query.environment === undefined ? null : ['environment IS ?', query.environment],
  ])
  const ofRecord = where([
    query.event === undefined ? null : ['event = ?', query.event],
    query.since === undefined ? null : ['at >= ?', query.since],
  ])
  const moved = ofMove.sql === '' ? '' : `${ofRecord.sql === '' ? 'WHERE' : 'AND'} seq IN (SELECT seq FROM move ${ofMove.sql})`
  const sql = `SELECT json FROM record ${ofRecord.sql} ${moved} ORDER BY seq DESC LIMIT ?`
  return db.prepare(sql).all(...ofRecord.values, ...ofMove.values, query.limit ?? -1)
}

function where(conditions: readonly (readonly [sql: string, value: SQLInputValue] | null)[]): { sql: string; values: SQLInputValue[] } {
  const held = conditions.filter((one) => one !== null)
  return { sql: held.length === 0 ? '' : `WHERE ${held.map(([sql]) => sql).join(' AND ')}`, values: held.map(([, value]) => value) }
}
