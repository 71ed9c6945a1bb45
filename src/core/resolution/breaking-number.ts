import type { Candidate } from '../model/upgrade.ts'
import type { Versioning } from '../versioning/contract.ts'

/** The part of a version whose change may break: the major, and below 1.0.0 the minor. Null where the scheme has no major. */
export function majorLine(parsed: unknown, versioning: Versioning): string | null {
  const { major, minor } = versioning.parts(parsed)
  if (major === null) return null
  return major === 0 ? `0.${minor ?? 0}` : String(major)
}

/** The line of patches a version is of: `1.28`. Null where the scheme has no major. */
export function minorLine(parsed: unknown, versioning: Versioning): string | null {
  const { major, minor } = versioning.parts(parsed)
  return major === null ? null : `${major}.${minor ?? 0}`
}

/**
 * The lane of a step. `major`: the scheme calls the distance so (0.4 → 0.5 is), or the step goes to a pre-release of another major.
 * All else is `safe`, also steps between dates and names, which have no major to cross.
 */
export function laneOf(from: unknown, to: unknown, versioning: Versioning): Candidate['lane'] {
  const distance = versioning.distance(from, to)
  if (distance === 'prerelease') return majorLine(from, versioning) === majorLine(to, versioning) ? 'safe' : 'major'
  return distance === 'major' ? 'major' : 'safe'
}
