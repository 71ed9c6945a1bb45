import type { Versioning } from '../versioning/contract.ts'
import { findVersioning } from '../versioning/find.ts'
import { versionings } from '../versioning/index.ts'

/** The scheme that a row names. @throws Error where there is none of that name */
export function namedScheme(id: string): Versioning {
  const found = findVersioning(id)
  if ('error' in found) throw new Error(found.error)
  return found
}

/**
 * The scheme of a row that names none, told from its versions, the current one first: `docker` where that carries a suffix which is no
 * pre-release (`7.4.2-alpine`); else the first of `semver` and `pep440` that reads everything readable; else `semver` if it reads most; else `loose`.
 */
export function guessedScheme(texts: readonly string[]): Versioning {
  const { semver, pep440, loose, docker } = versionings
  const [first = ''] = texts
  const [asLoose, asSemver] = [loose.parse(first), semver.parse(first)]
  if (asLoose !== null && asSemver !== null && loose.isStable(asLoose) && !semver.isStable(asSemver)) return docker
  const readable = texts.filter((text) => loose.parse(text) !== null)
  const read = (scheme: Versioning): number => readable.filter((text) => scheme.parse(text) !== null).length
  if (read(semver) === readable.length) return semver
  if (read(pep440) === readable.length) return pep440
  return read(semver) * 2 >= readable.length && asSemver !== null ? semver : loose
}
