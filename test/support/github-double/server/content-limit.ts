import type { DoubleClock } from '../clock.ts'

export interface ContentLimit {
  /** Notes one piece of content made by a token; false where it has made too much of late, and then nothing is noted. */
  take(token: string): boolean
}

export interface ContentLimits {
  perMinute: number
  perHour: number
}

/**
 * What GitHub documents as "in general": no more than 80 requests a minute and 500 an hour that create content. Which requests count is not
 * listed; here those whose description says that they trigger notifications.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
export const documentedContentLimits: ContentLimits = { perMinute: 80, perHour: 500 }

/** Mutations that do what those REST operations do. */
export const notifyingMutations: ReadonlySet<string> = new Set(['createPullRequest', 'createIssue', 'addComment', 'mergePullRequest'])

export function createContentLimit(clock: DoubleClock, limits: ContentLimits | null): ContentLimit {
  const made = new Map<string, number[]>()
  return {
    take(token) {
      if (limits === null) return true
      const now = clock.now()
      const recent = (made.get(token) ?? []).filter((at) => at > now - 3_600_000)
      const minute = recent.filter((at) => at > now - 60_000)
      if (recent.length >= limits.perHour || minute.length >= limits.perMinute) return false
      made.set(token, [...recent, now])
      return true
    },
  }
}
