import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * A folder for its owner alone, with those above it. Level by level: where one can never be made (`/proc/x`), Node's own recursion would
 * never end.
 * @throws Error where there can be none
 */
export function makeFolder(folder: string): void {
  if (!existsSync(dirname(folder))) makeFolder(dirname(folder))
  makeLevel(folder)
}

/** The same in a folder that is there. @throws Error where there can be none */
export function makeLevel(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}
