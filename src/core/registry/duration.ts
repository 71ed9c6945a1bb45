import { DAY, type Duration, HOUR, MINUTE, SECOND } from '../model/instant.ts'

const UNITS: Readonly<Record<string, Duration>> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY }

/** `7d`, `24h`, `30m`, `1d12h`; units ms, s, m, h, d and w. Fits JSON Schema's `pattern`. */
export const DURATION = /^(?:\d{1,6}(?:ms|s|m|h|d|w)){1,6}$/

/** Milliseconds of a duration as users write it; null where the text is none. A bare number has no unit and is none. */
export function parseDuration(text: string): Duration | null {
  if (!DURATION.test(text)) return null
  let total = 0
  for (const [, amount, unit] of text.matchAll(/(\d{1,6})(ms|s|m|h|d|w)/g)) total += Number(amount) * (UNITS[unit ?? ''] ?? 0)
  return total
}

/** A duration, or whole days where a number is written (`minimum_release_age: 7`). */
export function daysOrDuration(value: string | number): Duration {
  return typeof value === 'number' ? value * DAY : (parseDuration(value) ?? 0)
}

/** A duration, or whole seconds where a number is written (`cache_ttl: 900`). */
export function secondsOrDuration(value: string | number): Duration {
  return typeof value === 'number' ? value * SECOND : (parseDuration(value) ?? 0)
}
