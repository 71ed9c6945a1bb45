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
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return { records: [], problems: [`no JSON: ${error instanceof Error ? error.message : String(error)}`] }
  }
  const read = recordsIn(json).map(readOsvRecord)
  return {
    records: read.flatMap((one) => (one.ok ? [one.record] : [])),
    problems: read.flatMap((one) => (one.ok ? [] : [one.reason])),
  }
}

function recordsIn(json: unknown): readonly unknown[] {
  if (Array.isArray(json)) return json
  const isAnswer = typeof json === 'object' && json !== null && 'vulns' in json && !('id' in json)
  return isAnswer && Array.isArray(json.vulns) ? json.vulns : [json]
}
