import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Version of the package that this lies in. Read where it runs and not written into the bundles, so that a release changes nothing in them: they
 * are the same bytes from the same sources.
 */
export const VERSION = versionAbove(import.meta.dirname, 4)

function versionAbove(folder: string, levels: number): string {
  const own = versionIn(join(folder, 'package.json'))
  if (own !== null) return own
  return levels === 0 || dirname(folder) === folder ? '0.0.0-unknown' : versionAbove(dirname(folder), levels - 1)
}

/** By hand, for who asks for the version alone must not wait for a library of schemas. Null for another package, or none. */
function versionIn(path: string): string | null {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof read !== 'object' || read === null || !('name' in read) || read.name !== 'pinwarden') return null
    return 'version' in read && typeof read.version === 'string' ? read.version : null
  } catch {
    return null
  }
}
