import { type Duration, SECOND } from '../core/model/instant.ts'
import type { CacheEntry } from '../ports/cache.ts'
import type { HttpRequest } from '../ports/http.ts'
import { ACCEPT_ENCODING } from './http-body.ts'
import { validators } from './http-stored.ts'
import type { Exchange } from './http-transport.ts'

const DEFAULT_MAX_BYTES = 50 * 1024 * 1024

/** The part of the client's options that shapes a request. */
interface Sent {
  timeout?: Duration
  userAgent?: string
  credentials?(host: string, service: string): string | undefined
}

/** The request as it goes out: compressed answers wanted, the stored answer's validators, the host's own credentials. */
export function exchangeOf(request: HttpRequest, url: URL, entry: CacheEntry | null, options: Sent): Exchange {
  const secret = request.headers?.['authorization'] ?? options.credentials?.(url.host, request.service)
  const headers = {
    'user-agent': options.userAgent ?? 'pinwarden',
    // What is hashed must come as it was published.
    'accept-encoding': request.fold === undefined ? ACCEPT_ENCODING : 'identity',
    ...lowerCase(request.headers ?? {}),
    ...(entry === null ? {} : validators(entry)),
    ...(secret === undefined ? {} : { authorization: secret }),
    ...(request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) }),
  }
  const timeout = request.timeout ?? options.timeout ?? 30 * SECOND
  const maxBytes = request.maxBytes ?? DEFAULT_MAX_BYTES
  return {
    method: request.method ?? 'GET',
    url,
    headers,
    timeout,
    maxBytes,
    ...(request.body !== undefined && { body: request.body }),
    ...(request.fold !== undefined && { fold: request.fold }),
    ...(request.bytes === true && { bytes: true as const }),
  }
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
