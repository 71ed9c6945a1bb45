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
}

export type HeadBy = 'ours' | 'people' | 'nobody'

/** A branch under our prefix, with or without a pull request. */
export interface ObservedBranch {
  name: string
  head: string
  headBy: HeadBy
}

/** The actual state that desired proposals are compared with. */
export interface Observed {
  /** Branch that proposals are merged into, and its head. */
  base: { branch: string; commit: string }
  proposals: readonly ObservedProposal[]
  branches: readonly ObservedBranch[]
  /** Names of the labels that the repository has, of those that were asked for. */
  labels: readonly string[]
}

/** Identifies a proposal on the forge. */
export interface ProposalRef {
  number: number | null
  branch: string
}

/** One thing to do. A dry run prints the same values that `apply` carries out. */
export type Action =
  | { kind: 'create-label'; label: Label }
  | { kind: 'open'; proposal: Proposal /** Head of our branch from a run that did not finish. */; existingHead: string | null }
  | { kind: 'refresh'; proposal: Proposal; ref: ProposalRef; head: string; labels: LabelChange; why: string }
  | { kind: 'edit'; proposal: Proposal; ref: ProposalRef; title?: string; body?: string; labels: LabelChange }
  | { kind: 'close'; ref: ProposalRef; head: string | null; body: string; comment: string; why: string }
  | { kind: 'delete-branch'; branch: string; head: string; why: string }
  | { kind: 'leave'; ref: ProposalRef; url: string | null; id: string; why: 'up-to-date' | 'people-pushed' | 'closed-by-person' }

export interface LabelChange {
  add: readonly string[]
  remove: readonly string[]
}

/** What became of an action. Failures are values: one proposal never stops the others. */
export type Applied =
  | { ok: true; action: Action; number: number | null; url: string | null; commit: string | null }
  | { ok: false; action: Action; problem: Problem }
