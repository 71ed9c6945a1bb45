import type { Place, Problem } from '../model/problems.ts'
import type { HeldCode, Upgrade } from '../model/upgrade.ts'

export const CONCERN_LEVELS = ['failure', 'warning', 'notice'] as const
export type ConcernLevel = (typeof CONCERN_LEVELS)[number]

/** What speaks against a move, by rule. Codes of resolution keep their names. */
export type ConcernCode =
  | HeldCode
  | 'downgrade'
  | 'incompatible'
  | 'vulnerable'
  | 'not-published'
  | 'unreadable'
  | 'unresolved'
  | 'respelled'
  | 'rollback'
  | 'digest-changed'
  | 'digest-unknown'

export interface Concern {
  code: ConcernCode
  level: ConcernLevel
  /** One sentence. */
  text: string
}

/** What became of one component in one environment between two commits. */
export interface Move {
  component: string
  environment: string | null
  /** `digest`: the version stays, what is pinned beside it does not. */
  kind: 'moved' | 'added' | 'removed' | 'digest'
  /** As the file says it; null for what was added. */
  from: string | null
  /** Null for what was taken away. */
  to: string | null
  /** Where the head says the new version, in files that the change touches. */
  places: readonly Place[]
}

export interface ReviewedMove extends Move {
  /** Null where there is no step to judge: added, removed, unresolved. */
  upgrade: Upgrade | null
  concerns: readonly Concern[]
}

/** What a review comes to, before it is put into words. */
export interface ReviewFacts {
  moves: readonly ReviewedMove[]
  /** What the change itself breaks: a registry that cannot be used, pins that are missing, drift. */
  problems: readonly Problem[]
  /** Settings of the registry that the change alters, as paths of keys. They count from the merge on. */
  settings: readonly string[]
  /** What a reader should know of the review itself. */
  notices: readonly string[]
}
