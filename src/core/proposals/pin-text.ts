import type { Upgrade } from '../model/upgrade.ts'
import type { ResolvedComponent } from '../registry/resolved.ts'
import { compilePattern, isPattern } from '../text/pattern.ts'

/**
 * What a place that says `current` is to say after the upgrade: the version, or the whole tag where the place carries one, as an image
 * `1.18.3-erlang-28.0-debian-bookworm-20250517` does whose `version_pattern` reads 1.18.3 out of it.
 */
export function pinText({ toRelease }: Pick<Upgrade, 'toRelease'>, { constraints }: ResolvedComponent, current: string): string {
  const { versionPattern, tagPrefix = '' } = constraints
  const pattern = versionPattern === undefined ? null : compilePattern(versionPattern)
  const version = pattern !== null && isPattern(pattern) ? pattern.exec(current)?.groups['version']?.text : undefined
  if (version === undefined || version === current) return toRelease.version
  return current.startsWith(tagPrefix) || !toRelease.tag.startsWith(tagPrefix) ? toRelease.tag : toRelease.tag.slice(tagPrefix.length)
}
