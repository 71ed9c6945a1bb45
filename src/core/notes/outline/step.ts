import { compareLoose, isBelowSeries, isWithin, type LooseVersion } from './loose-version.ts'
import type { ReleaseSpan } from './release-span.ts'

/** From one version (exclusive) to another (inclusive). */
export interface Step {
  from: LooseVersion
  to: LooseVersion
}

/** Whether a version lies in a step. A lone number floats: `7` stands for all of 7. */
export function isInStep(version: LooseVersion, { from, to }: Step): boolean {
  const release = plainly(version, from, to)
  const above = compareLoose(release, from) > 0 && !(floats(from) && isWithin(from, version))
  return above && (compareLoose(release, to) <= 0 || (floats(to) && isWithin(to, version)))
}

/** Whether a version is the one that a step goes to; how often that was packaged does not matter. */
export function isTarget(version: LooseVersion, { to }: Step): boolean {
  return compareLoose({ ...version, build: [] }, { ...to, build: [] }) >= 0 || (floats(to) && isWithin(to, version))
}

/** Where a step does not tell builds apart, neither does the changelog: `(2.0.0-1)` of a package is 2.0.0. */
function plainly(version: LooseVersion, from: LooseVersion, to: LooseVersion): LooseVersion {
  return from.build.length === 0 && to.build.length === 0 ? { ...version, build: [] } : version
}

function floats(version: LooseVersion): boolean {
  return version.numbers.length === 1 && version.pre === null
}

/** Whether a span is part of a step. Text about a series counts for a step into the series, not for one within it. */
export function liesBetween(span: ReleaseSpan, from: LooseVersion, to: LooseVersion): boolean {
  if (span.unreleased) return false
  if (span.series) return span.versions.some((series) => isBelowSeries(from, series) && !isBelowSeries(to, series))
  return span.versions.some((version) => isInStep(version, { from, to }))
}
