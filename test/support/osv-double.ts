import * as z from 'zod'
import { indexRecords } from '../../src/core/advisories/advisory-index.ts'
import { readOsvRecord } from '../../src/core/advisories/osv-record.ts'
import type { Http, HttpRequest, HttpResponse } from '../../src/ports/http.ts'

/** A part of OSV.dev: `POST /v1/querybatch` and `GET /v1/vulns/{id}` over records of ours, as strict as the service. */
export interface OsvDouble {
  answer(method: string, path: string, body: string): { status: number; json: unknown }
}

export interface OsvDoubleOptions {
  /** Ids on one page of a result. */
  pageSize?: number
}

const batchSchema = z.object({
  queries: z.array(
    z.object({
      package: z.object({ ecosystem: z.string().optional(), name: z.string().optional(), purl: z.string().optional() }),
      version: z.string().optional(),
      page_token: z.string().optional(),
    }),
  ),
})

/** Ecosystems that the service looks up; anything else is a 400 for the whole batch. */
const ECOSYSTEMS =
  /^(?:npm|PyPI|Hex|RubyGems|crates\.io|Go|Maven|NuGet|Packagist|Pub|GitHub Actions|Bitnami|GIT|OSS-Fuzz|Kubernetes|Alpine:v[\d.]+|Debian:\d+|Ubuntu:.+)$/

export function osvDouble(records: readonly unknown[], { pageSize = 1000 }: OsvDoubleOptions = {}): OsvDouble {
  const read = records.flatMap((json) => {
    const found = readOsvRecord(json)
    return found.ok ? [{ json, record: found.record }] : []
  })
  const indexes = read.map(({ record }) => ({ record, index: indexRecords([record]) }))
  const hitsOf = (ecosystem: string, name: string, version: string) =>
    indexes.filter(({ index }) => index.query({ ecosystem, package: name, version }).advisories.length > 0).map(({ record }) => record)
  return {
    answer(method, path, body) {
      const id = /^\/v1\/vulns\/([^/]+)$/.exec(path)?.[1]
      if (method === 'GET' && id !== undefined) {
        const found = read.find(({ record }) => record.id === decodeURIComponent(id))
        return found === undefined ? { status: 404, json: { code: 5, message: 'Bug not found.' } } : { status: 200, json: found.json }
      }
      if (method !== 'POST' || path !== '/v1/querybatch') return { status: 404, json: { code: 5, message: 'Not Found' } }
      const { queries } = batchSchema.parse(JSON.parse(body))
      const refused = queries.length > 1000 ? 'Too many queries.' : queries.map(refusal).find((reason) => reason !== null)
      if (refused != null) return { status: 400, json: { code: 3, message: refused } }
      const results = queries.map(({ package: named, version = '', page_token: token = '0' }) => {
        const hits = hitsOf(named.ecosystem ?? '', named.name ?? '', version)
        const end = Number(token) + pageSize
        const page = hits.slice(Number(token), end).map((one) => ({ id: one.id, modified: one.modified }))
        return { ...(page.length > 0 ? { vulns: page } : {}), ...(hits.length > end ? { next_page_token: String(end) } : {}) }
      })
      return { status: 200, json: { results } }
    },
  }
}

function refusal({ package: named, version }: z.infer<typeof batchSchema>['queries'][number]): string | null {
  if (named.purl !== undefined)
    return named.purl.includes('@') && version !== undefined ? 'version specified in params and PURL query' : null
  return ECOSYSTEMS.test(named.ecosystem ?? '') ? null : 'Invalid ecosystem.'
}

/** The double as the way out of a datasource, without a network. */
export function osvHttp(double: OsvDouble): Http & { requests: HttpRequest[] } {
  const requests: HttpRequest[] = []
  return {
    requests,
    async request(request): Promise<HttpResponse> {
      requests.push(request)
      const { status, json } = double.answer(request.method ?? 'GET', new URL(request.url).pathname, request.body ?? '')
      return { status, headers: {}, body: JSON.stringify(json), url: request.url, origin: 'network' }
    },
  }
}
