import type { Step } from '../model/upgrade.ts'
import type { ResolvedComponent } from '../registry/resolved.ts'
import type { Versioning } from '../versioning/contract.ts'
import type { MigrationsEvidence } from './evidence.ts'

/** More than a reviewer reads; the rest is counted. */
const MOST_FILES = 200

/**
 * Versions above the one in force and up to the target, from two places: `irreversible_versions`, and the names of the migration files
 * (`V2.1.0__add_index.sql`, `2_1_0.sql`). Names without a version, such as those that begin with a time, say nothing of one.
 */
export function crossedMigrations(
  step: Pick<Step, 'from' | 'to'>,
  plan: NonNullable<ResolvedComponent['migrations']>,
  files: readonly string[],
  versioning: Versioning,
): MigrationsEvidence {
  const [from, to] = [versioning.parse(step.from), versioning.parse(step.to)]
  const isCrossed = (version: string) => {
    const at = versioning.parse(version)
    if (at === null || from === null || to === null) return version === step.to
    return versioning.compare(from, at) < 0 && versioning.compare(at, to) <= 0
  }
  const named = files.flatMap((path) => {
    const version = versionIn(path.split('/').at(-1) ?? '')
    return version !== null && isCrossed(version) ? [{ path, version }] : []
  })
  return { files: named.slice(0, MOST_FILES), irreversible: plan.irreversibleVersions.filter(isCrossed) }
}

/** The first version in a file's name: at least two numbers with dots or underscores between them. */
function versionIn(name: string): string | null {
  const found = /(?:^|[^0-9A-Za-z]|[vV])(\d{1,6}(?:[._]\d{1,6}){1,3})(?![0-9])/.exec(name.slice(0, 200))?.[1]
  return found === undefined ? null : found.replaceAll('_', '.')
}
