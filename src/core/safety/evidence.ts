import type { StepAdvisories } from '../advisories/step-advisories.ts'
import type { DependencyAlert } from '../model/advisory-answer.ts'
import type { Instant } from '../model/instant.ts'
import type { Release, ReleaseLine, UpstreamState } from '../model/release.ts'
import type { NotesReading } from '../notes/reading.ts'
import type { ResolvedComponent } from '../registry/resolved.ts'
import type { HistoryReading, PastEvent } from './past-events.ts'

/** How one rule between two components stands after the step. */
export interface CompatibilityView {
  /** The component that makes the demand. */
  component: string
  other: string
  /** The demanded range. */
  range: string
  /** The version that `other` has after all steps that travel with this one; null where it is not known. */
  version: string | null
  verdict: 'holds' | 'broken' | 'unknown'
  /** Level that the rule itself states for the pair. */
  level?: 'compatible' | 'breaking' | 'deprecated' | 'unknown'
  reason?: string
}

/** What is known of the life of a component's lines and of its project. */
export interface LifecycleEvidence {
  lines: readonly ReleaseLine[]
  /** Page of the end-of-life data, for people. */
  page?: string
  /** What upstream says of the project as a whole. */
  upstream?: UpstreamState
  /** Why the end-of-life data that the registry asks for could not be had. */
  missing?: string
  /** Why there is none though nobody asked for it: no reason for a doubt. */
  silence?: string
}

/** The releases around a step, of the component's own kind: no other flavour, no pre-release, nothing withdrawn. */
export interface SurroundingReleases {
  /** The release in force, where upstream still lists it. */
  current: Release | null
  /** Later patches of the target's own line, nearest first. */
  followers: readonly Release[]
  /** Releases below the target, nearest first. */
  predecessors: readonly Release[]
}

/** A release whose content is known, and what the same tag held when it was first seen. */
export interface SeenRelease {
  version: string
  tag: string
  /** `commit`: of a git tag, which is not supposed to move. `digest`: of an image, which publishers rebuild under the same tag. */
  kind: 'commit' | 'digest'
  content: string
  /** Absent: never seen before, or nothing is kept from run to run. */
  before?: { content: string; at: Instant }
}

/** One artifact of the target with its checksum, where the policy or a pin asks for it. */
export type ArtifactEvidence = { name: string } & (
  | { state: 'verified' | 'computed'; algorithm: 'sha256' | 'sha512'; hex: string; by: 'download' | 'forge' }
  | { state: 'mismatch'; published: string; actual: string; by: 'download' | 'forge' }
  | { state: 'missing' | 'unreadable'; message: string }
)

/** What came of verifying the attestation of the target's build. */
export type AttestationEvidence =
  | { state: 'verified' /** Repository that was built. */; source?: string /** The workflow or person that signed. */; signer?: string }
  /** It was altered, or is about something else. */
  | { state: 'invalid'; reason: string }
  /** Its signer is not known to the trust root. */
  | { state: 'untrusted'; reason: string }
  /** There is one, and it could not be read. */
  | { state: 'unread'; reason: string }
  /** Whether there is one could not be found out. */
  | { state: 'unknown'; reason: string }
  /** Nobody attested it. */
  | { state: 'none' }

/** What came of verifying the signature of the target's files, where the registry asks for it. */
export type SignatureEvidence =
  | { state: 'verified' /** What is signed. */; file: string /** Fingerprint. */; key: string; owner?: string }
  /** It is not one of this file, or by a key that is not among those configured. */
  | { state: 'invalid' | 'untrusted'; file: string; reason: string }
  /** Upstream publishes none. */
  | { state: 'missing'; reason: string }
  | { state: 'unreadable'; file?: string; reason: string }

/** What is known of where the target comes from. */
export interface ProvenanceEvidence {
  /** Whether a pin carries digest or commit beside the version. */
  pinnedContent: boolean
  /** Empty where nobody asked. */
  artifacts: readonly ArtifactEvidence[]
  /** Absent: upstream publishes none, or nobody can verify it here. */
  attestation?: AttestationEvidence
  /** The version in force, where it was attested and the target is not. */
  attestedBefore?: string
  /** Absent where nobody asked. */
  signature?: SignatureEvidence
  /** Whether the policy wants origins verified. */
  strict: boolean
}

/** What advisories say of a step, or why nothing is known. */
export type AdvisoriesEvidence =
  | {
      state: 'known'
      step: StepAdvisories
      /** The names that were looked up, with their ecosystems: `Bitnami redis`. */
      names: readonly string[]
      notices?: readonly string[]
      /** Alerts of the forge that are open for the component. */
      alerts?: readonly DependencyAlert[]
    }
  /** They could not be had. */
  | { state: 'missing'; why: string }
  /** There are none for such a thing: no reason for a doubt. */
  | { state: 'none'; why: string }

/** Migrations between the version in force and the target. */
export interface MigrationsEvidence {
  files: readonly { path: string; version: string }[]
  /** Versions whose migration the registry says cannot be undone. */
  irreversible: readonly string[]
}

/** How earlier steps of the component went, in all environments, oldest first; or why that is not known. */
export type HistoryEvidence = Exclude<HistoryReading, { state: 'kept' }> | { state: 'kept'; events: readonly PastEvent[] }

/** Everything a check may ask for. A check names what it needs, so that nothing is fetched that nobody asked for. */
export interface Evidence {
  component: ResolvedComponent
  /** What the release notes and changelog say, or null where there are none to read. */
  notes: { reading: NotesReading /** Why there is no text, where there is none. */; missing?: string } | { reading: null; missing: string }
  compatibility: readonly CompatibilityView[]
  advisories: AdvisoriesEvidence
  lifecycle: LifecycleEvidence
  releases: SurroundingReleases
  /** Target and release in force, as far as their content is known. */
  seen: readonly SeenRelease[]
  provenance: ProvenanceEvidence
  migrations: MigrationsEvidence
  history: HistoryEvidence
}
