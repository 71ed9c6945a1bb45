import type { Duration, Instant } from '../core/model/instant.ts'
import { HttpFailure } from '../ports/http.ts'
import type { Limited, RateLimit } from './http-limits.ts'

/** What is remembered of a host in one run. Requests of other hosts never wait for it. */
export interface Host {
  /** Takes a place among the host's concurrent requests; the function returned gives it back. */
  enter(concurrency: number): Promise<() => void>
  quota(resource: string): RateLimit | undefined
  noteQuota(resource: string, quota: RateLimit): void
  /** From now on nobody asks before `retryAt`. */
  block(resource: string, limited: Limited): void
  blocked(resource: string, now: Instant): Limited | null
  resources(): IterableIterator<[string, RateLimit]>
}

export function createHost(): Host {
  const quotas = new Map<string, RateLimit>()
  const blocks = new Map<string, Limited>()
  const waiting: (() => void)[] = []
  let active = 0
  const leave = () => {
    active -= 1
    waiting.shift()?.()
  }
  return {
    async enter(concurrency) {
      while (active >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve))
      active += 1
      let held = true
      return () => {
        if (held) leave()
        held = false
      }
    },
    quota: (resource) => quotas.get(resource),
    noteQuota: (resource, quota) => void quotas.set(resource, quota),
    block: (resource, limited) => void blocks.set(resource, limited),
    blocked(resource, now) {
      const limited = blocks.get(resource)
      return limited !== undefined && limited.retryAt > now ? limited : null
    },
    resources: () => quotas.entries(),
  }
}

/** GraphQL and REST have a quota each at GitHub; elsewhere one count holds for all. */
export function resourceOf(method: string, url: URL): string {
  return method === 'POST' && url.pathname.endsWith('/graphql') ? 'graphql' : 'core'
}

/**
 * Whether so little of the quota is left that the rest should stay for others. A threshold meant for a large quota (100 of 5,000) would
 * shut out a small one (60 without a token): where it is more than half of the quota, a tenth of the quota counts instead.
 */
export function belowThreshold(quota: RateLimit | undefined, threshold: number, now: Instant): boolean {
  if (quota === undefined || quota.reset <= now) return false
  const floor = threshold * 2 > quota.limit ? Math.floor(quota.limit / 10) : threshold
  return quota.remaining <= floor && floor > 0
}

/** @throws HttpFailure `rate-limited` where the wait would be longer than what is left of `patience` */
export function waitFor(host: string, limited: Limited, now: Instant, patience: Duration): Duration {
  const wait = Math.max(0, limited.retryAt - now)
  if (wait <= patience) return wait
  const what = limited.kind === 'primary' ? 'the rate limit is used up' : 'requests came too fast'
  throw new HttpFailure('rate-limited', `${host}: ${what} until ${new Date(limited.retryAt).toISOString()}`, limited.retryAt)
}
