import type { Label, LabelChange } from '../core/model/proposal.ts'

/** A comment by our own hand. */
export interface OwnComment {
  id: number
  body: string
}

/** An issue or a pull request with its conversation, as far as it is ours. */
export interface Thread {
  number: number
  url: string
  title: string
  body: string
  state: 'open' | 'closed' | 'merged'
  author: string
  labels: readonly string[]
  /** Oldest first; those of others are left out. */
  own: readonly OwnComment[]
  /** Of a pull request; null for an issue. */
  pull: { head: string; branch: string; base: string; fork: boolean } | null
  /** Those of the wanted labels that the repository has. */
  known: readonly string[]
}

/** An issue that we opened. */
export interface OwnIssue {
  number: number
  url: string
  title: string
  body: string
  state: 'open' | 'closed'
  /** Who changed the body last, where that is known and it was not us. */
  editor: string | null
}

/** What somebody may do in the repository. `write` and above may give commands. */
export type Access = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none'

export const REACTIONS = ['+1', '-1', 'confused', 'eyes'] as const
export type Reaction = (typeof REACTIONS)[number]

/** Conversations on a forge: comments, reactions, issues. All throw `ProblemError` for what a person must mend. */
export interface Issues {
  /** @throws ProblemError `repository-unknown` where there is no such issue */
  thread(number: number, labels?: readonly string[]): Promise<Thread>
  comment(number: number, text: string): Promise<OwnComment>
  editComment(id: number, text: string): Promise<void>
  /** No error where it is gone. */
  deleteComment(id: number): Promise<void>
  /** The same reaction twice is one. No error where the comment is gone. */
  react(comment: number, reaction: Reaction): Promise<void>
  access(login: string): Promise<Access>
  createLabel(label: Label): Promise<void>
  changeLabels(number: number, change: LabelChange): Promise<void>
  /** Issues with a label that we opened, oldest first, closed ones too. */
  own(label: string): Promise<readonly OwnIssue[]>
  open(issue: { title: string; body: string; labels: readonly string[] }): Promise<OwnIssue>
  edit(number: number, change: { title?: string; body?: string; state?: 'open' | 'closed' }): Promise<void>
}
