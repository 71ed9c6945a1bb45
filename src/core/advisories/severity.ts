import { isRated, rateVector } from './cvss.ts'

/** Lowest first. `unknown`: nobody rated it, which is no reason to think it harmless. */
export const SEVERITIES = ['unknown', 'low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

/** One entry of `severity[]`: how it is rated (`CVSS_V3`) and the rating (a vector). */
export interface Rating {
  type: string
  score: string
}

/** Where a rating can stand in a record, and the database's own word beside it. */
export interface Rated {
  ratings: readonly Rating[]
  label: string | null
}

export function highestSeverity(severities: Iterable<Severity>): Severity {
  let highest = 0
  for (const severity of severities) highest = Math.max(highest, SEVERITIES.indexOf(severity))
  return SEVERITIES[highest] ?? 'unknown'
}

/** Negative where `a` is less severe. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b)
}

/**
 * The severity of one affected package: the highest CVSS v3 or v4 base score of the package, else of the record; else CVSS v2; else the
 * word of the database. A malicious package (`MAL-`) carries no rating and is critical: it is hostile by intent.
 */
export function severityOf(id: string, places: readonly Rated[]): Severity {
  const rated =
    firstRated(places, (type) => type === 'CVSS_V4' || type === 'CVSS_V3') ??
    firstRated(places, (type) => type === 'CVSS_V2') ??
    places.map(({ ratings, label }) => severityWord(label) ?? wordOf(ratings)).find((word) => word !== null)
  return rated ?? (id.startsWith('MAL-') ? 'critical' : 'unknown')
}

function firstRated(places: readonly Rated[], isOfType: (type: string) => boolean): Severity | undefined {
  for (const { ratings } of places) {
    const found = ratings
      .filter(({ type }) => isOfType(type))
      .map(({ score }) => rateVector(score))
      .filter(isRated)
    if (found.length > 0) return highestSeverity(found)
  }
  return undefined
}

/** A rating that is itself a word: Ubuntu's priority. */
function wordOf(ratings: readonly Rating[]): Severity | null {
  return ratings.map(({ type, score }) => (type.startsWith('CVSS') ? null : severityWord(score))).find((word) => word !== null) ?? null
}

const WORDS: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  high: 'high',
  important: 'high',
  medium: 'medium',
  moderate: 'medium',
  low: 'low',
  negligible: 'low',
}

/** GitHub's MODERATE and Red Hat's Important are the others' medium and high. Null for words that rate nothing. */
export function severityWord(label: string | null): Severity | null {
  const word = label?.trim().toLowerCase() ?? ''
  return Object.hasOwn(WORDS, word) ? (WORDS[word] ?? null) : null
}
