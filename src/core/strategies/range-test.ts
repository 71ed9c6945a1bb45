import type { Versioning } from '../versioning/contract.ts'

/**
 * A range as policies mean it. Releases: as the scheme says. Pre-releases, which npm's grammar keeps out of nearly every range: inside where
 * both their place in the order and their own x.y.z are, so that 2.1.0-rc.1 is in `>=2.0.0 <3.0.0` and 3.0.0-rc.1 is not. Whether
 * pre-releases are wanted at all is decided elsewhere. Null where the scheme cannot read the range.
 */
export function rangeTest(versioning: Versioning, text: string): ((parsed: unknown) => boolean) | null {
  const strict = versioning.range(text)
  const wide = versioning.range(text, { includePrerelease: true })
  if (strict === null || wide === null) return strict
  return (parsed) => {
    if (strict(parsed)) return true
    if (versioning.isStable(parsed) || !wide(parsed)) return false
    const { major, minor, patch } = versioning.parts(parsed)
    const core = major === null ? null : versioning.parse(`${major}.${minor ?? 0}.${patch ?? 0}`)
    return core !== null && strict(core)
  }
}
