import type { Instant } from '../core/model/instant.ts'

/** A commit as it stands in the history, its message not yet understood. */
export interface HistoryCommit {
  /** 40 or 64 hex digits. */
  sha: string
  /** None for a root commit, several for a merge. */
  parents: readonly string[]
  /** Whole, with its body. */
  message: string
  date: Instant
  /** Whether it changes a file under the paths that were asked for; true where none were. */
  touches: boolean
}

/** A tag that leads to a commit, directly or through tag objects. */
export interface HistoryTag {
  name: string
  commit: string
  /**
   * Whether the commit is an ancestor of the head, or the head itself. Versions below the newest one that is may be taken to be, where asking
   * has a price; `contains` tells.
   */
  merged: boolean
}

export interface HistoryHead {
  commit: string
  /** Null where no branch is checked out. */
  branch: string | null
  /** What the remote calls its default branch; null where that is not known. */
  defaultBranch: string | null
}

/** The commits and tags of the repository, to read only. */
export interface History {
  /** @throws ProblemError `repository-unknown` without a commit, `history-incomplete` where only a part of the history is there */
  head(): Promise<HistoryHead>
  /** All tags that lead to commits; with a prefix those alone that begin with it. */
  tags(prefix?: string): Promise<readonly HistoryTag[]>
  /** Whether the head contains a commit, or is it. */
  contains(commit: string): Promise<boolean>
  /**
   * Commits reachable from the head and not from `since` (all where it is null), children before their parents. `paths` are git globs from
   * the top of the repository; those that begin with `!` are left out again; none: the whole repository. `from` stands in for the head.
   */
  commits(since: string | null, paths: readonly string[], from?: string): Promise<readonly HistoryCommit[]>
}
