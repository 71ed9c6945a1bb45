import * as z from 'zod'
import type { AdvisoryAnswer } from '../../core/model/advisory-answer.ts'
import type { Cause } from '../../core/model/release.ts'
import type { HttpResponse } from '../../ports/http.ts'
import { originOf, staleNotice } from '../_answers.ts'
import type { AdvisoryRequest, AdvisorySource } from './contract.ts'
import { type Batched, type OsvQuery, queryBatches, queryKey } from './osv-batch.ts'
import { type FetchedRecord, fetchRecords } from './osv-records.ts'

/** Asks OSV.dev, or what stands in for it: one batch for all versions, then each record that was named, once. */
export const osvApi: AdvisorySource = {
  id: 'osv',
  label: 'OSV.dev: the databases of GitHub, Go, PyPI, RustSec, Bitnami, the distributions and others in one',
  docs: 'https://google.github.io/osv.dev/api/',
  async lookUp(requests, io) {
    const answered = await queryBatches(requests.flatMap(queriesOf), io)
    const wanted = new Map([...answered.values()].flatMap((one) => ('hits' in one ? one.hits.map((hit) => [hit.id, hit] as const) : [])))
    const records = await fetchRecords([...wanted.values()], io)
    return requests.map((request) => answerOf(request, answered, records))
  },
}

function queriesOf({ packages }: AdvisoryRequest): OsvQuery[] {
  return packages.flatMap((one) => one.versions.map((version) => ({ ecosystem: one.ecosystem, package: one.package, version })))
}

function answerOf(
  request: AdvisoryRequest,
  answered: ReadonlyMap<string, Batched>,
  fetched: ReadonlyMap<string, FetchedRecord>,
): AdvisoryAnswer {
  const queries = queriesOf(request)
  const responses: HttpResponse[] = []
  const found = new Map<string, { json: Record<string, unknown>; hit: OsvQuery[] }>()
  const refused: Cause[] = []
  for (const query of queries) {
    const batched = answered.get(queryKey(query))
    if (batched === undefined) continue
    if ('cause' in batched) {
      if (!batched.refused) return { ok: false, cause: batched.cause }
      refused.push(batched.cause)
      continue
    }
    responses.push(batched.response)
    for (const { id } of batched.hits) {
      const record = fetched.get(id)
      if (record === undefined) continue
      if ('cause' in record) return { ok: false, cause: record.cause }
      responses.push(record.response)
      const known = found.get(id) ?? { json: record.json, hit: [] }
      known.hit.push(query)
      found.set(id, known)
    }
  }
  const [first] = refused
  if (first !== undefined && refused.length === queries.length) return { ok: false, cause: first }
  const notices = [...new Set(refused.map(({ message }) => message)), ...staleNotice(responses)]
  return {
    ok: true,
    records: [...found.values()].map(({ json, hit }) => withHits(json, hit)),
    origin: originOf(responses.map((one) => one.origin)),
    ...(notices.length > 0 && { notices }),
  }
}

const affectedSchema = z.array(z.unknown()).catch([])

/**
 * The record with the versions that the service says it affects listed in it: OSV.dev knows commits and tags that ranges do not name.
 */
function withHits(json: Record<string, unknown>, hit: readonly OsvQuery[]): unknown {
  const listed = hit.map(({ ecosystem, package: name, version }) => ({ package: { ecosystem, name }, versions: [version] }))
  return { ...json, affected: [...affectedSchema.parse(json['affected']), ...listed] }
}
