import { type Instant, MINUTE, SECOND } from '../core/model/instant.ts'
import type { RawAnswer } from './http-transport.ts'

/** What a host last said of its quota. */
export interface RateLimit {
  limit: number
  remaining: number
  /** When the quota is full again. */
  reset: Instant
}

/** An answer that means "not now". */
export interface Limited {
  retryAt: Instant
  /** `primary`: the quota is used up; `secondary`: too fast. */
  kind: 'primary' | 'secondary'
}

/** The quota from `x-ratelimit-*` (GitHub, Hex), `ratelimit-*` (GitLab, the IETF draft, Docker Hub's `76;w=21600`); null where not said. */
export function readRateLimit(headers: Readonly<Record<string, string>>, now: Instant): RateLimit | null {
  const read = (name: string) => numberOf(headers[`x-ratelimit-${name}`] ?? headers[`ratelimit-${name}`])
  const remaining = read('remaining')
  const reset = read('reset')
  if (remaining === null || reset === null) return null
  return { remaining, limit: read('limit') ?? remaining, reset: instantOf(reset, now) }
}

/**
 * Whether an answer is a rate limit and when to come back, or null. Primary: 403 or 429 with nothing remaining, or GraphQL's RATE_LIMITED,
 * which comes with status 200 and sometimes with a remaining count above 0. Secondary: `retry-after`, 429, or GitHub's words for it in a 403.
 * Without a time, GitHub asks to wait a minute, twice as long each time again
 * (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit).
 */
export function readLimited(answer: RawAnswer, method: string, attempt: number, now: Instant): Limited | null {
  const { status, headers } = answer
  const quota = readRateLimit(headers, now)
  const after = retryAfter(headers, now)
  if (status === 200) {
    return method === 'POST' && isGraphqlLimit(answer.body) ? { kind: 'primary', retryAt: after ?? quota?.reset ?? now + MINUTE } : null
  }
  if (status !== 403 && status !== 429) return null
  if (quota?.remaining === 0) return { kind: 'primary', retryAt: after ?? quota.reset }
  const named = /secondary rate limit|abuse detection|rate limit exceeded/i.test(answer.body.slice(0, 2000))
  if (status === 403 && after === null && !named) return null
  const unsaid = named ? MINUTE : SECOND
  return { kind: 'secondary', retryAt: after ?? now + unsaid * 2 ** attempt }
}

/** `retry-after` as seconds or as a date; null where absent or unreadable. */
export function retryAfter(headers: Readonly<Record<string, string>>, now: Instant): Instant | null {
  const text = headers['retry-after']?.trim()
  if (text === undefined) return null
  if (/^\d{1,9}$/.test(text)) return now + Number(text) * SECOND
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(at, now)
}

/** Release notes may speak of RATE_LIMITED: inside a JSON string its quotes are escaped, so the raw characters are the server's own. */
function isGraphqlLimit(body: string): boolean {
  if (!body.includes('RATE_LIMITED')) return false
  return /"type"\s{0,8}:\s{0,8}"RATE_LIMITED"/.test(body)
}

function numberOf(text: string | undefined): number | null {
  const digits = /^\s{0,4}(\d{1,15})/.exec(text ?? '')?.[1]
  return digits === undefined ? null : Number(digits)
}

/** Servers say a reset as seconds or milliseconds since the epoch, or as seconds from now. */
function instantOf(value: number, now: Instant): Instant {
  if (value > 1e11) return value
  return value > 1e8 ? value * SECOND : now + value * SECOND
}
