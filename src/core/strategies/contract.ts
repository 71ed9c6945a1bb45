import type { StrategyId } from '../model/component.ts'
import type { Instant } from '../model/instant.ts'
import type { Release, ReleaseLine } from '../model/release.ts'
import type { Held } from '../model/upgrade.ts'
import type { ResolvedComponent } from '../registry/resolved.ts'
import type { Versioning } from '../versioning/contract.ts'

/** A release whose version the scheme could read. `release.version` is the text that was read, `parsed` what it means to the scheme. */
export interface ReadRelease {
  release: Release
  parsed: unknown
}

/** Why a release is not taken: all of `Held` but the version. */
export type Rejection = Omit<Held, 'version'>

/** What a strategy or a filter may look at. Everything that depends on the outside has been read before. */
export interface ChoiceContext {
  component: ResolvedComponent
  versioning: Versioning
  /** The version in force; null where there is none or the scheme cannot read it (`latest`, `master`). */
  current: ReadRelease | null
  now: Instant
  /** Lines of releases as upstream maintains them; empty where not known. */
  lines: readonly ReleaseLine[]
  /** Whether the release mends a known vulnerability of the version in force. */
  isSecurityFix(release: ReadRelease): boolean
  /** The version that the registry pins by `strategy: pinned`, read by the scheme; null otherwise. */
  pinned: ReadRelease | null
}

/** What a strategy wants of the releases that passed the filters. Every release is either wanted or rejected. */
export interface Choice {
  /** Newest first. */
  wanted: readonly ReadRelease[]
  rejected: readonly { release: ReadRelease; why: Rejection }[]
  /** What the user should mend for the strategy to work. */
  notices: readonly string[]
}

/**
 * How the target is chosen. `lts`: of 24.1.0, 23.4.0, 22.9.0 and 22.8.0 with the lines 22 and 20 it wants 22.9.0 and 22.8.0.
 * Which of the wanted ones becomes a step is decided afterwards (lanes, path, compatibility), the highest first.
 */
export interface Strategy {
  id: StrategyId
  /** One line for the documentation table. */
  label: string
  /** `eligible`: newest first, none of them older than or equal to the current version. */
  choose(eligible: readonly ReadRelease[], context: ChoiceContext): Choice
}

/** Wants those for which `judge` finds no reason against. */
export function chooseBy(
  eligible: readonly ReadRelease[],
  judge: (release: ReadRelease) => Rejection | null,
  notices: readonly string[] = [],
): Choice {
  const wanted: ReadRelease[] = []
  const rejected: { release: ReadRelease; why: Rejection }[] = []
  for (const release of eligible) {
    const why = judge(release)
    if (why === null) wanted.push(release)
    else rejected.push({ release, why })
  }
  return { wanted, rejected, notices }
}
