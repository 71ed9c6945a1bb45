import { type Instant, isoDate, parseInstant } from '../model/instant.ts'

/** `2026-11-21`, or with a time: `2026-11-21T06:30:00Z`. A time must name its offset. */
export const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/

/** `02:00` to `23:59`, and `24:00` for the end of a day. */
export const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/

/**
 * The instant of a date as users write it; a date alone stands for its first moment, UTC. Null where the calendar has no such day:
 * `Date` would read 2026-02-30 as the second of March.
 */
export function parseDate(text: string): Instant | null {
  if (!DATE.test(text)) return null
  const day = text.slice(0, 10)
  const midnight = parseInstant(`${day}T00:00:00Z`)
  if (midnight === null || isoDate(midnight) !== day) return null
  return parseInstant(text)
}

const known = new Map<string, boolean>()

/** Whether the text names a time zone of the IANA database (`Europe/Berlin`, `UTC`). Offsets such as `+01:00` are none: they know no daylight saving time. */
export function isTimeZone(text: string): boolean {
  const cached = known.get(text)
  if (cached !== undefined) return cached
  const is = /^[A-Za-z]/.test(text) && isKnownToIntl(text)
  if (known.size < 1000) known.set(text, is)
  return is
}

function isKnownToIntl(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch {
    return false
  }
}
