import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { getBuiltinModule } from 'node:process'
import type { DatabaseSync } from 'node:sqlite'

/** Part of the file's name: another layout is another file, so that two releases of Pinwarden side by side do not fight over one. */
export const LAYOUT = 1

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS entry (
    key TEXT PRIMARY KEY,
    stored_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,
    size INTEGER NOT NULL,
    status INTEGER NOT NULL,
    url TEXT NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS entry_use ON entry (used_at, size);
  CREATE TABLE IF NOT EXISTS seen (
    name TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    at INTEGER NOT NULL,
    changed_at INTEGER,
    used_at INTEGER NOT NULL
  ) STRICT;
`

/** How long one process waits for another that is writing. */
const BUSY_MS = 2000

/**
 * Opens the store, making folder and file where they are missing (readable by this user alone: answers may be private). A file that is no
 * database, or a broken one, is moved aside to `*.broken` and a new one begun.
 * @throws Error where there can be no store: a read-only folder, a full disk
 */
export function openCacheFile(path: string): DatabaseSync {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  try {
    return open(path)
  } catch (error) {
    if (!isBroken(error)) throw error
    return reopen(path)
  }
}

/** Another process may have mended it meanwhile: only a file that is still broken is moved. */
function reopen(path: string): DatabaseSync {
  try {
    return open(path)
  } catch (error) {
    if (!isBroken(error)) throw error
    moveAside(path)
    return open(path)
  }
}

function open(path: string): DatabaseSync {
  const { DatabaseSync: Database } = getBuiltinModule('node:sqlite')
  const db = new Database(path, { timeout: BUSY_MS })
  restrict(path)
  try {
    // WAL: readers never wait for a writer, and a killed process leaves nothing half written. Not even a lost machine matters to a cache (a
    // file that it broke is begun anew), so nothing waits for the disk.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;')
    db.exec(SCHEMA)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function restrict(path: string): void {
  try {
    chmodSync(path, 0o600)
  } catch {
    // File systems without permissions, or a file of another user that we may only read.
  }
}

export function moveAside(path: string): void {
  rmSync(`${path}-wal`, { force: true })
  rmSync(`${path}-shm`, { force: true })
  renameSync(path, `${path}.broken`)
}

/** SQLITE_CORRUPT (11) and SQLITE_NOTADB (26), and a table that is not ours (SQLITE_ERROR with "no such column"). */
export function isBroken(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error)) return false
  const code = Number(error.errcode) & 0xff
  return code === 11 || code === 26 || (code === 1 && /no such column|has no column/.test(error.message))
}
