import type { BreakingKind } from '../model/finding.ts'

/** One entry of release notes or a changelog, quoted as upstream wrote it. */
export interface NotesItem {
  /** Release that the entry stands under. */
  version: string
  /** Verbatim. */
  text: string
  /** Page of the document it was read from. */
  url?: string
  kind: BreakingKind
  /** Short phrase: which rule decided. */
  why: string
}

/** What the notes of one step say. */
export interface NotesReading {
  /** `unknown`: no text for the releases in question; never to be read as "nothing breaking". */
  verdict: 'breaking' | 'none' | 'unknown'
  items: readonly NotesItem[]
  deprecations: readonly NotesItem[]
  /** Releases between from (exclusive) and to (inclusive) for which text was found. */
  releasesFound: readonly string[]
  /** Why the verdict is `unknown`, one sentence. */
  missing?: string
}
