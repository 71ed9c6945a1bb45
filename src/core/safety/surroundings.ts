import type { Release } from '../model/release.ts'
import type { Step } from '../model/upgrade.ts'
import type { ComponentOutcome } from '../resolution/scope.ts'
import type { SurroundingReleases } from './evidence.ts'

/** How many releases below the target are worth comparing with. */
const MOST_PREDECESSORS = 5

/** The releases around a step, among those that upstream lists. One pass over what resolution has read already. */
export function surroundings(step: Step, { versioning, resolution }: ComponentOutcome, listed: readonly Release[]): SurroundingReleases {
  const byTag = new Map(listed.map((release) => [release.tag, release]))
  const target = versioning.parse(step.toRelease.version)
  const from = resolution.current === null ? null : versioning.parse(resolution.current)
  if (target === null) return { current: null, followers: [], predecessors: [] }
  const alike = (a: unknown, b: unknown) => versioning.compatible?.(a, b) !== false
  const followers: Release[] = []
  const predecessors: Release[] = []
  let current: Release | null = null
  // Newest first, as resolution lists them.
  for (const { tag, version } of resolution.considered) {
    const release = byTag.get(tag)
    const parsed = versioning.parse(version)
    if (release === undefined || parsed === null) continue
    if (from !== null && versioning.compare(parsed, from) === 0 && alike(from, parsed)) current ??= release
    if (!isKind(release) || !versioning.isStable(parsed) || !alike(target, parsed)) continue
    const order = versioning.compare(parsed, target)
    if (order > 0 && versioning.distance(target, parsed) === 'patch') followers.unshift(release)
    else if (order < 0 && predecessors.length < MOST_PREDECESSORS) predecessors.push(release)
  }
  return { current, followers, predecessors }
}

function isKind(release: Release): boolean {
  return release.prerelease !== true && (release.yanked === undefined || release.yanked === false)
}
