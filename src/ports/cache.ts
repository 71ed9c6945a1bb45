import type { Instant } from '../core/model/instant.ts'
import type { Seen } from './seen.ts'

/** A stored answer of an upstream. */
export interface CacheEntry {
  status: number
  headers: Readonly<Record<string, string>>
  body: string
  /** URL of the final answer. */
  url: string
  storedAt: Instant
}

/** Stored answers by key, shared by concurrent processes. A broken or locked store behaves as an empty one. */
export interface Cache {
  get(key: string): CacheEntry | null
  set(key: string, entry: CacheEntry): void
  /** Many at once, for less than one by one costs. */
  setMany(entries: readonly (readonly [key: string, entry: CacheEntry])[]): void
  /** Marks an entry as fresh again after a 304. */
  touch(key: string, storedAt: Instant): void
  /** What tags held, kept beside the answers. Absent: nothing is remembered. */
  readonly seen?: Seen
  close(): void
}
