import type { CompatibilityView } from '../safety/evidence.ts'
import type { RollbackWish } from './request.ts'
import type { Target } from './target.ts'

/** What upstream says of the target. */
export type UpstreamView =
  | { state: 'listed'; yanked?: boolean | string; digest?: string }
  | { state: 'missing' }
  /** Not asked, or no answer. */
  | { state: 'unknown'; why: string }

export interface VulnerabilityView {
  /** Affect the target and not the version in force, most severe first. */
  introduced: readonly { id: string; severity: string }[]
  /** Affect both. */
  stillOpen: readonly { id: string; severity: string }[]
  /** Why nothing is known; null where something is. */
  missing: string | null
}

/** Everything that the table of outcomes looks at. All parts that need a target are null where there is none. */
export interface RollbackFacts {
  wish: RollbackWish
  /** Whether component and environment can be rolled back at all, and what was perhaps meant. */
  subject: { state: 'known' } | { state: 'unknown'; message: string; help?: string } | { state: 'gone' }
  current: string
  target: Target | null
  /** The target against the version in force, by the scheme; null where it cannot tell. */
  order: -1 | 0 | 1 | null
  /** Whether both texts stand for the same version. */
  isSame: boolean
  /** For an automatic rollback: whether the bad version is still in force everywhere. */
  badInForce: boolean
  /** An open pull request for the very same request. */
  open: { url: string | null; number: number | null } | null
  upstream: UpstreamView
  /** Digest of the target when it ran here; null where no pin carried one. */
  recordedDigest: string | null
  excluded: { reason: string } | null
  /** The nearest older version that ran here and is not excluded. */
  olderAllowed: string | null
  vulnerabilities: VulnerabilityView
  migrations: { irreversible: readonly string[]; files: number; reversible?: boolean }
  belowMinimum: string | null
  /** Rules that hold now and would not hold afterwards. */
  broken: readonly CompatibilityView[]
  /** Components that would have to go back with it. */
  offer: readonly string[]
}
