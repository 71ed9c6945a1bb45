import type { AdvisoryAnswer } from '../core/model/advisory-answer.ts'
import type { SkippedChecks } from '../core/model/finding.ts'
import type { FileState } from '../core/model/proposal.ts'
import type { Answer, NotesAnswer } from '../core/model/release.ts'
import type { StandingOrder } from '../core/orders/contract.ts'
import type { ArtifactEvidence, AttestationEvidence, SignatureEvidence } from '../core/safety/evidence.ts'
import type { HistoryReading } from '../core/safety/past-events.ts'
import type { Sighting } from '../core/safety/sightings.ts'
import type { ConditionReading } from './condition-holds.ts'

/**
 * Everything that a run read, and nothing that it thought: the same recording gives byte-identical proposals on any machine
 * (SPEC section 2). Answers and notes are keyed by `environment/component`.
 */
export interface Recording {
  schema: 'pinwarden/recording@1'
  /** Epoch milliseconds. */
  now: number
  request: { registry: string; environment: string | null; components: string[]; skipped?: SkippedChecks }
  repository: string | null
  base: { branch: string; commit: string } | null
  files: FileState[]
  /** Paths that globs were expanded over; empty where no pin has one. */
  paths: string[]
  answers: Record<string, Answer>
  notes: Record<string, NotesAnswer>
  /** End-of-life data by product. */
  lifecycles: Record<string, Answer>
  /** What tags held when they were first seen in earlier runs. */
  seen: Record<string, Sighting>
  /** Checksums of artifacts, by upstream, tag and name. */
  artifacts: Record<string, ArtifactEvidence>
  /** What came of verifying attestations, by package and version. */
  attestations: Record<string, AttestationEvidence>
  /** What came of verifying signatures, by upstream and tag; absent where nobody asked. */
  signatures?: Record<string, SignatureEvidence>
  /** Advisories of components with a step, by source and names. */
  advisories: Record<string, AdvisoryAnswer>
  /** Whether releases are where `conditions` want them, too; absent where nothing was asked. */
  conditions?: Record<string, ConditionReading>
  /** What the ledger says of earlier steps of components with a step; absent: no ledger is kept. */
  history?: HistoryReading
  /** What people decided by comment or on the dashboard and what still holds; absent where there is none. */
  orders?: StandingOrder[]
  /** Set where somebody ticked on the dashboard that limits do not count this once. */
  unlimited?: boolean
  /** Problems met while reading, which cannot be met again in a replay. */
  statistics: { requests: number; cacheHits: number; batched?: number; revalidated: number; stale: number }
}

/** A recording of which nothing is known yet but what stands in the repository. */
export function emptyRecording(read: Pick<Recording, 'now' | 'request' | 'repository' | 'base' | 'files' | 'paths'>): Recording {
  return {
    schema: 'pinwarden/recording@1',
    ...read,
    answers: {},
    notes: {},
    lifecycles: {},
    seen: {},
    artifacts: {},
    attestations: {},
    advisories: {},
    statistics: { requests: 0, cacheHits: 0, revalidated: 0, stale: 0 },
  }
}

/** @throws Error where the recording lacks its own registry: it was cut by hand */
export function registryOf(recording: Pick<Recording, 'files' | 'request'>): FileState {
  const file = recording.files.find((one) => one.path === recording.request.registry)
  if (file === undefined) throw new Error(`the recording holds no ${recording.request.registry}`)
  return file
}

export function requestOf(recording: Pick<Recording, 'request'>): { environment?: string; components: readonly string[] } {
  const { environment, components } = recording.request
  return { ...(environment === null ? {} : { environment }), components }
}
