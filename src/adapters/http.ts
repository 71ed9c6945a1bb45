import { setTimeout as delay } from 'node:timers/promises'
import { type Duration, type Instant, MINUTE } from '../core/model/instant.ts'
import { checkWebAddress } from '../core/model/web-address.ts'
import type { Cache, CacheEntry } from '../ports/cache.ts'
import { type Http, HttpFailure, type HttpRequest, type HttpResponse } from '../ports/http.ts'
import type { Log } from '../ports/log.ts'
import { exchangeOf } from './http-exchange.ts'
import { belowThreshold, createHost, type Host, resourceOf } from './http-hosts.ts'
import { sendPatiently } from './http-retries.ts'
import { type HttpStatistics, noCounts, type ServiceCounts, summarise } from './http-statistics.ts'
import { type Client, ensure, isFresh, keptTexts, partitionsOf, storedUnder, usable } from './http-store.ts'
import { cacheKey, entryOf, fromEntry, isStorable } from './http-stored.ts'
import { createTransport, type Transport } from './http-transport.ts'

export interface HttpOptions {
  /** Absent: nothing is kept and nothing read. */
  cache?: Cache
  /** Absent: the system's clock. */
  now?(): Instant
  sleep?(time: Duration): Promise<void>
  random?(): number
  /** Never asks; what is not in the cache fails with `offline`. */
  offline?: boolean
  /** Longest silence of an upstream. Absent: 30 s. */
  timeout?: Duration
  /** For how long a stored answer is used without asking. Absent: 1 h. */
  ttl?: Duration
  /** The oldest stored answer that may stand in for one that cannot be had. Absent: any. */
  maxAge?: Duration
  /** With this much of a quota left, the run goes on from the cache. Absent or 0: never. */
  rateLimitThreshold?: number
  /** Concurrent requests a host. Absent: 10. */
  concurrency?: number
  /** The same by service, `datasources.<id>.concurrency`. */
  serviceConcurrency?: Readonly<Record<string, number>>
  /** Absent: 3. */
  retries?: number
  /** The longest one request waits for limits, in all. Absent: 1 min. */
  patience?: Duration
  /** The value of the `authorization` header for a host (with port where one is given), or undefined. */
  credentials?(host: string, service: string): string | undefined
  /** Keeps the stored answers of tenants apart. Absent: one for all. */
  partition?: string
  /** `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, as in the environment. */
  proxyEnv?: Readonly<Record<string, string | undefined>>
  userAgent?: string
  log?: Pick<Log, 'debug' | 'warn'>
  /** Absent: Node's own client. */
  transport?: Transport
}

export type HttpClient = Http & { hasToken(url: string, service: string): boolean } & { statistics(): HttpStatistics; close(): void }

/** The way out: cache, credentials, concurrency, limits, retries, redirects. Opens nothing before the first request. */
export function createHttp(options: HttpOptions = {}): HttpClient {
  const transport = options.transport ?? createTransport({ ...(options.proxyEnv && { proxyEnv: options.proxyEnv }) })
  const hosts = new Map<string, Host>()
  const services = new Map<string, ServiceCounts>()
  const underWay = new Map<string, Promise<HttpResponse>>()
  const client = { options, transport, hosts, services, now: options.now ?? Date.now }
  return {
    request(request) {
      const keys = partitionsOf(request, options).map((partition) => cacheKey(request, partition))
      const key = keys[0] ?? ''
      const running = underWay.get(key)
      if (running !== undefined) return running
      const answer = answerOne(client, request, keys).finally(() => underWay.delete(key))
      underWay.set(key, answer)
      return answer
    },
    // Offline everything comes from the store, which may hold what a token once opened.
    hasToken: (url, service) => options.offline === true || options.credentials?.(URL.parse(url)?.host ?? '', service) !== undefined,
    ...(options.cache !== undefined && { kept: keptTexts(client, options.cache) }),
    statistics: () => summarise(services, hosts),
    close: () => transport.close(),
  }
}

async function answerOne(client: Client, request: HttpRequest, keys: readonly string[]): Promise<HttpResponse> {
  const address = checkWebAddress(request.url)
  if (!address.ok) throw new HttpFailure('insecure-url', `${withoutSecrets(request.url)}: ${address.reason}`)
  const { options } = client
  const counts = ensure(client.services, request.service, noCounts)
  const host = ensure(client.hosts, address.url.host, createHost)
  const entry = storedUnder(keys, options.cache)
  if (entry !== null && isFresh(entry, request, client)) {
    counts.cacheHits += 1
    return fromEntry(entry, 'cache')
  }
  try {
    refuseToAsk(client, address.url, request, host)
    return await ask(client, { request, key: keys[0] ?? '', entry, url: address.url, host, counts })
  } catch (error) {
    const standIn = error instanceof HttpFailure && error.code !== 'insecure-url' ? usable(entry, client) : null
    if (standIn === null) {
      counts.failures += 1
      throw error
    }
    counts.stale += 1
    options.log?.debug(`${address.url.host}: answered from the cache of ${new Date(standIn.storedAt).toISOString()}`)
    return fromEntry(standIn, 'stale-cache')
  }
}

/** @throws HttpFailure where the run may not ask: offline, or the quota is to be spared */
function refuseToAsk(client: Client, url: URL, request: HttpRequest, host: Host): void {
  if (client.options.offline === true) throw new HttpFailure('offline', `${url.host}: offline, and no stored answer`)
  const threshold = client.options.rateLimitThreshold ?? 0
  const quota = host.quota(resourceOf(request.method ?? 'GET', url))
  if (quota === undefined || threshold === 0 || !belowThreshold(quota, threshold, client.now())) return
  const message = `${url.host}: ${quota.remaining} requests left of ${quota.limit}, kept back by rate_limit_threshold`
  throw new HttpFailure('rate-limited', message, quota.reset)
}

interface Asking {
  request: HttpRequest
  key: string
  entry: CacheEntry | null
  url: URL
  host: Host
  counts: ServiceCounts
}

async function ask(client: Client, asking: Asking): Promise<HttpResponse> {
  const { options, transport, now } = client
  const { request, entry, counts } = asking
  const { answer, url } = await sendPatiently(
    {
      exchange: exchangeOf(request, asking.url, entry, options),
      host: asking.host,
      counts,
      concurrency: options.serviceConcurrency?.[request.service] ?? options.concurrency ?? 10,
      retries: request.retries ?? options.retries ?? 3,
    },
    {
      transport,
      now,
      sleep: options.sleep ?? ((time) => delay(time)),
      random: options.random ?? Math.random,
      patience: options.patience ?? MINUTE,
    },
  )
  if (answer.status === 200) counts.batched += (request.questions ?? 1) - 1
  if (answer.status === 304 && entry !== null) {
    counts.revalidated += 1
    options.cache?.touch(asking.key, now())
    return fromEntry({ ...entry, storedAt: now() }, 'revalidated')
  }
  const standIn = answer.status >= 500 ? usable(entry, client) : null
  if (standIn !== null) {
    counts.stale += 1
    return fromEntry(standIn, 'stale-cache')
  }
  if (options.cache !== undefined && isStorable(request, answer)) options.cache.set(asking.key, entryOf(answer, url, now()))
  return { status: answer.status, headers: answer.headers, body: answer.body, url, origin: 'network' }
}

/** For a message: no password of the address, no query. */
function withoutSecrets(text: string): string {
  const url = URL.parse(text)
  return url === null ? 'the address' : `${url.protocol}//${url.host}${url.pathname}`
}
