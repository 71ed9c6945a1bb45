import type { DatabaseSync } from 'node:sqlite'
import { openOrBegin } from './sqlite-file.ts'

/** Another one is another projection: it is built anew. */
export const LEDGER_LAYOUT = 1

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS tail (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL, layout INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS record (
    seq INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    json TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS record_event ON record (event, seq);
  CREATE TABLE IF NOT EXISTS move (seq INTEGER NOT NULL, component TEXT NOT NULL, environment TEXT) STRICT;
  CREATE INDEX IF NOT EXISTS move_subject ON move (component, environment, seq);
  CREATE INDEX IF NOT EXISTS move_environment ON move (environment, seq);
  CREATE TABLE IF NOT EXISTS step (
    id INTEGER PRIMARY KEY,
    component TEXT NOT NULL,
    environment TEXT,
    from_version TEXT NOT NULL,
    to_version TEXT NOT NULL,
    proposal TEXT NOT NULL,
    url TEXT,
    risk TEXT,
    opened_at INTEGER,
    merged_at INTEGER,
    closed_at INTEGER,
    verified_at INTEGER,
    failed_at INTEGER,
    rolled_back_at INTEGER,
    due INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS step_subject ON step (component, environment);
  CREATE VIEW IF NOT EXISTS figure AS
    SELECT component, environment,
      count(*) AS proposed,
      count(merged_at) AS merged,
      count(CASE WHEN merged_at IS NOT NULL THEN rolled_back_at END) AS rolled_back,
      1.0 - 1.0 * count(CASE WHEN merged_at IS NOT NULL THEN coalesce(rolled_back_at, failed_at) END) / nullif(count(merged_at), 0) AS success_rate,
      1.0 * count(CASE WHEN merged_at IS NOT NULL THEN rolled_back_at END) / nullif(count(merged_at), 0) AS rollback_rate,
      avg(merged_at - opened_at) AS mean_time_to_merge
    FROM step GROUP BY component, environment;
`

/** How long one process waits for another that is writing. */
const BUSY_MS = 5000

/** Opens the index; see {@link openOrBegin}. One of another layout is emptied. */
export function openLedgerFile(path: string): DatabaseSync {
  return openOrBegin(path, BUSY_MS, (db) => {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;')
    const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
    if (version !== 0 && version !== LEDGER_LAYOUT) dropAll(db)
    db.exec(SCHEMA)
    db.exec(`PRAGMA user_version = ${LEDGER_LAYOUT}`)
    // Damage in the middle of the file shows only where it is read.
    if (db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] !== 'ok') throw broken()
  })
}

function dropAll(db: DatabaseSync): void {
  const rows = db.prepare("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").all()
  for (const kind of ['view', 'index', 'table'] as const) {
    for (const row of rows) if (row['type'] === kind) db.exec(`DROP ${kind} IF EXISTS "${String(row['name']).replaceAll('"', '""')}"`)
  }
}

/** As SQLite says it. */
function broken(): Error {
  return Object.assign(new Error('the database is damaged'), { errcode: 11 })
}
