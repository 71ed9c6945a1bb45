import type { MergeLook, MergeRules } from '../core/model/merging.ts'
import type { MergeMethod } from '../core/model/proposal.ts'

export type { CheckLook, MergeLook, MergeRules } from '../core/model/merging.ts'

/** What an attempt to merge came to. A refusal is a value: the proposal waits, and the reason is told. */
export type MergeResult = { ok: true; commit: string | null } | { ok: false; why: string; clean?: boolean }

/**
 * Merging on a forge. Every write names the head that it is meant for and does nothing where the branch stands elsewhere.
 * All throw `ProblemError` for what a person must mend.
 */
export interface Merging {
  rules(base: string): Promise<MergeRules>
  /** Waits a little where the forge still computes whether they can be merged. */
  look(numbers: readonly number[]): Promise<MergeLook[]>
  merge(look: MergeLook, method: MergeMethod): Promise<MergeResult>
  /** Merged by the forge when its rules are met. `clean`: refused, for nothing is missing and it can be merged at once. */
  enableAutoMerge(look: MergeLook, method: MergeMethod): Promise<MergeResult>
  disableAutoMerge(look: MergeLook): Promise<void>
  enqueue(look: MergeLook): Promise<MergeResult>
}
