import type { ReadRelease } from '../../strategies/contract.ts'
import type { Versioning } from '../../versioning/contract.ts'
import { type Filter, isNamed } from './contract.ts'

/**
 * Pre-releases, by the version's own text or by upstream's flag: either is enough. Who already runs a pre-release is offered
 * the further ones of the same x.y.z, never those of another.
 */
export const prerelease: Filter = {
  id: 'prerelease',
  label: 'A pre-release, unless `exclude_prereleases: false` or the current version is one of the same x.y.z',
  prepare(context) {
    const { component, current, currentRelease, versioning } = context
    const running = current !== null && isPrerelease({ ...current, release: currentRelease ?? current.release }, versioning)
    return {
      judge(release) {
        if (!component.constraints.excludePrereleases || !isPrerelease(release, versioning)) return null
        if (isNamed(release, context) || (running && current !== null && sameCore(current.parsed, release.parsed, versioning))) return null
        const flagged = versioning.isStable(release.parsed) ? ' (upstream marks it so)' : ''
        return {
          code: 'prerelease',
          reason: `${release.release.version} is a pre-release${flagged}, and \`constraints.exclude_prereleases\` is set.`,
          frees: 'Its stable release, or `exclude_prereleases: false`.',
        }
      },
    }
  },
}

/** Whether a release is a pre-release by its text or by upstream's flag. */
export function isPrerelease({ release, parsed }: ReadRelease, versioning: Versioning): boolean {
  return release.prerelease === true || !versioning.isStable(parsed)
}

function sameCore(a: unknown, b: unknown, versioning: Versioning): boolean {
  const [one, other] = [versioning.parts(a), versioning.parts(b)]
  if (one.major === null || other.major === null) return false
  return one.major === other.major && (one.minor ?? 0) === (other.minor ?? 0) && (one.patch ?? 0) === (other.patch ?? 0)
}
