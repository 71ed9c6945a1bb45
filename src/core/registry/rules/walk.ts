import type { Registry, RegistryComponent, RegistryPin } from '../schema.ts'
import type { Path } from '../yaml/locate.ts'

/** Everything that is said of a component in one place: under `components`, or as an override. */
export interface Body {
  name: string
  path: Path
  body: RegistryComponent
  environment?: string
}

export function* bodies(registry: Registry): Generator<Body> {
  for (const [name, body] of Object.entries(registry.components ?? {})) yield { name, path: ['components', name], body }
  for (const [environment, { component_overrides, targets }] of Object.entries(registry.environments ?? {})) {
    const path: Path = ['environments', environment]
    yield* overrides(component_overrides, path, environment)
    for (const [target, part] of Object.entries(targets ?? {})) {
      yield* overrides(part.component_overrides, [...path, 'targets', target], environment)
    }
  }
}

function* overrides(found: Readonly<Record<string, RegistryComponent>> | undefined, path: Path, environment: string): Generator<Body> {
  for (const [name, body] of Object.entries(found ?? {})) yield { name, path: [...path, 'component_overrides', name], body, environment }
}

/** All pins, wherever they are written. */
export function* allPins(registry: Registry): Generator<{ pin: RegistryPin; path: Path }> {
  for (const { body, path } of bodies(registry)) {
    yield* pinsAt(body.pins, [...path, 'pins'])
    for (const [track, { pins }] of Object.entries(body.tracks ?? {})) yield* pinsAt(pins, [...path, 'tracks', track, 'pins'])
  }
  for (const { target, path } of allTargets(registry)) {
    for (const [name, list] of Object.entries(target.pins ?? {})) yield* pinsAt(list, [...path, 'pins', name])
  }
  yield* pinsAt(registry.release?.pins, ['release', 'pins'])
  for (const [name, { pins }] of Object.entries(registry.release?.packages ?? {})) {
    yield* pinsAt(pins, ['release', 'packages', name, 'pins'])
  }
}

function* pinsAt(pins: readonly RegistryPin[] | undefined, path: Path): Generator<{ pin: RegistryPin; path: Path }> {
  for (const [index, pin] of (pins ?? []).entries()) yield { pin, path: [...path, index] }
}

export function* allTargets(registry: Registry) {
  for (const [environment, { targets }] of Object.entries(registry.environments ?? {})) {
    for (const [name, target] of Object.entries(targets ?? {})) {
      const path: Path = ['environments', environment, 'targets', name]
      yield { environment, name, target, path }
    }
  }
}

/** Entries of both lists of excluded versions. */
export function* exclusions(registry: Registry) {
  for (const [component, entries] of Object.entries(registry.upgrade_policies?.excluded_versions ?? {})) {
    for (const [index, entry] of (entries ?? []).entries()) {
      const path: Path = ['upgrade_policies', 'excluded_versions', component, index]
      yield { component, entry, path }
    }
  }
  for (const [index, entry] of (registry.exclusions ?? []).entries()) {
    const path: Path = ['exclusions', index]
    yield { component: entry.component, entry, path }
  }
}
