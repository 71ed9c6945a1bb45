import type { Instant } from '../core/model/instant.ts'

/** What a name stood for when it was first seen, and since when it stands for something else. */
export interface SeenContent {
  content: string
  at: Instant
  changedAt?: Instant
}

/**
 * What tags held, kept from run to run: a tag that moves is only seen by who remembers. A broken, locked or absent store behaves as an
 * empty one and never fails a run.
 */
export interface Seen {
  recall(names: readonly string[]): ReadonlyMap<string, SeenContent>
  note(contents: ReadonlyMap<string, SeenContent>): void
}
