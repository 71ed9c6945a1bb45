import type { Pin } from '../model/component.ts'
import type { ResolvedComponent } from '../registry/resolved.ts'
import type { CurrentVersion, PinReading } from '../resolution/current.ts'
import type { Move } from './contract.ts'

/** What one pin says, where, and the digest or commit beside it. */
export type PlacedPin = PinReading & { line: number; column: number; pin: Pin; digestText?: string }

/** One scope as a commit has it. */
export interface CommitScope {
  name: string | null
  /** Components of the scope, those that it only inherits too. */
  components: readonly ResolvedComponent[]
  pins: ReadonlyMap<string, { values: readonly PlacedPin[] }>
  currents: ReadonlyMap<string, CurrentVersion>
}

/**
 * What moved between two commits, in order of environment and component. What an environment inherits is judged once, where its version is
 * written; one that gets or loses a version of its own moves from or to the inherited one. `touched`: whether the change alters a file.
 */
export function movesBetween(before: readonly CommitScope[], after: readonly CommitScope[], touched: (file: string) => boolean): Move[] {
  const names = new Set([...before, ...after].map((scope) => scope.name))
  return [...names].sort(byName).flatMap((name) => {
    const [old, young] = [before.find((one) => one.name === name), after.find((one) => one.name === name)]
    const components = new Set([...ownNames(old), ...ownNames(young)])
    return [...components].sort().flatMap((component) => moveOf(component, name, old, young, touched))
  })
}

function moveOf(
  component: string,
  environment: string | null,
  before: CommitScope | undefined,
  after: CommitScope | undefined,
  touched: (file: string) => boolean,
): Move[] {
  const [was, is] = [has(before, component), has(after, component)]
  const from = was ? (before?.currents.get(component)?.version ?? null) : null
  const to = is ? (after?.currents.get(component)?.version ?? null) : null
  const repinned = from === to && digestsIn(before, component) !== digestsIn(after, component)
  if (was === is && from === to && !repinned) return []
  const kind = was && is ? (from === to ? 'digest' : 'moved') : is ? 'added' : 'removed'
  return [{ component, environment, kind, from, to, places: is && after !== undefined ? placesOf(component, after, to, touched) : [] }]
}

/** Pins that say the new version, and the registry's own line. */
function placesOf(component: string, scope: CommitScope, to: string | null, touched: (file: string) => boolean): Move['places'] {
  const pins = scope.pins.get(component)?.values.filter((one) => one.value === to) ?? []
  const declared = scope.components.find((one) => one.name === component)?.version
  const places = pins.map(({ file, line, column }) => ({ file, line, column }))
  const own = declared?.at !== undefined && declared.value === to ? [declared.at] : []
  return [...places, ...own].filter((place) => touched(place.file))
}

/** Digests and commits beside the pins, in order. */
function digestsIn(scope: CommitScope | undefined, component: string): string {
  return (scope?.pins.get(component)?.values ?? []).flatMap((one) => one.digestText ?? []).join(' ')
}

function has(scope: CommitScope | undefined, component: string): boolean {
  return scope?.components.some((one) => one.name === component) === true
}

/** What an environment merely inherits moves with the base. */
function ownNames(scope: CommitScope | undefined): string[] {
  return scope?.components.filter((one) => one.inherited !== true).map((one) => one.name) ?? []
}

function byName(a: string | null, b: string | null): number {
  return (a ?? '') < (b ?? '') ? -1 : 1
}
