import type { Versioning } from './contract.ts'
import { isVersioningId, VERSIONING_IDS, versionings } from './index.ts'
import { regexVersioning } from './regex.ts'

const REGEX = 'regex:'

/** The scheme that users name: an id, or `regex:` and a pattern. The reason in a sentence where there is none. */
export function findVersioning(id: string): Versioning | { error: string } {
  if (isVersioningId(id)) return versionings[id]
  if (id.startsWith(REGEX)) return regexVersioning(id.slice(REGEX.length))
  return { error: `there is no versioning scheme “${id}”; known are ${VERSIONING_IDS.join(', ')} and regex:PATTERN` }
}

/** As `findVersioning`, for ids that the registry has validated: anything else is read as `loose`. */
export function versioningOf(id: string): Versioning {
  const found = findVersioning(id)
  return 'error' in found ? versionings.loose : found
}
