import { createHash } from 'node:crypto'
import type { DoubleClock } from '../clock.ts'
import type { State, Token } from '../state.ts'
import type { Answer } from './answer.ts'

export type Resource = 'core' | 'graphql'

export interface Bucket {
  limit: number
  used: number
  /** Milliseconds since the epoch. */
  reset: number
}

export interface Limits {
  bucket(token: Token | null, resource: Resource): Bucket
  /** Sets what a token (null: nobody) has left. */
  set(token: string | null, resource: Resource, values: { limit?: number; remaining?: number; resetInSeconds?: number }): void
  /** Takes points; false where fewer are left, and then takes none. */
  spend(token: Token | null, resource: Resource, points: number): boolean
  refund(token: Token | null, resource: Resource, points: number): void
  headers(token: Token | null, resource: Resource): Record<string, string>
}

const hour = 3_600_000
/** Without a token: 60 an hour of the REST API by address; GraphQL not at all. */
const anonymous = { core: 60, graphql: 0 }

export function createLimits(clock: DoubleClock, state: State): Limits {
  const buckets = new Map<string, Bucket>()

  function find(key: string, limit: number): Bucket {
    let bucket = buckets.get(key)
    if (bucket === undefined || bucket.reset <= clock.now()) {
      bucket = { limit: bucket?.limit ?? limit, used: 0, reset: clock.now() + hour }
      buckets.set(key, bucket)
    }
    return bucket
  }

  const bucket: Limits['bucket'] = (token, resource) =>
    find(`${token?.token ?? ''} ${resource}`, token?.limits[resource] ?? anonymous[resource])
  return {
    bucket,
    set(name, resource, values) {
      const token = state.tokens.find((one) => one.token === name) ?? null
      const found = bucket(token, resource)
      if (values.limit !== undefined) found.limit = values.limit
      if (values.remaining !== undefined) found.used = found.limit - values.remaining
      if (values.resetInSeconds !== undefined) found.reset = clock.now() + values.resetInSeconds * 1000
    },
    spend(token, resource, points) {
      const found = bucket(token, resource)
      if (found.limit - found.used < points) return false
      found.used += points
      return true
    },
    refund(token, resource, points) {
      const found = bucket(token, resource)
      found.used = Math.max(0, found.used - points)
    },
    headers(token, resource) {
      const { limit, used, reset } = bucket(token, resource)
      return {
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(Math.max(0, limit - used)),
        'x-ratelimit-reset': String(Math.floor(reset / 1000)),
        'x-ratelimit-resource': resource,
        'x-ratelimit-used': String(Math.min(used, limit)),
      }
    },
  }
}

const docs = 'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits'

/** The hourly limit is used up: 403 over REST, 200 with an error over GraphQL, and the headers say when it is filled again. */
export function primaryLimit(token: Token | null, resource: Resource, state: State): Answer {
  const id = state.users.find((user) => user.login === token?.login)?.id ?? 0
  const who =
    token === null
      ? "127.0.0.1. (But here's the good news: Authenticated requests get a higher rate limit. Check out the documentation for more details.)"
      : `${token.kind === 'installation' || token.kind === 'actions' ? 'installation' : 'user'} ID ${id}.`
  const message = `API rate limit ${resource === 'graphql' ? 'already exceeded' : 'exceeded'} for ${who}`
  if (resource === 'graphql') return { status: 200, json: { errors: [{ type: 'RATE_LIMITED', message }] } }
  return {
    status: 403,
    json: { message, documentation_url: 'https://docs.github.com/rest/overview/resources-in-the-rest-api#rate-limiting', status: '403' },
  }
}

export interface SecondaryLimit {
  retryAfter?: number | null
  status?: 403 | 429
  words?: 'secondary' | 'abuse'
}

/** Too fast, or too much written: 403 or 429 while the hourly limit is far from used up. */
export function secondaryLimit({ retryAfter = 60, status = 403, words = 'secondary' }: SecondaryLimit = {}): Answer {
  const message =
    words === 'abuse'
      ? 'You have triggered an abuse detection mechanism and have been temporarily blocked from content creation. Please retry your request again later.'
      : 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
  return {
    status,
    headers: retryAfter === null ? {} : { 'retry-after': String(retryAfter) },
    json: { message, documentation_url: docs, status: String(status) },
  }
}

export function etagOf(body: Buffer): string {
  return `W/"${createHash('sha256').update(body).digest('hex')}"`
}
