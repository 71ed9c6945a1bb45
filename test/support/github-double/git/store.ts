import type { ObjectType } from './cat-file.ts'

export interface Signature {
  name: string
  email: string
  /** ISO 8601 with the offset that the commit carries. */
  date: string
}

export interface CommitInfo {
  sha: string
  tree: string
  parents: string[]
  author: Signature
  committer: Signature
  message: string
  /** Signed by the double itself, as GitHub signs what is committed through its API. */
  verified: boolean
}

export interface TagInfo {
  sha: string
  object: string
  type: ObjectType
  tag: string
  tagger: Signature
  message: string
}

export interface TreeEntry {
  /** Path from the tree that was asked for. */
  path: string
  mode: string
  type: 'blob' | 'tree' | 'commit'
  sha: string
  size?: number
}

export interface Ref {
  /** `refs/heads/main` */
  name: string
  sha: string
  type: ObjectType
  /** What an annotated tag leads to in the end. */
  peeled?: string
}

export interface FileDiff {
  path: string
  previous?: string
  status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed'
  additions: number
  deletions: number
  sha: string
  patch?: string
}

export interface MergeResult {
  /** Tree of the merge, null where it conflicts. */
  tree: string | null
  conflicts: string[]
}

/** Reading a repository's git data. The light store holds it in memory, the bare store in a real repository. */
export interface GitReader {
  /** All refs below a prefix such as `refs/tags/`, ordered by name. */
  refs(prefix: string): Promise<Ref[]>
  ref(name: string): Promise<Ref | null>
  /** What a revision names, in the syntax of `git rev-parse`. */
  resolve(revision: string): Promise<{ sha: string; type: ObjectType } | null>
  blob(sha: string): Promise<Buffer | null>
  tree(sha: string): Promise<TreeEntry[] | null>
  commit(sha: string): Promise<CommitInfo | null>
  tag(sha: string): Promise<TagInfo | null>
  /** Commits reachable from `head` and not from `not`, newest first. */
  log(head: string, options?: { not?: string; path?: string; limit?: number; reverse?: boolean; since?: string }): Promise<string[]>
  mergeBase(a: string, b: string): Promise<string | null>
  diff(from: string, to: string): Promise<FileDiff[]>
}

export type TreeChange = { path: string; sha: string; mode: string } | { path: string; sha: null }

export interface NewCommit {
  tree: string
  parents: readonly string[]
  author: Signature
  committer: Signature
  message: string
  signed?: boolean
}

/** Why a ref could not be moved: it does not point where the caller believed, or its name is in the way of another. */
export class RefConflict extends Error {}

/** A repository that can be written. */
export interface GitStore extends GitReader {
  directory: string
  writeBlob(body: Buffer): Promise<string>
  /** A tree like `base` (null: empty) with these paths changed. @throws Error where a path cannot be there */
  writeTree(base: string | null, changes: readonly TreeChange[]): Promise<string>
  writeCommit(commit: NewCommit): Promise<string>
  writeTag(tag: Omit<TagInfo, 'sha'>): Promise<string>
  /** Moves a ref atomically. `from` null: must not exist; absent: wherever it is; `to` null: delete. @throws RefConflict */
  updateRef(name: string, to: string | null, from?: string | null): Promise<void>
  /** Makes several new refs at once. @throws Error where one of them is there */
  createRefs(refs: readonly { name: string; sha: string }[]): Promise<void>
  merge(ours: string, theirs: string): Promise<MergeResult>
  /** Three trees merged by path and content; `base` is the common one. */
  mergeTrees(base: string | null, ours: string, theirs: string): Promise<MergeResult>
  close(): void
}
