import * as z from 'zod'
import type { Cause } from '../../core/model/release.ts'
import type { HttpResponse } from '../../ports/http.ts'
import { fetchJson } from '../_fetch.ts'
import type { DatasourceIo } from '../contract.ts'
import type { OsvHit } from './osv-batch.ts'

export type FetchedRecord = { json: Record<string, unknown>; response: HttpResponse } | { cause: Cause }

/** A record that has not changed since is the same for ever. */
const A_MONTH = 30 * 86_400

const recordSchema = z.looseObject({ id: z.string() })

/** Every record by its id. A batch gives ids alone. */
export async function fetchRecords(hits: readonly OsvHit[], io: DatasourceIo): Promise<Map<string, FetchedRecord>> {
  const fetched = await Promise.all(hits.map(async (hit) => [hit.id, await fetchRecord(hit, io)] as const))
  return new Map(fetched)
}

async function fetchRecord({ id, modified }: OsvHit, io: DatasourceIo): Promise<FetchedRecord> {
  if (!/^[A-Za-z0-9][\w.:-]{0,99}$/.test(id))
    return { cause: { code: 'invalid-answer', message: 'OSV named an advisory by something that is no id' } }
  const url = `${io.baseUrl('osv')}/v1/vulns/${encodeURIComponent(id)}`
  const kept = modified === '' ? {} : { cacheKey: `${url}#${modified}`, ttl: A_MONTH }
  const answer = await fetchJson(io.http, { url, service: 'osv', ...kept }, recordSchema, `advisory ${id}`)
  return answer.ok ? { json: answer.value, response: answer.response } : { cause: answer.cause }
}
