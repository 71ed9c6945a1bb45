import { type Instant, isoInstant } from '../core/model/instant.ts'
import type { Answer, AnswerOrigin, Cause } from '../core/model/release.ts'
import { HttpFailure, type HttpResponse } from '../ports/http.ts'

/** The failure of one query. */
export function failed(code: Cause['code'], message: string, retryAt?: Instant): Extract<Answer, { ok: false }> {
  return { ok: false, cause: { code, message, ...(retryAt !== undefined && { retryAt }) } }
}

const CODES = {
  network: 'network',
  timeout: 'timeout',
  offline: 'offline',
  'too-large': 'invalid-answer',
  'rate-limited': 'rate-limited',
  'insecure-url': 'invalid-query',
} as const satisfies Record<HttpFailure['code'], Cause['code']>

/** Why there was no answer at all. Anything but a failure of HTTP is our own bug and goes on. */
export function causeOfFailure(error: unknown): Cause {
  if (!(error instanceof HttpFailure)) throw error
  return { code: CODES[error.code], message: error.message, ...(error.retryAt !== undefined && { retryAt: error.retryAt }) }
}

/** Why an answer is none, by its status. `what` names the thing asked for: `package left-pad`. */
export function causeOfStatus(response: Pick<HttpResponse, 'status' | 'url'>, what: string): Cause {
  const host = URL.parse(response.url)?.host ?? 'upstream'
  const said = `${host} answered ${response.status}`
  const { status } = response
  if (status === 404 || status === 410) return { code: 'not-found', message: `${what} is not there, or not visible (${said})` }
  if (status === 401) return { code: 'unauthorized', message: `${what} needs a token, or the token is not accepted (${said})` }
  if (status === 403) return { code: 'forbidden', message: `${what} may not be read (${said})` }
  if (status === 429) return { code: 'rate-limited', message: `too many requests for ${what} (${said})` }
  if (status >= 500) return { code: 'server-error', message: `${what} could not be read (${said})` }
  return { code: 'invalid-answer', message: `${what} could not be read (${said})` }
}

/** Upstream's own words, fit for one line of a report: no control characters, no line breaks, at most 200 characters. */
export function plainWords(text: string): string {
  const line = text
    .slice(0, 1000)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
  return line.length > 200 ? `${line.slice(0, 199)}…` : line
}

/** The origin of an answer made of several: one stale part makes it stale, one asked part makes it asked. */
export function originOf(parts: readonly HttpResponse['origin'][]): AnswerOrigin {
  if (parts.includes('stale-cache')) return 'stale-cache'
  if (parts.includes('network')) return 'api'
  return parts.includes('revalidated') ? 'revalidated' : 'cache'
}

/** A notice that an answer is old, or nothing. */
export function staleNotice(responses: readonly Pick<HttpResponse, 'origin' | 'storedAt'>[]): string[] {
  const times = responses.flatMap(({ origin, storedAt }) => (origin === 'stale-cache' && storedAt !== undefined ? [storedAt] : []))
  return times.length === 0 ? [] : [`answered from the cache as of ${isoInstant(Math.min(...times))}`]
}

/** A notice of rows that were left out, or nothing. */
export function unreadableNotice(count: number): string[] {
  if (count === 0) return []
  return [count === 1 ? 'one entry could not be read and is left out' : `${count} entries could not be read and are left out`]
}
