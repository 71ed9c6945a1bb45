import type { FileChange, FileState } from '../core/model/proposal.ts'

/** Writes files of a working tree, all of them or none. */
export interface Writer {
  /**
   * `read` is what the changes were made from; null, or nothing, for a file that must not be there yet.
   * @throws ProblemError `file-changed` where a file is no longer so, or another run is writing; nothing is written then
   */
  write(changes: readonly FileChange[], read: ReadonlyMap<string, FileState | null>): Promise<void>
  /** Files that an earlier run had begun to write when it was cut off. */
  unfinished(): Promise<readonly string[]>
  /** Puts those files back as they were. Files that somebody changed since are left. @returns the files that were put back */
  recover(): Promise<readonly string[]>
}
