import type { Host } from './http-hosts.ts'
import type { RateLimit } from './http-limits.ts'

export interface ServiceCounts {
  /** Sent on the wire, repeated ones included. */
  requests: number
  retries: number
  /** Answered from the cache without asking. */
  cacheHits: number
  /** Answered together with another question, in one request. */
  batched: number
  /** Answered by 304. */
  revalidated: number
  /** Answered by the cache because upstream could not be asked. */
  stale: number
  failures: number
}

/** What the network cost a run, for reports and metrics. */
export interface HttpStatistics extends ServiceCounts {
  /** By datasource id. */
  services: Readonly<Record<string, ServiceCounts>>
  /** The quota that each host last told. */
  rateLimits: readonly (RateLimit & { host: string; resource: string })[]
}

export function noCounts(): ServiceCounts {
  return { requests: 0, retries: 0, cacheHits: 0, batched: 0, revalidated: 0, stale: 0, failures: 0 }
}

export function summarise(services: ReadonlyMap<string, ServiceCounts>, hosts: ReadonlyMap<string, Host>): HttpStatistics {
  const total = noCounts()
  const rows = [...services].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [, counts] of rows) {
    for (const key of COUNTERS) total[key] += counts[key]
  }
  const rateLimits = [...hosts].flatMap(([host, state]) =>
    [...state.resources()].map(([resource, quota]) => ({ host, resource, ...quota })),
  )
  return { ...total, services: Object.fromEntries(rows.map(([id, counts]) => [id, { ...counts }])), rateLimits }
}

const COUNTERS = ['requests', 'retries', 'cacheHits', 'batched', 'revalidated', 'stale', 'failures'] as const
