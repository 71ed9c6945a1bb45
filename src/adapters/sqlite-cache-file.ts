import type { DatabaseSync } from 'node:sqlite'
import { openOrBegin } from './sqlite-file.ts'

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

/** Opens the store; see {@link openOrBegin}. Readable by this user alone: answers may be private. */
export function openCacheFile(path: string): DatabaseSync {
  return openOrBegin(path, BUSY_MS, (db) => {
    // WAL: readers never wait for a writer, and a killed process leaves nothing half written. Not even a lost machine matters to a cache (a
    // file that it broke is begun anew), so nothing waits for the disk. Large pages, for lists of releases fill the usual ones twice: writing
    // takes a quarter less time. Of a file that is there nothing changes.
    db.exec('PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;')
    db.exec(SCHEMA)
  })
}
