import type { Release } from '../core/model/release.ts'
import type { Step } from '../core/model/upgrade.ts'
import { restyle } from '../core/pins/rewrite/style.ts'
import { laneOf } from '../core/resolution/breaking-number.ts'
import type { ComponentOutcome } from '../core/resolution/scope.ts'
import type { Move } from '../core/review/contract.ts'
import type { Recording } from './recording.ts'
import type { ScopeSituation, Situation } from './situation.ts'

/** The moves as steps of an upgrade. */
export interface Stepped {
  situation: Situation
  /** What each scope comes to after the change, for the rules between components. */
  ends: readonly ScopeSituation[]
}

/**
 * The situation with the change's own steps in the place of those that resolution would take. `equal`: also from a version to itself, to learn
 * what upstream has under it.
 */
export function steppedSituation(
  before: Situation,
  after: Situation,
  moves: readonly Move[],
  { recording, equal }: { recording: Recording; equal: boolean },
): Stepped {
  const scopes = before.scopes.map((scope) => {
    const end = after.scopes.find((one) => one.name === scope.name)
    const steps = moves.flatMap((move) => {
      if (move.environment !== scope.name) return []
      const [from, to] = [scope.resolution.outcomes.get(move.component), end?.resolution.outcomes.get(move.component)]
      return from === undefined || to === undefined ? [] : (stepOf(move, scope, { from, to, equal }, recording) ?? [])
    })
    return { ...scope, steps }
  })
  return { situation: { ...before, scopes }, ends: after.scopes }
}

interface Ends {
  from: ComponentOutcome
  to: ComponentOutcome
  equal: boolean
}

function stepOf(move: Move, scope: ScopeSituation, { from, to, equal }: Ends, recording: Recording): Step | null {
  const { versioning } = from
  const [a, b] = [from.current, to.current].map((text) => (text === null ? null : versioning.parse(text)))
  if (from.current === null || to.current === null || a == null || b == null || (!equal && versioning.compare(a, b) === 0)) return null
  const answer = recording.answers[scope.keys.get(move.component) ?? '']
  const listed = listedAs(to.current, from)
  const release = answer?.ok === true ? answer.releases.find((one) => one.tag === listed?.tag) : undefined
  return {
    component: move.component,
    environment: scope.name,
    from: from.current,
    currentFrom: from.currentFrom ?? 'version',
    to: restyle(from.current, to.current),
    toRelease:
      release === undefined
        ? { tag: move.to ?? to.current, version: to.current }
        : { ...release, version: listed?.version ?? release.version },
    lane: laneOf(a, b, versioning),
    distance: versioning.distance(a, b),
  }
}

/** The release of this version among those that resolution considered: the same text first, then what is equal to it. */
export function listedAs(version: string, { resolution, versioning }: ComponentOutcome) {
  const exact = resolution.considered.find((one) => one.version === version || one.tag === version)
  if (exact !== undefined) return exact
  const wanted = versioning.parse(version)
  if (wanted === null) return undefined
  return resolution.considered.find((one) => {
    const parsed = versioning.parse(one.version)
    return parsed !== null && versioning.compare(parsed, wanted) === 0 && versioning.compatible?.(wanted, parsed) !== false
  })
}

/** What upstream has under the version that each move leads to, by environment and component. */
export function targetsOf({ scopes }: Situation): ReadonlyMap<string, Release> {
  return new Map(scopes.flatMap((scope) => scope.steps.map((step) => [moveKey(step), step.toRelease] as const)))
}

export function moveKey({ environment, component }: { environment: string | null; component: string }): string {
  return JSON.stringify([environment, component])
}
