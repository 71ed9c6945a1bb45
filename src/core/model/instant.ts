/** A point in time: milliseconds since the Unix epoch, UTC. Comes in from the outside once a run; core never reads a clock. */
export type Instant = number

/** A length of time in milliseconds. */
export type Duration = number

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** `2026-11-21T06:30:00.000Z`, the form every output of Pinwarden uses. */
export function isoInstant(at: Instant): string {
  return new Date(at).toISOString()
}

/** `2026-11-21`. */
export function isoDate(at: Instant): string {
  return isoInstant(at).slice(0, 10)
}

/** Reads an ISO 8601 date or date-time; null where it is none. */
export function parseInstant(text: string): Instant | null {
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : at
}
