import { homedir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { DAY, type Duration, type Instant } from '../core/model/instant.ts'
import type { Cache, CacheEntry } from '../ports/cache.ts'
import type { Log } from '../ports/log.ts'
import { createMemoryLayer } from './memory-layer.ts'
import { LAYOUT, openCacheFile } from './sqlite-cache-file.ts'
import { isBroken, moveAside } from './sqlite-file.ts'
import { type SeenTable, seenTable } from './sqlite-seen.ts'

export interface SqliteCacheOptions {
  /** Folder of the file. */
  directory: string
  /** Entries that nobody used for so long go. Absent: 30 days. Longer than any TTL: an old ETag still spares a download. */
  maxUnused?: Duration
  /** Characters of all bodies together; the longest unused go first. Absent: 256 MiB. */
  maxBytes?: number
  now?(): Instant
  log?: Pick<Log, 'debug' | 'warn'>
}

const MEMORY_CHARACTERS = 8 * 1024 * 1024
const KEEP_UNUSED = 30 * DAY
const MAX_BYTES = 256 * 1024 * 1024

/** `$XDG_CACHE_HOME/pinwarden`, else `~/.cache/pinwarden` (Windows: the local application data). Relative XDG paths are invalid and ignored. */
export function defaultCacheDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const xdg = env['XDG_CACHE_HOME']
  if (xdg?.startsWith('/')) return join(xdg, 'pinwarden')
  const local = env['LOCALAPPDATA']
  return local === undefined || local === '' ? join(homedir(), '.cache', 'pinwarden') : join(local, 'pinwarden', 'cache')
}

/**
 * Stored answers in one SQLite file, shared by concurrent processes, with a small memory in front. Nothing is opened before the first use.
 * Whatever is wrong with the file, the cache behaves as an empty one: it never fails a run.
 */
export function createSqliteCache(options: SqliteCacheOptions): Cache {
  const memory = createMemoryLayer(MEMORY_CHARACTERS)
  const store = lazyStore(options)
  return {
    get(key) {
      const known = memory.get(key)
      if (known !== undefined) return known
      const entry = store.use((open) => open.read(key)) ?? null
      if (entry !== null) memory.set(key, entry)
      return entry
    },
    set(key, entry) {
      memory.set(key, entry)
      store.use((open) => open.write(key, entry))
    },
    setMany(entries) {
      // Not in memory, too: who has so many at once has just read them.
      for (const [key] of entries) memory.delete(key)
      store.use((open) => open.writeMany(entries))
    },
    touch(key, storedAt) {
      const known = memory.get(key)
      if (known !== undefined) memory.set(key, { ...known, storedAt })
      store.use((open) => open.touch(key, storedAt))
    },
    seen: {
      recall: (names) => store.use((open) => open.seen().recall(names)) ?? new Map(),
      note: (contents) => void store.use((open) => open.seen().note(contents)),
    },
    close: () => store.close(),
  }
}

interface OpenStore {
  read(key: string): CacheEntry | null
  write(key: string, entry: CacheEntry): void
  writeMany(entries: readonly (readonly [string, CacheEntry])[]): void
  touch(key: string, storedAt: Instant): void
  /** What tags held. Prepared with its first use: most runs of most commands have none. */
  seen(): SeenTable
  close(): void
}

/** Opens at the first use, mends a broken file once, and after any other trouble stays shut for the run. */
function lazyStore(options: SqliteCacheOptions): { use<T>(action: (store: OpenStore) => T): T | undefined; close(): void } {
  const path = join(options.directory, `http-${LAYOUT}.sqlite`)
  let open: OpenStore | null = null
  let usable = true
  let mended = false
  const giveUp = (error: unknown) => {
    usable = false
    options.log?.debug(`the cache ${path} is not used: ${error instanceof Error ? error.message : String(error)}`)
  }
  const close = () => {
    try {
      open?.close()
    } catch (error) {
      giveUp(error)
    }
    open = null
  }
  const use = <T>(action: (store: OpenStore) => T): T | undefined => {
    if (!usable) return undefined
    try {
      open ??= openStore(path, options)
      return action(open)
    } catch (error) {
      if (!isBroken(error) || mended) {
        if (!isBusy(error)) giveUp(error)
        return undefined
      }
      mended = true
      options.log?.warn(`the cache ${path} is broken: moved aside, a new one is begun`)
      close()
      try {
        moveAside(path)
      } catch (second) {
        giveUp(second)
      }
      return use(action)
    }
  }
  return { use, close }
}

/** Another process held the lock for longer than we wait: this one answer is not stored, the next may be. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 5
}

function openStore(path: string, options: SqliteCacheOptions): OpenStore {
  const db = openCacheFile(path)
  const now = options.now ?? Date.now
  const select = db.prepare('SELECT status, url, headers, body, stored_at, used_at FROM entry WHERE key = ?')
  const insert = db.prepare(
    'INSERT OR REPLACE INTO entry (key, stored_at, used_at, size, status, url, headers, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const refresh = db.prepare('UPDATE entry SET stored_at = ?, used_at = ? WHERE key = ?')
  const used = new Set<string>()
  // Of a new file nothing has to be asked. What another process writes meanwhile is asked for once more, no worse.
  let blank = db.prepare('SELECT 1 FROM entry LIMIT 1').get() === undefined
  let seen: SeenTable | undefined
  const write = (key: string, entry: CacheEntry) => {
    const headers = JSON.stringify(entry.headers)
    // Characters, not bytes: near enough for a bound, and counted already.
    const size = entry.body.length + headers.length
    blank = false
    insert.run(key, entry.storedAt, now(), size, entry.status, entry.url, headers, entry.body)
  }
  return {
    read(key) {
      const row = blank ? undefined : select.get(key)
      if (row === undefined) return null
      // Noted at the end and once a day only: reading must not cost a write.
      if (now() - Number(row['used_at']) > DAY) used.add(key)
      return entryOf(row)
    },
    write,
    writeMany(entries) {
      db.exec('BEGIN IMMEDIATE')
      try {
        for (const [key, entry] of entries) write(key, entry)
        db.exec('COMMIT')
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK')
        throw error
      }
    },
    touch: (key, storedAt) => void refresh.run(storedAt, now(), key),
    seen() {
      seen ??= seenTable(db, now)
      return seen
    },
    close() {
      try {
        noteUse(db, used, now())
        cleanUp(db, now() - (options.maxUnused ?? KEEP_UNUSED), options.maxBytes ?? MAX_BYTES)
      } finally {
        db.close()
      }
    },
  }
}

function entryOf(row: ReturnType<StatementSync['get']>): CacheEntry | null {
  const headers: unknown = JSON.parse(String(row?.['headers']))
  if (typeof headers !== 'object' || headers === null) return null
  const texts = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
  return {
    status: Number(row?.['status']),
    headers: texts,
    body: String(row?.['body']),
    url: String(row?.['url']),
    storedAt: Number(row?.['stored_at']),
  }
}

function noteUse(db: DatabaseSync, keys: ReadonlySet<string>, now: Instant): void {
  if (keys.size === 0) return
  const note = db.prepare('UPDATE entry SET used_at = ? WHERE key = ?')
  db.exec('BEGIN IMMEDIATE')
  for (const key of keys) note.run(now, key)
  db.exec('COMMIT')
}

/** The index alone answers how much is held; rows are touched only where something has to go. */
function cleanUp(db: DatabaseSync, usedBefore: Instant, maxBytes: number): void {
  const held = db.prepare('SELECT count(*) AS old FROM entry WHERE used_at < ?').get(usedBefore)
  if (Number(held?.['old']) > 0) db.prepare('DELETE FROM entry WHERE used_at < ?').run(usedBefore)
  const total = Number(db.prepare('SELECT coalesce(sum(size), 0) AS total FROM entry').get()?.['total'])
  if (total <= maxBytes) return
  const overflow = db.prepare(
    'DELETE FROM entry WHERE key IN (SELECT key FROM (SELECT key, sum(size) OVER (ORDER BY used_at DESC, key) AS running FROM entry) WHERE running > ?)',
  )
  overflow.run(maxBytes)
}
