import { chmodSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { getBuiltinModule } from 'node:process'
import type { DatabaseSync } from 'node:sqlite'
import { makeFolder } from './make-folder.ts'

/** Kept in memory alone, where there is no place for a file. */
export const IN_MEMORY = ':memory:'

/**
 * Opens a database of our own, making folder and file where they are missing, for this user alone. A file that is no database, or a broken one,
 * is moved aside to `*.broken` and a new one begun.
 * @param busyMs how long one process waits for another that is writing
 * @param setUp makes its tables; may throw as SQLite does for what is broken
 * @throws Error where there can be none: a read-only folder, a full disk
 */
export function openOrBegin(path: string, busyMs: number, setUp: (db: DatabaseSync) => void): DatabaseSync {
  if (path !== IN_MEMORY) makeFolder(dirname(path))
  const open = (): DatabaseSync => {
    const { DatabaseSync: Database } = getBuiltinModule('node:sqlite')
    const db = new Database(path, { timeout: busyMs })
    try {
      if (path !== IN_MEMORY) restrict(path)
      setUp(db)
      return db
    } catch (error) {
      db.close()
      throw error
    }
  }
  const unlessBroken = (otherwise: () => DatabaseSync): DatabaseSync => {
    try {
      return open()
    } catch (error) {
      if (!isBroken(error)) throw error
      return otherwise()
    }
  }
  return unlessBroken(() =>
    // Another process may have mended it meanwhile: only a file that is still broken is moved.
    unlessBroken(() => {
      moveAside(path)
      return open()
    }),
  )
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
