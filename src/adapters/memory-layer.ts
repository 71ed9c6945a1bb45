import type { CacheEntry } from '../ports/cache.ts'

/** The last used entries up to a number of characters; larger ones than a quarter of that are not worth their room. */
export interface MemoryLayer {
  get(key: string): CacheEntry | undefined
  set(key: string, entry: CacheEntry): void
  delete(key: string): void
}

export function createMemoryLayer(capacity: number): MemoryLayer {
  const entries = new Map<string, CacheEntry>()
  let held = 0
  const drop = (key: string) => {
    held -= entries.get(key)?.body.length ?? 0
    entries.delete(key)
  }
  return {
    get(key) {
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      // A Map keeps the order of insertion: what is used goes to its end.
      entries.delete(key)
      entries.set(key, entry)
      return entry
    },
    set(key, entry) {
      drop(key)
      if (entry.body.length > capacity / 4) return
      entries.set(key, entry)
      held += entry.body.length
      for (const oldest of entries.keys()) {
        if (held <= capacity) break
        drop(oldest)
      }
    },
    delete: drop,
  }
}
