import type { Instant } from '../core/model/instant.ts'

/** One request to an upstream. Only http(s) URLs; plain http to loopback alone. */
export interface HttpRequest {
  method?: 'GET' | 'HEAD' | 'POST'
  url: string
  /** An `authorization` named here is sent instead of the host's own credentials, and like those never to another host. */
  headers?: Readonly<Record<string, string>>
  body?: string
  /** Datasource id: decides credentials, concurrency and metrics. */
  service: string
  /** Names the answer in the cache where URL, headers and body do not. */
  cacheKey?: string
  /** Seconds for which a stored answer is used without asking. Absent: the run's default. 0: always ask. */
  ttl?: number
  /** How many questions travel in it, each of which would else be a request. Absent: 1. */
  questions?: number
  /** Refuse an answer of more bytes than this. Absent: 50 MiB. */
  maxBytes?: number
  /**
   * Gives the hex digest of the body's bytes in place of its text, however large it is. Such requests need a `cacheKey` of their own.
   */
  fold?: 'sha256' | 'sha512'
  /** Gives the body's bytes in base64 in place of its text. Such requests need a `cacheKey` of their own. */
  bytes?: true
  /** How often a reset, a time-out or a 5xx is tried again. Absent: the run's default. */
  retries?: number
  /** Longest silence of the upstream, milliseconds. Absent: the run's default. */
  timeout?: number
  /** Whether a 200 may be kept: an answer that says it failed, or holds a secret, must not. Absent: every 200 may. */
  storable?(body: string): boolean
}

export interface HttpResponse {
  status: number
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>
  body: string
  /** Where the answer came from in the end, after redirects. */
  url: string
  origin: 'network' | 'revalidated' | 'cache' | 'stale-cache'
  storedAt?: Instant
}

/** Thrown by `Http.request` where there is no answer at all: DNS, reset, time-out, offline without a stored answer, an oversized body. */
export class HttpFailure extends Error {
  readonly code: 'network' | 'timeout' | 'offline' | 'too-large' | 'rate-limited' | 'insecure-url'
  readonly retryAt?: Instant
  constructor(code: HttpFailure['code'], message: string, retryAt?: Instant) {
    super(message)
    this.name = 'HttpFailure'
    this.code = code
    if (retryAt !== undefined) this.retryAt = retryAt
  }
}

/** Whose text a kept one is: the address it was read from, with the service that decides who may read it again, and the caller's own name for it. */
export interface KeptName {
  url: string
  service: string
  name: string
}

/**
 * Texts that were read out of answers and are kept from run to run beside them. One answer about many things is of no use to a run that asks
 * for other things; what it said of each is.
 */
export interface Kept {
  /** `fresh`: young enough to be used without asking. Others stand in where nothing better can be had. */
  get(name: KeptName): { text: string; storedAt: Instant; fresh: boolean } | null
  set(texts: readonly (KeptName & { text: string })[]): void
}

/** The only way out for datasources. Retries, rate limits, redirects, credentials and the cache are the adapter's work. */
export interface Http {
  /** Resolves for every HTTP status, also 4xx and 5xx (after the adapter's retries). @throws HttpFailure */
  request(request: HttpRequest): Promise<HttpResponse>
  /** Whether requests to this address carry credentials: some upstreams offer their better interface only then. Absent: not known. */
  hasToken?(url: string, service: string): boolean
  /** Absent: nothing is kept. */
  readonly kept?: Kept
}
