import * as z from 'zod'
import { LEDGER_EVENTS, type LedgerRecord } from '../model/ledger.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const move = z.looseObject({ component: z.string(), environment: z.string().nullable(), from: z.string(), to: z.string() })
const value = z.looseObject({ version: z.string(), digest: z.string().optional(), checksum: z.string().optional() })
const path = z.looseObject({
  path: z.string(),
  pin: z.number().int().optional(),
  beforeBlob: z.string(),
  afterBlob: z.string(),
  before: value,
  after: value,
})
const point = move.extend({ paths: z.array(path), siblings: z.array(z.string()), lockstep: z.boolean() })

const record = z.looseObject({
  event: z.enum(LEDGER_EVENTS),
  at: z.number(),
  actor: z.looseObject({ login: z.string(), type: z.enum(['bot', 'person']), onBehalfOf: z.string().optional() }),
  moves: z.array(move),
  proposal: z.looseObject({ id: z.string(), number: z.number().nullable(), url: z.string().nullable(), branch: z.string() }).optional(),
  commit: z.string().optional(),
  why: z.looseObject({ reason: z.string(), incident: z.string().optional(), evidence: z.array(z.string()).optional() }).optional(),
  decision: z.looseObject({ risk: z.string(), decision: z.string(), digest: z.string(), reasons: z.array(z.string()) }).optional(),
  points: z.array(point).optional(),
  merge: z
    .looseObject({
      method: z.enum(['merge', 'squash', 'rebase', 'unknown']),
      commits: z.array(z.string()),
      mergedBy: z.string().nullable(),
      approvals: z.array(z.string()),
    })
    .optional(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  seq: z.number().int().positive(),
  prev: hash,
  hash,
})

/** One line as a record, with members that this version does not know left in: they are part of what was hashed. Null where it is none. */
export function parseRecord(line: string): LedgerRecord | null {
  try {
    const read = record.safeParse(JSON.parse(line))
    // Optional members of the schema may be `undefined` by type alone; JSON has none.
    return read.success ? (read.data as LedgerRecord) : null
  } catch {
    return null
  }
}
