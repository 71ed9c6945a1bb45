import type { ResolveInput } from './contract.ts'
import type { Reading } from './reading.ts'

/**
 * What looks wrong with the answer of upstream or with the current version. None of it stops a step by itself: an empty or partial
 * answer has nothing newer to offer, and an older version is never proposed.
 */
export function suspicions(
  { component, releases, current, versioning }: ResolveInput,
  { read, current: inForce, currentRelease }: Reading,
): string[] {
  const name = component.name
  if (releases.length === 0) return [`Upstream lists no release of ${name}; nothing is proposed.`]
  if (read.length === 0)
    return [
      `None of the ${releases.length} tags that upstream lists is a version of ${name}; see \`version_pattern\`, \`tag_prefix\` and \`versioning\`.`,
    ]
  if (current === null) return [`No current version of ${name} is known, so no step can be proposed.`]
  if (inForce === null)
    return [`The current version ${current} of ${name} is no version of scheme \`${versioning.id}\`, so no step can be proposed.`]
  if (currentRelease !== undefined) return []
  const highest = read[0]
  const allLower = highest !== undefined && versioning.compare(highest.parsed, inForce.parsed) < 0
  return allLower
    ? [
        `Upstream does not list the current version ${current} of ${name}, and all that it lists is older (newest: ${highest.release.version}); nothing is proposed. The answer may be incomplete, or the version was withdrawn.`,
      ]
    : [`Upstream does not list the current version ${current} of ${name}.`]
}
