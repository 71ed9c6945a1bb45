import { scopeName } from '../core/model/component.ts'
import type { Problem } from '../core/model/problems.ts'
import type { FileState } from '../core/model/proposal.ts'
import type { Answer } from '../core/model/release.ts'
import type { Step } from '../core/model/upgrade.ts'
import { underOrders } from '../core/orders/under-orders.ts'
import { restyle } from '../core/pins/rewrite/style.ts'
import type { ResolvedComponent, ResolvedScope } from '../core/registry/resolved.ts'
import { type CurrentVersion, currentVersion } from '../core/resolution/current.ts'
import { resolveScope, type ScopeResolution } from '../core/resolution/resolve.ts'
import type { Readings } from '../ports/readings.ts'
import { conditionHolds } from './condition-holds.ts'
import { type ReadPins, readPins } from './current.ts'
import { sourceKey } from './discover.ts'
import { driftProblems } from './drift.ts'
import { linesIn } from './lifecycles.ts'
import { readRegistry } from './load.ts'
import { openIn } from './open-advisories.ts'
import { recall } from './recall.ts'
import { type Recording, registryOf, requestOf } from './recording.ts'
import { type SchemeChoice, schemeFor } from './scheme.ts'
import { selectScopes } from './scopes.ts'

/** One scope with what its pins say, before any upstream was asked. */
export interface PinnedScope {
  /** `production`, `production/tenant-a`; null for the base. */
  name: string | null
  /** All components of the scope; those that this run is not about stand still (`inherited`). */
  resolved: ResolvedScope
  selected: readonly ResolvedComponent[]
  pins: ReadonlyMap<string, ReadPins>
  currents: ReadonlyMap<string, CurrentVersion>
  /** Component name → key of its upstream in the recording. */
  keys: ReadonlyMap<string, string>
}

/** One scope as it stands, and what could move in it. */
export interface ScopeSituation extends PinnedScope {
  resolution: ScopeResolution
  schemes: ReadonlyMap<string, SchemeChoice>
  steps: readonly Step[]
  /** Components that a person holds as they are, open proposals and all. */
  onHold: ReadonlySet<string>
}

/** What a recording comes to before anything is judged. */
export interface Situation {
  files: ReadonlyMap<string, FileState>
  /** Names of all environments of the registry, whether this run is about them or not. */
  environments: readonly string[]
  scopes: readonly ScopeSituation[]
  /** Whether the run looks at all components and environments. */
  whole: boolean
  /** What is wrong with pins: missing, ambiguous, in disagreement. */
  problems: readonly Problem[]
}

/** Reads every pin of the recording's files, unless an earlier run did so in the same files. Pure: both give the same. */
export function readScopes(recording: Pick<Recording, 'request' | 'files' | 'paths'>, readings?: Readings): PinnedScope[] {
  const { request, files, paths } = recording
  const of = [JSON.stringify([request, paths]), ...files.flatMap(({ path, text }) => [path, text])]
  return recall(readings, 'scopes', of, () => scopesOf(recording))
}

function scopesOf(recording: Pick<Recording, 'request' | 'files' | 'paths'>): PinnedScope[] {
  const files = filesOf(recording)
  return selectScopes(readRegistry(registryOf(recording)), requestOf(recording)).map(({ resolved, selected }) => {
    const chosen = new Set(selected.map((component) => component.name))
    const components = resolved.components.map(({ inherited: _, ...component }) =>
      chosen.has(component.name) ? component : { ...component, inherited: true as const },
    )
    const pins = new Map(components.map((component) => [component.name, readPins(component, files, recording.paths)]))
    const currents = new Map(
      components.map((component) => [component.name, currentVersion(component, pins.get(component.name)?.values ?? [])]),
    )
    const keys = new Map(components.map((component) => [component.name, sourceKey(component)]))
    return { name: scopeName(resolved.scope), resolved: { ...resolved, components }, selected, pins, currents, keys }
  })
}

/** Resolves every scope with the answers of the recording. Pure: the same recording gives the same situation. */
export function situate(recording: Recording, pinned: readonly PinnedScope[] = readScopes(recording)): Situation {
  const { registry } = readRegistry(registryOf(recording))
  const scopes = pinned.map((scope) => resolvePinned(scope, recording))
  const { environment, components } = recording.request
  return {
    files: filesOf(recording),
    environments: Object.keys(registry.environments ?? {}),
    scopes,
    whole: environment === null && components.length === 0,
    problems: scopes.flatMap(pinProblems),
  }
}

function resolvePinned(scope: PinnedScope, recording: Recording): ScopeSituation {
  const answers = new Map(
    scope.resolved.components.flatMap((component): [string, Answer][] => {
      const answer = recording.answers[scope.keys.get(component.name) ?? '']
      return answer === undefined ? [] : [[component.name, answer]]
    }),
  )
  const schemes = new Map(
    scope.resolved.components.map((component) => [
      component.name,
      schemeFor(component, answers.get(component.name), scope.currents.get(component.name)?.version ?? null),
    ]),
  )
  const prefixed = scope.resolved.components.map((component) => withPrefix(component, schemes.get(component.name)?.tagPrefix))
  const { components, holds, onHold } = underOrders(
    { name: scope.name, components: prefixed, answers, now: recording.now },
    recording.orders ?? [],
    conditionHolds(prefixed, answers, recording.conditions),
  )
  const resolution = resolveScope({
    scope: { ...scope.resolved, components },
    answers,
    currents: scope.currents,
    versioningOf: (component) => schemes.get(component.name)?.versioning ?? null,
    now: recording.now,
    lines: linesIn(components, answers, recording),
    open: openIn({ policy: scope.resolved.policy, components }, recording),
    holds,
  })
  return {
    ...scope,
    resolution,
    schemes,
    onHold,
    steps: resolution.steps.map((step) => ({ ...step, environment: scope.name, to: restyle(step.from, step.to) })),
  }
}

function withPrefix(component: ResolvedComponent, tagPrefix: string | undefined): ResolvedComponent {
  return tagPrefix === undefined ? component : { ...component, constraints: { ...component.constraints, tagPrefix } }
}

/** Missing and ambiguous pins are errors; drift is told as a warning, for `upgrade` moves all pins to one version anyway. */
function pinProblems({ selected, pins, resolution }: ScopeSituation): Problem[] {
  return selected.flatMap((component) => {
    const read = pins.get(component.name)
    const versioning = resolution.outcomes.get(component.name)?.versioning
    if (read === undefined) return []
    const drift = versioning === undefined ? [] : driftProblems(component, read, versioning)
    return [...read.problems, ...drift.map((problem) => ({ ...problem, severity: 'warning' as const }))]
  })
}

function filesOf({ files }: Pick<Recording, 'files'>): Map<string, FileState> {
  return new Map(files.map((file) => [file.path, file]))
}
