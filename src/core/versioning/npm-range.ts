import { Range, SemVer } from 'semver'
import { MAX_RANGE_LENGTH } from './constraint.ts'
import { MAX_VERSION_LENGTH } from './numeral.ts'

/** A version as node-semver reads it, or null. With `loose` also ` =v1.2.3` and `1.2.3beta`. */
export function nodeSemver(text: string, loose = false): SemVer | null {
  if (text.length > MAX_VERSION_LENGTH) return null
  try {
    return new SemVer(text, { loose })
  } catch {
    return null
  }
}

/** npm's range, or null where the text is none. */
export function npmRange(text: string, options: { loose?: boolean; includePrerelease?: boolean } = {}): Range | null {
  if (text.length > MAX_RANGE_LENGTH) return null
  try {
    return new Range(text, { loose: options.loose ?? false, includePrerelease: options.includePrerelease ?? false })
  } catch {
    return null
  }
}
