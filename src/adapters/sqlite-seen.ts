import type { DatabaseSync } from 'node:sqlite'
import { DAY, type Instant } from '../core/model/instant.ts'
import type { SeenContent } from '../ports/seen.ts'

/** Names that nobody asked about for so long are forgotten. */
const KEEP_UNUSED = 400 * DAY

/** The part of the store that remembers what tags held. */
export interface SeenTable {
  recall(names: readonly string[]): Map<string, SeenContent>
  note(contents: ReadonlyMap<string, SeenContent>): void
}

/** Statements over the table `seen`, which the store's layout makes. @throws Error where the store cannot be read or written */
export function seenTable(db: DatabaseSync, now: () => Instant): SeenTable {
  const select = db.prepare('SELECT content, at, changed_at FROM seen WHERE name = ?')
  const insert = db.prepare('INSERT OR REPLACE INTO seen (name, content, at, changed_at, used_at) VALUES (?, ?, ?, ?, ?)')
  const forget = db.prepare('DELETE FROM seen WHERE used_at < ?')
  return {
    recall(names) {
      const found = new Map<string, SeenContent>()
      for (const name of names) {
        const row = select.get(name)
        if (row === undefined) continue
        const changedAt = row['changed_at'] === null ? {} : { changedAt: Number(row['changed_at']) }
        found.set(name, { content: String(row['content']), at: Number(row['at']), ...changedAt })
      }
      return found
    },
    note(contents) {
      db.exec('BEGIN IMMEDIATE')
      try {
        for (const [name, { content, at, changedAt }] of contents) insert.run(name, content, at, changedAt ?? null, now())
        forget.run(now() - KEEP_UNUSED)
        db.exec('COMMIT')
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK')
        throw error
      }
    },
  }
}
