import type { Problem } from '../core/model/problems.ts'
import type { FileChange, Label, ProposalRef, ProposalSetup } from '../core/model/proposal.ts'
import type { Merging } from './merging.ts'
import type { Workspace } from './workspace.ts'

/** A pull request as the forge has it, not yet understood. */
export interface ForgeProposal extends ProposalRef {
  url: string | null
  state: 'open' | 'closed' | 'merged'
  title: string
  body: string
  labels: readonly string[]
  head: ForgeHead | null
  /** Who told the forge to merge it when all is green; absent: nobody. */
  autoMerge?: 'ours' | 'people'
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
  /** When the newest pull requests of our branches were opened, epoch milliseconds; where it was asked for. */
  opened?: readonly number[]
  /** What a person should know of the repository itself: that it has another name now. */
  notices?: readonly Problem[]
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
  observe(wanted: { prefix: string; branches: readonly string[]; labels: readonly string[]; opened?: boolean }): Promise<ForgeState>
  changes(base: string, head: string): Promise<ForgeChanges>
  createBranch(name: string, commit: string): Promise<void>
  /** One verified commit on top of `expectedHead`. @returns its id */
  commit(branch: string, expectedHead: string, message: { headline: string; body: string }, files: readonly FileChange[]): Promise<string>
  /**
   * Points a branch of ours at `commit`, be it forward or not. With `expected` only from there: otherwise somebody pushed, and it throws
   * `ForgeConflict`. `drop` names another branch that is deleted in the same step.
   */
  moveBranch(name: string, commit: string, how?: { expected?: string; drop?: string }): Promise<void>
  /** No error where it is gone already. With `expected` only from there. */
  deleteBranch(name: string, expected?: string): Promise<void>
  openProposal(proposal: { branch: string; base: string; title: string; body: string; draft?: boolean }): Promise<{
    number: number | null
    url: string | null
    /** Where the base branch stood at that moment; absent where the forge does not say. */
    base?: string
    warnings?: readonly Problem[]
  }>
  updateProposal(ref: ProposalRef, change: { title?: string; body?: string; state?: 'closed' }): Promise<void>
  changeLabels(ref: ProposalRef, change: { add: readonly string[]; remove: readonly string[] }): Promise<void>
  /** No error where it exists already. */
  createLabel(label: Label): Promise<void>
  /** `once`: of comments with the same first line only the oldest is left, whoever else writes one at the same time. */
  comment(ref: ProposalRef, text: string, how?: { once: boolean }): Promise<void>
  /**
   * Asks reviewers, assigns, sets the milestone. What the forge refuses of it is told and loses nothing else.
   * Absent: there are no people to ask.
   */
  setUp?(ref: ProposalRef, setup: ProposalSetup): Promise<readonly Problem[]>
  /** Comments that a program or we ourselves wrote, by number of the pull request. Absent: there are none. */
  comments?(numbers: readonly number[]): Promise<ReadonlyMap<number, readonly string[]>>
  /** Absent: only people merge. */
  merging?: Merging
}
