import type { Duration, Instant } from '../core/model/instant.ts'
import { HOUR, SECOND } from '../core/model/instant.ts'
import type { Cache, CacheEntry } from '../ports/cache.ts'
import type { HttpRequest, Kept, KeptName } from '../ports/http.ts'
import type { HttpOptions } from './http.ts'
import type { Host } from './http-hosts.ts'
import { noCounts, type ServiceCounts } from './http-statistics.ts'
import { keptKey } from './http-stored.ts'
import type { Transport } from './http-transport.ts'

/** One client: its options and what it remembers of hosts and services. */
export interface Client {
  options: HttpOptions
  transport: Transport
  hosts: Map<string, Host>
  services: Map<string, ServiceCounts>
  now(): Instant
}

/**
 * Answers that a host's secret opened are kept apart from those that anybody gets, whichever secret it was: a job's token is new each time.
 * A token that was itself an answer (registries give one to anybody) changes nothing: the stored answer is found before it is fetched.
 * Offline there is nobody to ask for a token's rights, so that both kinds are looked through, one's own first.
 */
export function partitionsOf(asked: { url: string; service: string }, options: HttpOptions): readonly [string, ...string[]] {
  const host = URL.parse(asked.url)?.host ?? ''
  const [own, other] = options.credentials?.(host, asked.service) === undefined ? ['anyone', 'token'] : ['token', 'anyone']
  const tenant = options.partition ?? ''
  return options.offline === true ? [`${tenant}|${own}`, `${tenant}|${other}`] : [`${tenant}|${own}`]
}

/** The first stored entry under one of the keys. */
export function storedUnder(keys: readonly string[], cache: Cache | undefined): CacheEntry | null {
  for (const key of keys) {
    const entry = cache?.get(key) ?? null
    if (entry !== null) return entry
  }
  return null
}

export function keptTexts(client: Client, cache: Cache): Kept {
  const { options, now } = client
  const sources = new Map<string, { origin: string; partitions: readonly string[] }>()
  const keysOf = (kept: KeptName) => {
    // Thousands of lists come from a handful of services.
    const { origin, partitions } = ensure(sources, `${kept.service} ${kept.url}`, () => ({
      origin: new URL(kept.url).origin,
      partitions: partitionsOf(kept, options),
    }))
    return partitions.map((partition) => keptKey({ ...kept, origin }, partition))
  }
  return {
    get(kept) {
      const entry = usable(storedUnder(keysOf(kept), cache), client)
      if (entry === null) return null
      const age = now() - entry.storedAt
      const fresh = age >= 0 && age < (options.ttl ?? HOUR)
      if (fresh) ensure(client.services, kept.service, noCounts).cacheHits += 1
      return { text: entry.body, storedAt: entry.storedAt, fresh }
    },
    set(texts) {
      const storedAt = now()
      const entry = (text: string): CacheEntry => ({ status: 200, headers: {}, body: text, url: '', storedAt })
      cache.setMany(texts.map(({ text, ...kept }) => [keysOf(kept)[0] ?? '', entry(text)] as const))
    },
  }
}

export function isFresh(entry: CacheEntry, request: HttpRequest, client: Client): boolean {
  const age = client.now() - entry.storedAt
  return age >= 0 && age < ttlOf(request, client.options)
}

function ttlOf(request: HttpRequest, options: HttpOptions): Duration {
  return request.ttl === undefined ? (options.ttl ?? HOUR) : request.ttl * SECOND
}

/** A stored answer that may stand in for one that cannot be had. */
export function usable(entry: CacheEntry | null, client: Client): CacheEntry | null {
  const { maxAge } = client.options
  if (entry === null || (maxAge !== undefined && client.now() - entry.storedAt > maxAge)) return null
  return entry
}

export function ensure<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
