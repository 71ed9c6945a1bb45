import type { Scope, StrategyId } from '../../model/component.ts'
import { DEFAULTS } from '../defaults.ts'
import type { Registry, RegistryComponent, RegistryEnvironment, RegistryTarget } from '../schema.ts'
import type { Path } from '../yaml/locate.ts'

/** What `global`, an environment and a target can say for all components at once. */
export interface Settings {
  default_strategy?: RegistryEnvironment['default_strategy']
  constraints?: RegistryEnvironment['constraints']
  safety?: RegistryEnvironment['safety']
}

/** One step of the merge: either settings for all components, or what is said of the component itself. */
export type Layer = { path: Path; own: boolean } & (
  | { settings: Settings; body?: undefined }
  | { body: RegistryComponent; settings?: undefined }
)

/**
 * All that is said of a component in a scope, the weakest first: global < component < environment < target.
 * `own` marks what the scope itself says, apart from what it takes over.
 */
export function layersOf(registry: Registry, scope: Scope, name: string): Layer[] {
  const { environment, target } = scopeParts(registry, scope)
  const base = scope.environment === null
  const here: Path = ['environments', scope.environment ?? '']
  const there: Path = [...here, 'targets', scope.target ?? '']
  const layers: Layer[] = [
    { path: ['global'], own: false, settings: registry.global ?? {} },
    { path: ['components', name], own: base, body: registry.components?.[name] ?? {} },
  ]
  if (environment !== undefined) layers.push(...scopeLayers(environment, here, name, target === undefined))
  if (target !== undefined) layers.push(...scopeLayers(target, there, name, true))
  return layers
}

export function scopeParts(registry: Registry, scope: Scope): { environment?: RegistryEnvironment; target?: RegistryTarget } {
  const environment = scope.environment === null ? undefined : registry.environments?.[scope.environment]
  const target = scope.target === undefined ? undefined : environment?.targets?.[scope.target]
  return { ...(environment === undefined ? {} : { environment }), ...(target === undefined ? {} : { target }) }
}

function scopeLayers(part: RegistryEnvironment | RegistryTarget, path: Path, name: string, own: boolean): Layer[] {
  const layers: Layer[] = [{ path, own, settings: part }]
  const pins = 'pins' in part ? part.pins?.[name] : undefined
  if (pins !== undefined) layers.push({ path: [...path, 'pins'], own, body: { pins } })
  const body = part.component_overrides?.[name]
  if (body !== undefined) layers.push({ path: [...path, 'component_overrides', name], own, body })
  return layers
}

/** The strongest layer that says something, and what it says. */
export function strongest<T>(layers: readonly Layer[], read: (layer: Layer) => T | undefined): { value: T; layer: Layer } | undefined {
  for (let index = layers.length - 1; index >= 0; index -= 1) {
    const layer = layers[index]
    const value = layer === undefined ? undefined : read(layer)
    if (layer !== undefined && value !== undefined) return { value, layer }
  }
  return undefined
}

/** What the component itself says in the strongest layer that does. */
export function said<T>(layers: readonly Layer[], read: (body: RegistryComponent) => T | undefined): T | undefined {
  return strongest(layers, (layer) => (layer.body === undefined ? undefined : read(layer.body)))?.value
}

/** Mappings of all layers merged key by key; lists and single values of a stronger layer replace those of a weaker one. */
export function merged<T extends object>(layers: readonly Layer[], read: (layer: Layer) => T | undefined): Partial<T> {
  const parts = layers.map(read).filter((part) => part !== undefined)
  return Object.assign({}, ...parts)
}

/** The strategy that holds, and the layer that sets it. A default never unlocks: `locked` ends only where the component itself says so. */
export function strategyIn(layers: readonly Layer[]): { strategy: StrategyId; layer?: Layer; byDefault: boolean } {
  let held: { strategy: StrategyId; layer?: Layer; byDefault: boolean } = { strategy: DEFAULTS.strategy, byDefault: true }
  for (const layer of layers) {
    const own = layer.body?.strategy
    const fallback = layer.settings?.default_strategy
    if (own !== undefined) held = { strategy: own, layer, byDefault: false }
    else if (fallback !== undefined && held.strategy !== 'locked') held = { strategy: fallback, layer, byDefault: true }
  }
  return held
}

/** The scheme that the user set; `regex` alone takes the version pattern that holds, as `regex:PATTERN`. */
export function versioningIn(layers: readonly Layer[]): string | undefined {
  const versioning = said(layers, (body) => body.versioning)
  const pattern = merged(layers, (layer) => layer.body?.constraints ?? layer.settings?.constraints).version_pattern
  return versioning === 'regex' && pattern !== undefined ? `regex:${pattern}` : versioning
}
