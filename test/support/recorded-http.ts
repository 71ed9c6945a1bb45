import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Answer } from '../../src/core/model/release.ts'
import { type Http, HttpFailure, type HttpRequest, type HttpResponse } from '../../src/ports/http.ts'

/** One recorded request with its answer. The body stands in the file itself, or beside it under its own name. */
const exchangeSchema = z.object({
  method: z.enum(['GET', 'HEAD', 'POST']).default('GET'),
  url: z.string(),
  /** Whether the request must, or must not, carry its own authorization. */
  authorization: z.string().nullable().optional(),
  status: z.number().default(200),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown().optional(),
  bodyFile: z.string().optional(),
})
export type Exchange = z.infer<typeof exchangeSchema>

const querySchema = z
  .object({
    component: z.string().default('component'),
    package: z.string(),
    url: z.string().optional(),
    tagPrefix: z.string().optional(),
    reach: z.array(z.string()).optional(),
    assets: z.boolean().optional(),
    source: z.record(z.string(), z.unknown()).default({}),
  })
  .strict()

const caseSchema = z
  .object({
    about: z.string(),
    token: z.boolean().default(false),
    /** Files of the repository that is looked at. */
    files: z.record(z.string(), z.string()).default({}),
    queries: z.array(querySchema),
  })
  .strict()

/** A folder `fixtures/datasources/<id>/<case>`. */
export interface RecordedCase {
  id: string
  name: string
  folder: string
  about: string
  token: boolean
  files: Record<string, string>
  queries: z.infer<typeof querySchema>[]
  exchanges: Exchange[]
  answers: Answer[] | null
}

export const FIXTURES = join(import.meta.dirname, '../../fixtures/datasources')

export function recordedCases(id: string): RecordedCase[] {
  const root = join(FIXTURES, id)
  if (!existsSync(root)) return []
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => readCase(id, entry.name))
}

/** Recorded exchanges of a folder's `http.json`, with their bodies. */
export function readExchanges(folder: string): Exchange[] {
  if (!existsSync(join(folder, 'http.json'))) return []
  const exchanges = z.array(exchangeSchema).parse(JSON.parse(readFileSync(join(folder, 'http.json'), 'utf8')))
  return exchanges.map((exchange) => ({ ...exchange, body: bodyOf(exchange, folder) }))
}

function readCase(id: string, name: string): RecordedCase {
  const folder = join(FIXTURES, id, name)
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'))
  const answers = existsSync(join(folder, 'answer.json')) ? (read('answer.json') as Answer[]) : null
  return { id, name, folder, ...caseSchema.parse(read('query.json')), exchanges: readExchanges(folder), answers }
}

function bodyOf(exchange: Exchange, folder: string): string {
  if (exchange.bodyFile !== undefined) return readFileSync(join(folder, exchange.bodyFile), 'utf8')
  return typeof exchange.body === 'string' ? exchange.body : exchange.body === undefined ? '' : JSON.stringify(exchange.body)
}

export interface RecordedHttp extends Http {
  requests: HttpRequest[]
  /** Requests that the recording does not hold. */
  unknown: string[]
}

/** Answers from a recording alone: what is not in it fails, and is told. */
export function recordedHttp(
  exchanges: readonly Exchange[],
  options: { token?: boolean; change?(response: HttpResponse): HttpResponse | Error } = {},
): RecordedHttp {
  const requests: HttpRequest[] = []
  const unknown: string[] = []
  return {
    requests,
    unknown,
    hasToken: () => options.token ?? false,
    async request(request) {
      requests.push(request)
      const method = request.method ?? 'GET'
      const found = exchanges.find((one) => one.method === method && one.url === request.url && authorized(one, request))
      if (found === undefined && options.change === undefined) {
        unknown.push(`${method} ${request.url}`)
        throw new HttpFailure('network', `not recorded: ${method} ${request.url}`)
      }
      const { status, headers, body } = found ?? { status: 404, headers: {}, body: '' }
      const response: HttpResponse = { status, headers, body: String(body), url: request.url, origin: 'network' }
      const changed = options.change?.(response) ?? response
      if (changed instanceof Error) throw changed
      return changed
    },
  }
}

function authorized(exchange: Exchange, request: HttpRequest): boolean {
  return exchange.authorization === undefined || (request.headers?.['authorization'] ?? null) === exchange.authorization
}
