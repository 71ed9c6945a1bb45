import * as z from 'zod'
import type { Cause } from '../../core/model/release.ts'
import type { HttpResponse } from '../../ports/http.ts'
import { fetchJson, invalid } from '../_fetch.ts'
import type { DatasourceIo } from '../contract.ts'

/** Is this version of this package affected? */
export interface OsvQuery {
  ecosystem: string
  package: string
  version: string
}

/** A record that a query hit, and when it last changed: only then must it be read again. */
export interface OsvHit {
  id: string
  modified: string
}

/** What was said to one query. `refused`: the service does not understand it, and never will. */
export type Batched = { hits: OsvHit[]; response: HttpResponse } | { cause: Cause; refused: boolean }

/** The service's own limit. */
const MAX_QUERIES = 1000
/** Each round asks for the next page of those that have one; nothing honest needs as many. */
const MAX_PAGES = 20

const resultSchema = z.object({
  vulns: z.array(z.object({ id: z.string(), modified: z.string().catch('') })).nullish(),
  next_page_token: z.string().nullish(),
})
/** Results stand by position; one without hits is `{}`. */
const batchSchema = z.object({ results: z.array(resultSchema.nullish()) })

interface Page {
  query: OsvQuery
  token?: string
}

export function queryKey({ ecosystem, package: name, version }: OsvQuery): string {
  return JSON.stringify([ecosystem, name, version])
}

/** Asks all distinct queries, as few requests as possible, all pages. Keyed by {@link queryKey}. */
export async function queryBatches(queries: readonly OsvQuery[], io: DatasourceIo): Promise<Map<string, Batched>> {
  const answered = new Map<string, Batched>()
  let open: Page[] = [...new Map(queries.map((query) => [queryKey(query), query])).values()].map((query) => ({ query }))
  for (let round = 0; open.length > 0; round += 1) {
    const chunks = Array.from({ length: Math.ceil(open.length / MAX_QUERIES) }, (_, at) =>
      open.slice(at * MAX_QUERIES, (at + 1) * MAX_QUERIES),
    )
    const next = await Promise.all(chunks.map((chunk) => askChunk(chunk, io, answered)))
    open = next.flat()
    if (round + 1 < MAX_PAGES) continue
    for (const { query } of open) answered.set(queryKey(query), { cause: endless(query), refused: false })
    break
  }
  return answered
}

/** One request; of a chunk that is refused as a whole each half is asked alone, so that one odd query does not take the others with it. */
async function askChunk(chunk: readonly Page[], io: DatasourceIo, answered: Map<string, Batched>): Promise<Page[]> {
  const body = JSON.stringify({ queries: chunk.map(wireQuery) })
  const headers = { 'content-type': 'application/json' }
  const url = `${io.baseUrl('osv')}/v1/querybatch`
  const what = `advisories of ${chunk.length === 1 ? nameOf(chunk[0]) : `${chunk.length} versions`}`
  const answer = await fetchJson(io.http, { url, method: 'POST', service: 'osv', headers, body }, batchSchema, what)
  if (!answer.ok) {
    const refused = answer.response?.status === 400
    if (refused && chunk.length > 1) {
      const middle = chunk.length >> 1
      return (await Promise.all([askChunk(chunk.slice(0, middle), io, answered), askChunk(chunk.slice(middle), io, answered)])).flat()
    }
    const cause = refused ? { ...answer.cause, message: `OSV does not know how to look up ${nameOf(chunk[0])}` } : answer.cause
    for (const { query } of chunk) answered.set(queryKey(query), { cause, refused })
    return []
  }
  const { results } = answer.value
  if (results.length !== chunk.length) {
    const cause = invalid(answer.response, what, `${results.length} results for ${chunk.length} queries`)
    for (const { query } of chunk) answered.set(queryKey(query), { cause, refused: false })
    return []
  }
  return chunk.flatMap(({ query }, at) => absorb(query, results[at] ?? {}, answer.response, answered))
}

function absorb(query: OsvQuery, result: z.infer<typeof resultSchema>, response: HttpResponse, answered: Map<string, Batched>): Page[] {
  const known = answered.get(queryKey(query))
  const before = known !== undefined && 'hits' in known ? known.hits : []
  answered.set(queryKey(query), { hits: [...before, ...(result.vulns ?? [])], response })
  const token = result.next_page_token
  return token ? [{ query, token }] : []
}

/** A version stands beside the package, never in a package URL too: that is a 400. */
function wireQuery({ query, token }: Page): unknown {
  const { ecosystem, package: name, version } = query
  return { package: { ecosystem, name }, version, ...(token === undefined ? {} : { page_token: token }) }
}

function nameOf(page: Page | undefined): string {
  const { ecosystem = '', package: name = '', version = '' } = page?.query ?? {}
  return `${ecosystem} ${name} ${version}`.slice(0, 200)
}

function endless(query: OsvQuery): Cause {
  return { code: 'invalid-answer', message: `advisories of ${nameOf({ query })}: more than ${MAX_PAGES} pages` }
}
