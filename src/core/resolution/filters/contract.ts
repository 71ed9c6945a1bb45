import type { Release } from '../../model/release.ts'
import type { Held } from '../../model/upgrade.ts'
import type { ChoiceContext, ReadRelease, Rejection } from '../../strategies/contract.ts'

/** What a filter may look at beside the release that it judges. */
export interface FilterContext extends ChoiceContext {
  /** All releases that the scheme could read, newest first, the current one and older ones included. */
  all: readonly ReadRelease[]
  /** What upstream says of the version in force, where it lists it. */
  currentRelease: Release | undefined
  /** Reasons from outside resolution by version or tag: a condition not met yet, ignored by a person, not promoted yet. */
  holds: ReadonlyMap<string, Omit<Held, 'version'>>
}

/** A filter with its settings read once. */
export interface PreparedFilter {
  /** Null where the release may pass. Only releases newer than the current one are asked for. */
  judge(release: ReadRelease): Rejection | null
  /** What the user should mend: `minimum_version 1.x is no version of scheme semver`. */
  notices?: readonly string[]
}

/**
 * One rule that keeps releases back. Order matters only for the reason shown: the first filter that rejects a release names it.
 * `excluded` on 1.6.0 with `excluded_versions: [{version: 1.6.0, reason: memory leak}]` says: excluded, memory leak, and where to read on.
 */
export interface Filter {
  id: string
  /** One line for the documentation table. */
  label: string
  prepare(context: FilterContext): PreparedFilter
}

export const passesAll: PreparedFilter = { judge: () => null }

/** Whether the registry names exactly this version by `strategy: pinned`. What a person wrote down is not second-guessed by age, range or stability. */
export function isNamed(release: ReadRelease, { pinned, versioning }: FilterContext): boolean {
  return pinned !== null && versioning.compare(release.parsed, pinned.parsed) === 0
}

/** Whether a text names this release, as its tag, as its version, or as an equal version. */
export function names(text: string, release: ReadRelease, { versioning }: Pick<FilterContext, 'versioning'>): boolean {
  if (text === release.release.tag || text === release.release.version) return true
  const parsed = versioning.parse(text)
  return parsed !== null && versioning.compare(parsed, release.parsed) === 0
}
