import * as z from 'zod'
import { fail } from '../core/model/problems.ts'
import type { Recording } from './recording.ts'

/** A recording as the text of a file: what `--record` writes and `--replay` reads. Apart from the recording itself, for most runs need neither. */
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
