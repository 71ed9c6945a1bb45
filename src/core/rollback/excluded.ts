import type { Instant } from '../model/instant.ts'
import type { Exclusion, ResolvedComponent } from '../registry/resolved.ts'
import { rangeTest } from '../strategies/range-test.ts'
import type { Versioning } from '../versioning/contract.ts'
import { same } from './target.ts'

/** The entry that keeps a version from being used, or null. */
export function exclusionOf(
  { excluded }: Pick<ResolvedComponent, 'excluded'>,
  version: string,
  versioning: Versioning,
  now: Instant,
): Exclusion | null {
  const parsed = versioning.parse(version)
  const found = excluded.find((entry) => {
    if (entry.until !== undefined && entry.until <= now) return false
    if (entry.version !== undefined) return same(entry.version, version, versioning)
    return entry.range !== undefined && parsed !== null && rangeTest(versioning, entry.range)?.(parsed) === true
  })
  return found ?? null
}
