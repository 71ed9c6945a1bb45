import type { Versioning } from '../../versioning/contract.ts'

/** How far two versions that move in step may be apart: the first part that may differ, and by how much. `level: 3` = not at all. */
export interface Drift {
  level: 0 | 1 | 2 | 3
  by: number
}

export const NO_DRIFT: Drift = { level: 3, by: 0 }

const WORDS: Readonly<Record<string, Drift>> = {
  none: NO_DRIFT,
  major: { level: 0, by: Number.POSITIVE_INFINITY },
  minor: { level: 1, by: Number.POSITIVE_INFINITY },
  patch: { level: 2, by: Number.POSITIVE_INFINITY },
}

/**
 * Reads `allowed_version_drift`. `0.1.0`: same major, minors at most one apart, any patch. `0.0.3`: patches at most three apart.
 * `patch` and `minor`: that part and those behind it may differ. `0.0.0` and nothing: the same version. Null where it is none of these.
 */
export function parseDrift(text: string | undefined): Drift | null {
  if (text === undefined) return NO_DRIFT
  const word = WORDS[text.trim().toLowerCase()]
  if (word !== undefined) return word
  if (!/^\d{1,9}(\.\d{1,9}){0,2}$/.test(text.trim())) return null
  const parts = text.trim().split('.').map(Number)
  const level = parts.findIndex((part) => part > 0)
  if (level === 0 || level === 1 || level === 2) return { level, by: parts[level] ?? 0 }
  return NO_DRIFT
}

/** One side of a pair that moves in step. */
export interface DriftSide {
  parsed: unknown
  versioning: Versioning
}

/** Whether two versions are further apart than the drift allows. */
export function driftsApart(a: DriftSide, b: DriftSide, drift: Drift): boolean {
  if (drift.level === 3 && a.versioning.id === b.versioning.id) return a.versioning.compare(a.parsed, b.parsed) !== 0
  const gaps = gapsBetween(a, b)
  return gaps.some((gap, part) => gap > (part < drift.level ? 0 : part === drift.level ? drift.by : Number.POSITIVE_INFINITY))
}

/** Whether a pair is further apart than another one, in the parts that the drift looks at. */
export function isFurther(now: readonly [DriftSide, DriftSide], before: readonly [DriftSide, DriftSide], drift: Drift): boolean {
  const [gapsNow, gapsBefore] = [gapsBetween(...now), gapsBetween(...before)]
  for (let part = 0; part <= Math.min(drift.level, 2); part += 1) {
    const order = (gapsNow[part] ?? 0) - (gapsBefore[part] ?? 0)
    if (order !== 0) return order > 0
  }
  return false
}

function gapsBetween(a: DriftSide, b: DriftSide): [number, number, number] {
  const [one, other] = [a.versioning.parts(a.parsed), b.versioning.parts(b.parsed)]
  return [apart(one.major, other.major), apart(one.minor, other.minor), apart(one.patch, other.patch)]
}

/** A part that one scheme does not have says nothing. */
function apart(a: number | null, b: number | null): number {
  return a === null || b === null ? 0 : Math.abs(a - b)
}
