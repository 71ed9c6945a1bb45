import type { FileChange, Label, ProposalRef } from '../core/model/proposal.ts'
import type { Workspace } from './workspace.ts'

/** A pull request as the forge has it, not yet understood. */
export interface ForgeProposal extends ProposalRef {
  url: string | null
  state: 'open' | 'closed' | 'merged'
  title: string
  body: string
  labels: readonly string[]
  head: ForgeHead | null
}

/** The commit that a branch points to. */
export interface ForgeHead {
  commit: string
  message: string
}

/** What a branch changes against the base. */
export interface ForgeChanges {
  /** Commits that the branch has and the base has not. */
  commits: number
  files: readonly { path: string /** Null where the file is deleted. */; blob: string | null }[]
}

export interface ForgeState {
  base: { branch: string; commit: string }
  /** Open pull requests of our branches, and for each wanted branch its newest closed or merged one. */
  proposals: readonly ForgeProposal[]
  branches: readonly { name: string; head: ForgeHead }[]
  /** Those of the wanted labels that exist. */
  labels: readonly string[]
}

/** Thrown by a forge where the state moved under our feet: somebody else was faster. The next run converges. */
export class ForgeConflict extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ForgeConflict'
  }
}

/**
 * Where proposals live: GitHub, or a plain local git repository. Small steps, each of which either took effect or did not;
 * `commands/apply.ts` puts them in an order that can be cut at any point.
 * All throw `ProblemError` for what a person must mend (permission, protected branch) and `ForgeConflict` for races.
 */
export interface Forge {
  /** `github.com/acme/platform`, or the folder of a local repository. */
  readonly name: string
  /** `owner/name` on a forge; null on a local repository. */
  readonly repository: string | null
  base(): Promise<{ branch: string; commit: string }>
  workspace(commit: string): Workspace
  /** Everything under `prefix`, plus closed pull requests and labels by name. */
  observe(wanted: { prefix: string; branches: readonly string[]; labels: readonly string[] }): Promise<ForgeState>
  changes(base: string, head: string): Promise<ForgeChanges>
  createBranch(name: string, commit: string): Promise<void>
  /** One verified commit on top of `expectedHead`. @returns its id */
  commit(branch: string, expectedHead: string, message: { headline: string; body: string }, files: readonly FileChange[]): Promise<string>
  /** Points the branch at `commit`, whatever it pointed at: used for branches of ours only. */
  moveBranch(name: string, commit: string): Promise<void>
  /** No error where it is gone already. */
  deleteBranch(name: string): Promise<void>
  openProposal(proposal: {
    branch: string
    base: string
    title: string
    body: string
  }): Promise<{ number: number | null; url: string | null }>
  updateProposal(ref: ProposalRef, change: { title?: string; body?: string; state?: 'closed' }): Promise<void>
  changeLabels(ref: ProposalRef, change: { add: readonly string[]; remove: readonly string[] }): Promise<void>
  /** No error where it exists already. */
  createLabel(label: Label): Promise<void>
  comment(ref: ProposalRef, text: string): Promise<void>
}
