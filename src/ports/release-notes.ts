/** A type of commits as release notes show it, by the rules of the preset `conventionalcommits`. */
export interface NoteType {
  type: string
  scope?: string
  section: string
  /** `bump`: listed, and asks for a release; `changelog`: listed; `hidden`: listed only where it breaks something. */
  effect: 'bump' | 'changelog' | 'hidden'
}

/** What release notes are rendered from. The same input gives the same text. */
export interface NotesInput {
  version: string
  tag: string
  /** Null for the first release. */
  previousTag: string | null
  /** `2026-11-21`. */
  date: string
  web: { host: string; owner: string; name: string } | null
  types: readonly NoteType[]
  /** Newest first, with messages made safe. */
  commits: readonly { sha: string; message: string }[]
}

export interface RenderedNotes {
  /** Markdown without a heading of the release. */
  text: string
  /** How far the preset's own rule goes, which knows nothing of the repository's settings; null: no release. */
  recommended: 'major' | 'minor' | 'patch' | null
}

/** Renders release notes as people know them. */
export interface ReleaseNotes {
  render(input: NotesInput): Promise<RenderedNotes>
}
