import { scopeName } from '../core/model/component.ts'
import type { Problem } from '../core/model/problems.ts'
import type { FileState } from '../core/model/proposal.ts'
import type { Answer } from '../core/model/release.ts'
import type { Step } from '../core/model/upgrade.ts'
import { restyle } from '../core/pins/rewrite/style.ts'
import type { ResolvedComponent, ResolvedScope } from '../core/registry/resolved.ts'
import { type CurrentVersion, currentVersion } from '../core/resolution/current.ts'
import { resolveScope, type ScopeResolution } from '../core/resolution/resolve.ts'
import { type ReadPins, readPins } from './current.ts'
import { sourceKey } from './discover.ts'
import { driftProblems } from './drift.ts'
import { readRegistry } from './load.ts'
import { type Recording, registryOf, requestOf } from './recording.ts'
import { schemeFor } from './scheme.ts'
import { selectScopes } from './scopes.ts'

/** One scope as it stands, and what could move in it. */
export interface ScopeSituation {
  /** `production`, `production/tenant-a`; null for the base. */
  name: string | null
  /** All components of the scope; those that this run is not about stand still. */
  resolved: ResolvedScope
  selected: readonly ResolvedComponent[]
  pins: ReadonlyMap<string, ReadPins>
  resolution: ScopeResolution
  steps: readonly Step[]
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

/** Pure: pins are read, current versions told, and every scope resolved. */
export function situate(recording: Recording): Situation {
  const loaded = readRegistry(registryOf(recording))
  const files = new Map(recording.files.map((file) => [file.path, file]))
  const scopes = selectScopes(loaded, requestOf(recording)).map(({ resolved, selected }) =>
    situateScope(resolved, selected, files, recording),
  )
  const problems = scopes.flatMap(({ selected, pins, resolution }) =>
    selected.flatMap((component) => {
      const read = pins.get(component.name)
      const versioning = resolution.outcomes.get(component.name)?.versioning
      if (read === undefined) return []
      return [
        ...read.problems,
        ...(versioning === undefined
          ? []
          : driftProblems(component, read, versioning).map((problem) => ({ ...problem, severity: 'warning' as const }))),
      ]
    }),
  )
  const { environment, components } = recording.request
  const whole = environment === null && components.length === 0
  return { files, environments: Object.keys(loaded.registry.environments ?? {}), scopes, whole, problems }
}

function situateScope(
  resolved: ResolvedScope,
  selected: readonly ResolvedComponent[],
  files: ReadonlyMap<string, FileState>,
  recording: Recording,
): ScopeSituation {
  const chosen = new Set(selected.map((component) => component.name))
  const components = resolved.components.map(({ inherited: _, ...component }) =>
    chosen.has(component.name) ? component : { ...component, inherited: true as const },
  )
  const pins = new Map(components.map((component) => [component.name, readPins(component, files, recording.paths)]))
  const currents = new Map(components.map((component) => [component.name, currentOf(component, pins.get(component.name))]))
  const answers = new Map(
    components.flatMap((component): [string, Answer][] => {
      const answer = recording.answers[sourceKey(component)]
      return answer === undefined ? [] : [[component.name, answer]]
    }),
  )
  const resolution = resolveScope({
    scope: { ...resolved, components },
    answers,
    currents,
    versioningOf: (component) => schemeFor(component, answers.get(component.name), currents.get(component.name)?.version ?? null),
    now: recording.now,
  })
  const name = scopeName(resolved.scope)
  return {
    name,
    resolved,
    selected,
    pins,
    resolution,
    steps: resolution.steps.map((step) => ({ ...step, environment: name, to: restyle(step.from, step.to) })),
  }
}

function currentOf(component: ResolvedComponent, pins: ReadPins | undefined): CurrentVersion {
  return currentVersion(component, pins?.values ?? [])
}
