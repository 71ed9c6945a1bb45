import type { Decision } from './finding.ts'
import type { Problem } from './problems.ts'
import type { Upgrade } from './upgrade.ts'

/** A text file at one commit. */
export interface FileState {
  path: string
  text: string
  /** Git blob id (40 hex digits). */
  blob: string
  /** Git mode: `100644`, `100755`. */
  mode: string
}

/** A file as a proposal wants it. */
export interface FileChange {
  path: string
  text: string
  mode: string
}

export interface Label {
  name: string
  /** Six hex digits without `#`. */
  color: string
  description: string
}

/** Who is asked and how a pull request is opened. Given once, at its opening; afterwards it belongs to people. */
export interface ProposalSetup {
  draft: boolean
  /** Logins. */
  reviewers: readonly string[]
  /** Slugs of teams of the owner. */
  teamReviewers: readonly string[]
  assignees: readonly string[]
  /** Title of a milestone. */
  milestone?: string
}

export const MERGE_METHODS = ['merge', 'squash', 'rebase'] as const
export type MergeMethod = (typeof MERGE_METHODS)[number]

/** One pull request as it should be. The same inputs give the same bytes. */
export interface Proposal {
  /** Stable name of what travels together: `redis`, `production/redis`, `redis-major`. */
  id: string
  branch: string
  title: string
  /** Without the marker, which needs the commit. */
  body: string
  labels: readonly Label[]
  commitMessage: { headline: string; body: string }
  files: readonly FileChange[]
  /** Digest over paths and contents of `files`: two proposals with the same digest change the same thing. */
  digest: string
  upgrades: readonly Upgrade[]
  /** Absent: nobody is asked, no draft. */
  setup?: ProposalSetup
  /** Methods of merging that the policy wants, the dearest first. Absent: people merge. */
  autoMerge?: { methods: readonly MergeMethod[] }
}

/** What Pinwarden writes into the body to read it back. Never trusted for more than what it says of Pinwarden's own work. */
export interface Marker {
  version: 1
  id: string
  /** `open`: the proposal stands; `superseded`, `obsolete`: Pinwarden itself closed it, which is no refusal by a person. */
  state: 'open' | 'superseded' | 'obsolete'
  digest: string
  /** Head commit that Pinwarden wrote. */
  commit: string
  upgrades: readonly { component: string; environment: string | null; from: string; to: string }[]
  /** Title that Pinwarden wrote: another one is a person's and stays. Absent in markers of before. */
  title?: string
  /** The worst decision among the upgrades when the head was written. Absent in markers of before. */
  decision?: Decision
}

/** A proposal as the forge has it, read and understood. */
export interface ObservedProposal {
  /** Pull request number; null on a local repository, where the branch is all there is. */
  number: number | null
  url: string | null
  branch: string
  state: 'open' | 'closed' | 'merged'
  title: string
  body: string
  labels: readonly string[]
  /** Null where a person took the marker out, or where the pull request is none of ours. */
  marker: Marker | null
  /** Head commit; null where the branch is gone. */
  head: string | null
  /** Who wrote the branch: `ours` where its head is a commit that we made, else `people`. */
  headBy: HeadBy
  /** Whose merge the forge will make by itself when all is green. */
  autoMerge?: 'ours' | 'people'
  /** Keys of our notes among the comments; absent where nobody looked, for only few cases ask. */
  notes?: readonly NoteKey[]
}

/** Notes that Pinwarden writes once, each known again by a hidden marker. */
export const NOTE_KEYS = ['people-pushed', 'closed'] as const
export type NoteKey = (typeof NOTE_KEYS)[number]

export type HeadBy = 'ours' | 'people' | 'nobody'

/** A branch under our prefix, with or without a pull request. */
export interface ObservedBranch {
  name: string
  head: string
  headBy: HeadBy
  /** Digest that the head's message names. */
  digest?: string | null
}

/** The actual state that desired proposals are compared with. */
export interface Observed {
  /** Branch that proposals are merged into, and its head. */
  base: { branch: string; commit: string }
  proposals: readonly ObservedProposal[]
  branches: readonly ObservedBranch[]
  /** Names of the labels that the repository has, of those that were asked for. */
  labels: readonly string[]
  /** When the newest proposals of ours were opened, epoch milliseconds, open or not. Absent: not asked for. */
  opened?: readonly number[]
}

/** Identifies a proposal on the forge. */
export interface ProposalRef {
  number: number | null
  branch: string
}

/** Why a proposal is not touched. */
export const LEAVE_REASONS = ['up-to-date', 'people-pushed', 'closed-by-person', 'reopened-by-person', 'rollback-open'] as const
export type LeaveReason = (typeof LEAVE_REASONS)[number]

/** One thing to do. A dry run prints the same values that `apply` carries out. */
export type Action =
  | { kind: 'create-label'; label: Label }
  /** `existingHead`: of our branch from a run that did not finish; `built`: it holds what is wanted already. */
  | { kind: 'open'; proposal: Proposal; existingHead: string | null; built: boolean }
  | {
      kind: 'refresh'
      proposal: Proposal
      ref: ProposalRef
      head: string
      /** As it stands, with what people wrote around our part. */
      body: string
      /** Absent: the title is a person's and stays. */
      title?: string
      labels: LabelChange
      why: string
    }
  | { kind: 'edit'; proposal: Proposal; ref: ProposalRef; title?: string; body?: string; labels: LabelChange; setup?: ProposalSetup }
  | {
      kind: 'close'
      ref: ProposalRef
      head: string | null
      body: string
      comment: string
      why: string
      /** Branch of what takes its place, where that has no number yet. */
      successor?: string
      /** Given before. */
      label?: string
    }
  /** A close of ours that was cut: its comment may be missing, its branch is there still. */
  | { kind: 'finish-close'; ref: ProposalRef; comment: string | null; why: string; successor?: string }
  /** What nothing desires any more, but people work on. */
  | { kind: 'abandon'; ref: ProposalRef; url: string | null; id: string; title: string }
  /** A comment that is written once. */
  | { kind: 'note'; ref: ProposalRef; note: NoteKey; comment: string }
  | { kind: 'delete-branch'; branch: string; head: string; why: string }
  /** Not opened yet: a limit of the policy is reached. */
  | { kind: 'wait'; proposal: Proposal; why: string; until?: number }
  | { kind: 'leave'; ref: ProposalRef; url: string | null; id: string; why: LeaveReason }
  | MergeAction

/** What brings a proposal into its base, or keeps it out. `head`: the only commit for which it holds. */
export type MergeAction = { ref: ProposalRef; url: string | null; id: string; head: string; why: string } & (
  | { kind: 'merge'; method: MergeMethod; proposal: Proposal }
  | { kind: 'auto-merge'; method: MergeMethod; proposal: Proposal }
  | { kind: 'enqueue'; proposal: Proposal }
  | { kind: 'withdraw' }
)

/** Everything but merging. */
export type PlainAction = Exclude<Action, MergeAction>

export interface LabelChange {
  add: readonly string[]
  remove: readonly string[]
}

/** What became of an action. Failures are values: one proposal never stops the others. */
export type Applied =
  | {
      ok: true
      action: Action
      number: number | null
      url: string | null
      commit: string | null /** Told beside it. */
      warnings?: readonly Problem[]
    }
  | { ok: false; action: Action; problem: Problem }
