import type { HeldCode } from '../core/model/upgrade.ts'
import type { TurnedBad } from '../core/proposals/merges.ts'
import type { Settled, Subject } from '../core/proposals/subject.ts'
import type { Situation } from './situation.ts'

/**
 * Whether this run knows the truth about a component: it was asked for, its upstream answered and its pins were found, or it is no longer
 * in the registry and the run looked at all of it. What a person holds stays as it is.
 */
export function settledIn(situation: Situation): Settled {
  const [known, doubtful] = [new Set<string>(), new Set<string>()]
  const keyOf = ({ environment, component }: Subject) => JSON.stringify([environment, component])
  for (const scope of situation.scopes) {
    const unresolved = new Set([...scope.resolution.unresolved.map((one) => one.component), ...scope.onHold])
    for (const { name: component } of scope.selected) {
      const broken = (scope.pins.get(component)?.problems.length ?? 0) > 0
      ;(broken || unresolved.has(component) || scope.onHold.has(component) ? doubtful : known).add(
        keyOf({ environment: scope.name, component }),
      )
    }
  }
  return (subject) => known.has(keyOf(subject)) || (situation.whole && !doubtful.has(keyOf(subject)))
}

/** What holds a version back now for a reason that lies in the version itself, not in there being a newer one. */
const BAD: ReadonlySet<HeldCode> = new Set([
  'pattern',
  'invalid-version',
  'incompatible-tag',
  'prerelease',
  'yanked',
  'deprecated',
  'excluded',
  'below-minimum',
  'outside-range',
  'architecture',
  'asset-missing',
  'end-of-life',
  'compatibility',
  'condition',
  'ignored',
  'promotion',
  'frozen',
])

/** Whether a version that was once proposed has turned out bad since, or is not known upstream any more. */
export function turnedBadIn(situation: Situation): TurnedBad {
  return ({ component, environment }, version) => {
    const scope = situation.scopes.find((one) => one.name === environment)
    const resolution = scope?.resolution.outcomes.get(component)?.resolution
    if (resolution === undefined) return true
    const held = resolution.held.find((one) => one.version === version)
    return held !== undefined && BAD.has(held.code)
  }
}
