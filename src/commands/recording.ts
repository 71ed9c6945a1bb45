import * as z from 'zod'
import type { AdvisoryAnswer } from '../core/model/advisory-answer.ts'
import type { SkippedChecks } from '../core/model/finding.ts'
import { fail } from '../core/model/problems.ts'
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

const fileSchema = z.object({ path: z.string(), text: z.string(), blob: z.string(), mode: z.string() })
const causeSchema = z.object({ code: z.string(), message: z.string(), retryAt: z.number().optional() })
const answerSchema = z.discriminatedUnion('ok', [
  z.looseObject({ ok: z.literal(true), releases: z.array(z.looseObject({ tag: z.string(), version: z.string() })), origin: z.string() }),
  z.object({ ok: z.literal(false), cause: causeSchema }),
])
const notesSchema = z.discriminatedUnion('ok', [
  z.looseObject({
    ok: z.literal(true),
    documents: z.array(z.looseObject({ kind: z.enum(['release', 'changelog']), text: z.string(), url: z.string() })),
  }),
  z.object({ ok: z.literal(false), cause: causeSchema }),
])

const advisoriesSchema = z.discriminatedUnion('ok', [
  z.looseObject({ ok: z.literal(true), records: z.array(z.unknown()), origin: z.string() }),
  z.object({ ok: z.literal(false), cause: causeSchema }),
])

const historySchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({ state: z.literal('missing'), why: z.string() }),
  z.object({
    state: z.literal('kept'),
    events: z.record(
      z.string(),
      z.array(z.looseObject({ event: z.string(), at: z.number(), environment: z.string().nullable(), from: z.string(), to: z.string() })),
    ),
  }),
])

const orderSchema = z.object({
  order: z.enum(['ignore', 'hold', 'approve-risk', 'open-now']),
  component: z.string(),
  environment: z.string().nullable(),
  from: z.string(),
  to: z.string(),
  until: z.number().optional(),
  by: z.string(),
  why: z.string().optional(),
  at: z.number(),
  url: z.string().optional(),
  pull: z.object({ number: z.number(), url: z.string().nullable() }).optional(),
})

const recordingSchema = z.object({
  schema: z.literal('pinwarden/recording@1'),
  now: z.number(),
  request: z.object({
    registry: z.string(),
    environment: z.string().nullable(),
    components: z.array(z.string()),
    skipped: z.object({ checks: z.array(z.string()), reason: z.string() }).optional(),
  }),
  repository: z.string().nullable(),
  base: z.object({ branch: z.string(), commit: z.string() }).nullable(),
  files: z.array(fileSchema),
  paths: z.array(z.string()),
  answers: z.record(z.string(), answerSchema),
  notes: z.record(z.string(), notesSchema),
  lifecycles: z.record(z.string(), answerSchema).default({}),
  seen: z.record(z.string(), z.object({ content: z.string(), at: z.number(), changedAt: z.number().optional() })).default({}),
  artifacts: z.record(z.string(), z.looseObject({ name: z.string(), state: z.string() })).default({}),
  attestations: z.record(z.string(), z.looseObject({ state: z.string() })).default({}),
  signatures: z.record(z.string(), z.looseObject({ state: z.string() })).optional(),
  advisories: z.record(z.string(), advisoriesSchema).default({}),
  conditions: z
    .record(
      z.string(),
      z.object({
        tag: z.string().nullable(),
        platforms: z.array(z.string()).optional(),
        hasAsset: z.boolean().optional(),
        failure: z.string().optional(),
      }),
    )
    .optional(),
  history: historySchema.optional(),
  orders: z.array(orderSchema).optional(),
  unlimited: z.boolean().optional(),
  statistics: z.object({
    requests: z.number(),
    cacheHits: z.number(),
    batched: z.number().optional(),
    revalidated: z.number(),
    stale: z.number(),
  }),
})

export function formatRecording(recording: Recording): string {
  return `${JSON.stringify(recording, null, 1)}\n`
}

/** @throws ProblemError `recording-invalid` with the place inside the document */
export function parseRecording(text: string, file: string): Recording {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return fail('recording-invalid', `${file} is no JSON: ${error instanceof Error ? error.message : error}.`, {
      at: { file },
      help: 'Make a new one with `--record`.',
    })
  }
  const read = recordingSchema.safeParse(value)
  if (!read.success) {
    const [issue] = read.error.issues
    return fail('recording-invalid', `${file} is no recording of Pinwarden: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`, {
      at: { file },
      help: 'Make a new one with `--record`.',
    })
  }
  // The schema holds the shape that replaying depends on; optional fields of releases pass through as they were written.
  return read.data as Recording
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
