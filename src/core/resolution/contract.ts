import type { Instant } from '../model/instant.ts'
import type { Release, ReleaseLine } from '../model/release.ts'
import type { Candidate, Held } from '../model/upgrade.ts'
import type { ResolvedComponent } from '../registry/resolved.ts'
import type { Rejection } from '../strategies/contract.ts'
import type { Versioning } from '../versioning/contract.ts'

/** What the resolution of one component depends on. The same input gives the same answer, whatever the order of the releases. */
export interface ResolveInput {
  component: ResolvedComponent
  /** As discovered, in any order. */
  releases: readonly Release[]
  /** The version in force, as a tag or as a bare version; null where none is known. */
  current: string | null
  versioning: Versioning
  now: Instant
  /** Versions that mend a known vulnerability of the current one: they wait neither for an age nor for a lag. */
  securityFixes?: ReadonlySet<string>
  /** Lines with their end of life and long-term support, where known. */
  lines?: readonly ReleaseLine[]
  /** Reasons from outside, by version or tag: a condition not met yet, ignored by a person, not promoted yet. */
  holds?: ReadonlyMap<string, Rejection>
}

/** The known vulnerabilities that affect a version, under names that are equal for equal ones; null where that cannot be told. */
export type OpenAt = (version: string) => ReadonlySet<string> | null

/** What is known of the vulnerabilities of the version in force. */
export interface Security {
  /** Their names. */
  open: readonly string[]
  /** Later versions that strictly remove some of them, whether they may be taken or not. */
  fixes: ReadonlySet<string>
  /** Versions that were let through to mend them, and what would have held them. */
  waived: ReadonlyMap<string, Held>
}

/** One release that upstream lists, and what became of it. */
export interface Considered {
  tag: string
  version: string
  date?: Instant
  /** Set where it is the candidate of a lane. */
  lane?: Candidate['lane']
  /** Set where it is not: why. */
  held?: Held
}

/** What one component could move to, before the components are looked at together. */
export interface Resolution {
  /** The version in force as the scheme reads it, without prefix; null where there is none or the scheme cannot read it. */
  current: string | null
  /** At most one a lane, the highest. */
  candidates: readonly Candidate[]
  /** Everything allowed, newest first: what the compatibility solver may fall back to. */
  options: readonly Candidate[]
  /** What is held back though it may be newer than the current version, newest first; what cannot be read as a version comes last. */
  held: readonly Held[]
  /** Every release, newest first. */
  considered: readonly Considered[]
  /** The newest release of the component's kind that upstream lists (stable unless pre-releases are allowed, not withdrawn), before any policy. */
  newest: string | null
  /** What a reader should know: settings that cannot be read, an answer of upstream that looks wrong. */
  notices: readonly string[]
  /** Absent where nothing is known to be wrong with the version in force. */
  security?: Security
}
