import type { FileState } from '../core/model/proposal.ts'

/** The files of the repository at one point: a commit on the forge, a commit of a local repository, or the working tree. */
export interface Workspace {
  /** For messages: `acme/platform at 1a2b3c4`, `the working tree`. */
  readonly name: string
  /** Paths of all files, with `/`, in order. Asked for only where a glob must be expanded. */
  list(): Promise<readonly string[]>
  /**
   * Text files by path; null where there is no such file, or where it is a symbolic link, a submodule or no text.
   * Asks for many at once.
   */
  read(paths: readonly string[]): Promise<ReadonlyMap<string, FileState | null>>
}
