import * as z from 'zod'
import { type OsvRecord, readOsvRecord } from './osv-record.ts'

/** What one file of a database holds. One broken record does not lose the others of its file. */
export interface ReadFile {
  records: readonly OsvRecord[]
  /** Why something was left out, each one sentence. */
  problems: readonly string[]
}

/**
 * Records of one JSON file: a record, a list of records, or an answer of the OSV API with `vulns`. Never throws.
 */
export function readOsvFile(text: string): ReadFile {
  const found = recordsOf(text)
  if (found === null) return { records: [], problems: ['no JSON, or it breaks off'] }
  const read = found.map(readOsvRecord)
  return {
    records: read.flatMap((one) => (one.ok ? [one.record] : [])),
    problems: read.flatMap((one) => (one.ok ? [] : [one.reason])),
  }
}

/** What a file holds, unread; null where it is no JSON. */
export function recordsOf(text: string): readonly unknown[] | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  if (Array.isArray(json)) return json
  const answer = answerSchema.safeParse(json)
  return answer.success ? answer.data.vulns : [json]
}

/** What the API answers; a record that has a key of that name is none. */
const answerSchema = z.object({ vulns: z.array(z.unknown()), id: z.undefined().optional() })
