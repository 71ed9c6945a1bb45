import type { Advisory, AdvisoryQuery } from './advisory.ts'
import type { AdvisoryIndex } from './advisory-index.ts'
import { firstSafe } from './first-safe.ts'

/** What a step does to the advisories of a component. Every list is most severe first. */
export interface StepAdvisories {
  /** Affect the version in use, not the target. */
  fixed: readonly Advisory[]
  /** Affect both. */
  stillOpen: readonly Advisory[]
  /** Affect the target, not the version in use. */
  introduced: readonly Advisory[]
  /** The smallest known version from the target on that nothing affects; null where there is none, or the target itself is safe. */
  firstSafe: string | null
}

export interface StepQuery extends Omit<AdvisoryQuery, 'version'> {
  from: string
  to: string
  /** Versions that exist, for `firstSafe`. */
  available?: Iterable<string>
}

/** Compares what affects the version in use with what affects the target. The reason where one of them cannot be placed. */
export function stepAdvisories(index: AdvisoryIndex, step: StepQuery): { ok: true; step: StepAdvisories } | { ok: false; reason: string } {
  const { ecosystem, package: name, from, to, available = [] } = step
  const before = index.query({ ecosystem, package: name, version: from })
  const after = index.query({ ecosystem, package: name, version: to })
  if (!after.ok) return { ok: false, reason: after.reason }
  if (!before.ok) return { ok: false, reason: before.reason }
  const isIn = (list: readonly Advisory[]) => (one: Advisory) => list.some((other) => isSame(one, other))
  const stillAffected = isIn(after.advisories)
  const wasAffected = isIn(before.advisories)
  return {
    ok: true,
    step: {
      fixed: before.advisories.filter((one) => !stillAffected(one)),
      stillOpen: after.advisories.filter(wasAffected),
      introduced: after.advisories.filter((one) => !wasAffected(one)),
      firstSafe: after.advisories.length === 0 ? null : firstSafe(index, { ecosystem, package: name, version: to }, available),
    },
  }
}

/** The records that hit may differ between two versions, and so may the id; the group is the same. */
function isSame(a: Advisory, b: Advisory): boolean {
  return a.ids.includes(b.id)
}
