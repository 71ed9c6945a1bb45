import type { CurrentFrom, Scope } from './component.ts'
import type { Finding, Judgement, SkippedChecks } from './finding.ts'
import type { Instant } from './instant.ts'
import type { Release } from './release.ts'

/** How far two versions are apart, by the scheme's own reading. `other`: no distance can be told (dates, names). */
export const DISTANCES = ['none', 'patch', 'minor', 'major', 'prerelease', 'other'] as const
export type Distance = (typeof DISTANCES)[number]

/** Stable codes of the filters and strategies that remove a release; the text says it for people. */
export type HeldCode =
  | 'pattern'
  | 'invalid-version'
  | 'incompatible-tag'
  | 'prerelease'
  | 'yanked'
  | 'deprecated'
  | 'excluded'
  | 'rolled-back'
  | 'below-minimum'
  | 'outside-range'
  | 'architecture'
  | 'asset-missing'
  | 'too-young'
  | 'no-date'
  | 'end-of-life'
  | 'not-newer'
  | 'not-lts'
  | 'pinned'
  | 'locked'
  | 'compatibility'
  | 'path'
  | 'lag'
  | 'jump'
  | 'superseded'
  /** A known vulnerability stays open in it that another release mends. */
  | 'vulnerable'
  /** Held from outside resolution: a condition not met yet, ignored by a person, not promoted yet, a freeze. */
  | 'condition'
  | 'ignored'
  | 'promotion'
  | 'frozen'

/** A release that was considered and not chosen, and why. */
export interface Held {
  version: string
  code: HeldCode
  /** One sentence, naming the rule and where it stands. */
  reason: string
  /** When it stops to hold, epoch milliseconds, where that is known. */
  until?: number
  /** What would free it, one sentence. */
  frees?: string
}

/** A release that strategy and policy allow. */
export interface Candidate {
  release: Release
  /** `safe`: highest within the current major; `major`: beyond it. A patch never waits for a major's review. */
  lane: 'safe' | 'major'
  distance: Distance
  /** All stops from the current version to the goal, both included, where the step is only the next one. */
  path?: readonly string[]
}

/** The part of an upgrade that resolution decides. */
export interface Step extends Scope {
  component: string
  from: string
  currentFrom: CurrentFrom
  to: string
  /** As it is written into pins whose text carries the prefix (`v7.2.4`). */
  toRelease: Release
  lane: 'safe' | 'major'
  distance: Distance
  path?: readonly string[]
  /** What would have held it, were it not for the vulnerability that it mends. */
  waived?: Held
}

/** An advisory that a step leaves behind. */
export interface FixedAdvisory {
  id: string
  /** What people call it: its CVE ids, else its own. */
  names: readonly string[]
  severity: 'unknown' | 'low' | 'medium' | 'high' | 'critical'
  /** A page for people. */
  url: string
  /** When it was published; absent where nobody says. */
  published?: Instant
  /** Until when policy wants it fixed; absent where it wants none, or the day of publication is not known. */
  due?: Instant
}

/** Component × environment: from, to, findings, risk, decision. */
export interface Upgrade extends Step {
  findings: readonly Finding[]
  /** Advisories that affect `from` and not `to`, most severe first. Absent: none is known. */
  fixes?: readonly FixedAdvisory[]
  /** The first of their deadlines. */
  due?: Instant
  /** Checks that were not made because somebody wanted it so. */
  skipped?: SkippedChecks
  judgement: Judgement
}
