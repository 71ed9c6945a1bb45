import type { Held } from '../../model/upgrade.ts'
import type { CompatibilityRule } from '../../registry/resolved.ts'
import type { Versioning } from '../../versioning/contract.ts'

/** One component as the solver sees it. */
export interface SolveComponent {
  /** Null where it is not known: rules that ask for it are not applied to it. */
  current: string | null
  /** Versions it may move to. Those not newer than `current` are dropped, the rest is put newest first by the scheme. */
  candidates: readonly string[]
  versioning: Versioning
}

/** `component` keeps the version of `other`, as far apart as `drift` allows (`sync_version_with`, `allowed_version_drift`). */
export interface SyncRule {
  component: string
  other: string
  drift?: string
}

export interface SolveInput {
  components: Readonly<Record<string, SolveComponent>>
  rules: readonly CompatibilityRule[]
  syncs?: readonly SyncRule[]
  /** Steps of work for the whole answer, a unit of determinism and not of time. Absent: `DEFAULT_BUDGET`. */
  budget?: number
}

/** A rule that the current versions break. */
export interface BrokenRule {
  /** The same for the same rule in every run. */
  rule: string
  /** Whether it holds after the step. */
  mended: boolean
  sentence: string
}

/** What was found. Object keys are in order of name. */
export interface Solution {
  /** Version of every component after the merge; those whose current version is not known and that do not move are left out. */
  assignment: Readonly<Record<string, string>>
  /** Names that can only move together, each group and the list of groups in order of name. Components that move alone are in none. */
  groups: readonly (readonly string[])[]
  /** Components that do not reach their newest candidate, with the rule that blocks it. */
  held: Readonly<Record<string, Held>>
  /** Rules that were broken before the step. */
  broken: readonly BrokenRule[]
  /** Rules that could not be applied, and why: an unknown name, a range that the scheme cannot read. */
  unknown: readonly string[]
  /** False where the budget ran out somewhere: every rule holds all the same, but another choice may move more. */
  optimal: boolean
}

/** About a fifth of a second on a quiet core; sparse rules of a thousand components take a tenth of it. */
export const DEFAULT_BUDGET = 4_000_000
