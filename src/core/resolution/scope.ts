import type { CurrentFrom } from '../model/component.ts'
import type { Instant } from '../model/instant.ts'
import type { Answer, Cause, ReleaseLine } from '../model/release.ts'
import type { Held, Step } from '../model/upgrade.ts'
import type { ResolvedComponent, ResolvedScope } from '../registry/resolved.ts'
import type { Rejection } from '../strategies/contract.ts'
import type { Versioning } from '../versioning/contract.ts'
import type { OpenAt, Resolution } from './contract.ts'
import type { CurrentVersion } from './current.ts'

/** Everything that the resolution of a scope depends on. All maps are by component name. */
export interface ScopeInput {
  scope: ResolvedScope
  answers: ReadonlyMap<string, Answer>
  currents: ReadonlyMap<string, CurrentVersion>
  /** The scheme of a component, set or inferred; null where it names one that does not exist. */
  versioningOf(component: ResolvedComponent): Versioning | null
  now: Instant
  /** What is known of the vulnerabilities of a component's versions; absent for those that nobody looked up. */
  open?: ReadonlyMap<string, OpenAt>
  /** Lines from a second source, above those of the answer itself. */
  lines?: ReadonlyMap<string, readonly ReleaseLine[]>
  /** Reasons from outside, by version or tag. */
  holds?: ReadonlyMap<string, ReadonlyMap<string, Rejection>>
  /** Work that the compatibility solver may do in each lane. */
  budget?: number
}

/** What became of one component. */
export interface ComponentOutcome {
  component: ResolvedComponent
  versioning: Versioning
  current: string | null
  currentFrom: CurrentFrom | null
  /** Before the components were looked at together. */
  resolution: Resolution
  /** The version in each lane after it; absent where nothing moves. */
  safe?: string
  major?: string
  /** All that is held back, newest first, the compatibility of components included. */
  held: readonly Held[]
  notices: readonly string[]
}

/** Components that must travel in one proposal. Whoever has no step of a major group's lane travels with its safe step. */
export interface StepGroup {
  lane: Step['lane']
  components: readonly string[]
}

/** What a locked component misses. */
export interface Missing {
  component: string
  current: string | null
  newest: string
  /** Releases that it would otherwise be allowed to move to. */
  releases: number
  /** Those among them that mend a known vulnerability. */
  securityFixes: readonly string[]
  /** One sentence. */
  message: string
}

/** The resolution of a scope. Everything in order of component name, safe before major. */
export interface ScopeResolution {
  steps: readonly Step[]
  groups: readonly StepGroup[]
  outcomes: ReadonlyMap<string, ComponentOutcome>
  unresolved: readonly { component: string; cause: Cause }[]
  missing: readonly Missing[]
  /** Compatibility rules that were broken before the step, one sentence each. */
  broken: readonly string[]
  /** Compatibility rules that could not be applied, and why. */
  unknown: readonly string[]
  /** Whether the solver proved its choice to be the best. It is allowed in any case. */
  optimal: boolean
}
