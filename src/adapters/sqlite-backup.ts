import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'

/** `state_db` of the registry. */
export interface Backups {
  enabled: boolean
  retentionDays: number
}

const DAY = 86_400_000

/**
 * Copies the database beside itself (`state.db.2026-11-21T09-00-00-000Z.bak`) and removes copies that are too old. `VACUUM INTO` makes a whole
 * copy also while others write. An empty one is not worth a copy.
 */
export function backUp(path: string, db: DatabaseSync, { enabled, retentionDays }: Backups, now: number): void {
  if (!enabled) return
  const held = db.prepare('SELECT count(*) AS records FROM record').get()
  if (Number(held?.['records']) > 0) {
    const copy = `${path}.${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}.bak`
    if (!existsSync(copy)) db.prepare('VACUUM INTO ?').run(copy)
  }
  const prefix = `${basename(path)}.`
  for (const name of readdirSync(dirname(path))) {
    const file = join(dirname(path), name)
    if (name.startsWith(prefix) && name.endsWith('.bak') && statSync(file).mtimeMs < now - retentionDays * DAY)
      rmSync(file, { force: true })
  }
}
