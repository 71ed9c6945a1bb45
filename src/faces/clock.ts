import { parseInstant } from '../core/model/instant.ts'
import { fail } from '../core/model/problems.ts'
import type { Clock } from '../ports/clock.ts'

/** The system's clock, or `PINWARDEN_NOW` (ISO 8601) to look at things as of another time. @throws ProblemError `usage` */
export function clockOf(env: Readonly<Record<string, string | undefined>>): Clock {
  const asOf = env['PINWARDEN_NOW']
  if (asOf === undefined || asOf === '') return { now: () => Date.now() }
  const at = parseInstant(asOf)
  if (at === null) return fail('usage', `PINWARDEN_NOW is “${asOf}”; expected an ISO 8601 date-time.`)
  return { now: () => at }
}
