import type { Advisory } from './advisory.ts'
import { type AdvisoryIndex, compareAdvisories } from './advisory-index.ts'
import { packagesAt } from './name-map.ts'
import type { PackageName } from './names/package-url.ts'

/** What a step does to the advisories of a component. Every list is most severe first. */
export interface StepAdvisories {
  /** Affect the version in use, not the target. */
  fixed: readonly Advisory[]
  /** Affect both. */
  stillOpen: readonly Advisory[]
  /** Affect the target, not the version in use. */
  introduced: readonly Advisory[]
  /** The next version above the target that no record of the index affects; null where none is known, or the target itself is safe. */
  firstSafe: string | null
}

/** A version as the component writes it, and as advisories do. */
export interface SpelledVersion {
  text: string
  version: string
}

export interface StepQuery {
  /** All names of the component. */
  packages: readonly PackageName[]
  /** As advisories write them. */
  from: string
  to: string
  /** Versions above the target, lowest first, for `firstSafe`. */
  above?: readonly SpelledVersion[]
}

/** Above a vulnerable target so many versions are tried. */
const MAX_TRIED = 200

/** Compares what affects the version in use with what affects the target. The reason where one of them cannot be placed. */
export function stepAdvisories(index: AdvisoryIndex, step: StepQuery): { ok: true; step: StepAdvisories } | { ok: false; reason: string } {
  const { packages, from, to, above = [] } = step
  const after = openAdvisories(index, packages, to)
  const before = openAdvisories(index, packages, from)
  if (!after.ok) return after
  if (!before.ok) return before
  const isIn = (list: readonly Advisory[]) => (one: Advisory) => list.some((other) => isSame(one, other))
  const stillAffected = isIn(after.advisories)
  const wasAffected = isIn(before.advisories)
  const isSafe = ({ version }: SpelledVersion) => {
    const found = openAdvisories(index, packages, version)
    return found.ok && found.advisories.length === 0
  }
  return {
    ok: true,
    step: {
      fixed: before.advisories.filter((one) => !stillAffected(one)),
      stillOpen: after.advisories.filter(wasAffected),
      introduced: after.advisories.filter((one) => !wasAffected(one)),
      firstSafe: after.advisories.length === 0 ? null : (above.slice(0, MAX_TRIED).find(isSafe)?.text ?? null),
    },
  }
}

/** What affects a version under any of its names, each vulnerability once. */
export function openAdvisories(
  index: AdvisoryIndex,
  packages: readonly PackageName[],
  version: string,
): { ok: true; advisories: Advisory[] } | { ok: false; reason: string } {
  const found: Advisory[] = []
  for (const one of packagesAt(packages, version)) {
    const verdict = index.query({ ...one, version })
    if (!verdict.ok) return { ok: false, reason: verdict.reason }
    for (const advisory of verdict.advisories) {
      const at = found.findIndex((known) => isSame(known, advisory))
      const known = found[at]
      if (known === undefined) found.push(advisory)
      else if (compareAdvisories(advisory, known) < 0) found[at] = advisory
    }
  }
  return { ok: true, advisories: found.sort(compareAdvisories) }
}

/** The records that hit may differ between two versions or names, and so may the id; the group is the same. */
function isSame(a: Advisory, b: Advisory): boolean {
  return a.ids.includes(b.id)
}
