import type { Edit } from '../../text/edit.ts'
import type { ReleaseVersion } from '../version.ts'

/** A place in a file that carries the version of the project. Offsets are UTF-16 code units. */
export interface VersionPlace {
  /** The key or name it stands under, for messages: `version`, `appVersion`, `__version__`. */
  what: string
  /** As written, without quotes. */
  value: string
  start: number
  /** Null where the text is no version that can be released. */
  version: ReleaseVersion | null
  /** The edits after which it says `next`, none where it does already; or why it cannot, as the rest of a sentence. */
  write(next: ReleaseVersion): Edit[] | { refused: string }
}

/** A file that repeats the version of another and must move with it: a lock file. */
export interface Companion {
  path: string
  places(text: string, others: ReadonlyMap<string, string>): VersionPlace[]
  /** Further files that must be read to know its places, of all of the repository. Absent: none. */
  needs?(listed: readonly string[]): string[]
}

/** A kind of file that carries the version of the project it stands in. Nothing but the version is ever changed. */
export interface VersionFileKind {
  id: string
  /** One line for the documentation. */
  label: string
  /** Whether a path is such a file. */
  handles(path: string): boolean
  /** Where the version stands; empty where the file has none of its own (`dynamic`, `workspace`). Never throws on bad text. */
  places(text: string): VersionPlace[]
  companions?(path: string, text: string): Companion[]
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** The folder with its slash, empty at the top. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}

/** A folder and those above it up to the top, each with its slash. */
export function foldersUp(folder: string): string[] {
  const parts = folder.split('/').slice(0, -1)
  return [...parts.map((_, at) => `${parts.slice(0, parts.length - at).join('/')}/`), '']
}
