import { type Scope, scopeName } from '../../core/model/component.ts'
import { nearestNames } from '../../core/pins/nearest.ts'
import { resolveScope, scopesOf } from '../../core/registry/merge.ts'
import type { ResolvedComponent, ResolvedScope } from '../../core/registry/resolved.ts'
import type { RollbackPoint } from '../../core/rollback/point.ts'
import type { LoadedRegistry } from '../load.ts'
import { BASE_SCOPE } from '../scopes.ts'

/** The scope and the component that a rollback is about, or why there are none. */
export type FoundSubject =
  | { state: 'known'; scope: ResolvedScope; environment: string | null; component: ResolvedComponent }
  | { state: 'unknown'; message: string; help?: string }
  | { state: 'gone' }

/**
 * Without an environment: the base where the component is pinned there, else the only environment that pins it. What an environment takes
 * from the base moves with the base and cannot go back alone.
 */
export function findSubject(
  { registry, at }: Pick<LoadedRegistry, 'registry' | 'at'>,
  asked: { component: string; environment?: string },
  points: readonly RollbackPoint[],
  base: ResolvedScope,
): FoundSubject {
  const scopes = scopesOf(registry)
  const resolve = (scope: Scope) => (scope.environment === null ? base : resolveScope(registry, scope, at))
  const names = scopes.map((scope) => scopeName(scope) ?? BASE_SCOPE)
  if (asked.environment !== undefined && !names.includes(asked.environment)) {
    return unknown(`There is no environment “${asked.environment}”; the registry has ${names.join(', ')}.`, asked.environment, names)
  }
  const wanted = scopes.filter((_, index) => asked.environment === undefined || names[index] === asked.environment)
  const found = wanted.flatMap((scope) => {
    const resolved = resolve(scope)
    const component = resolved.components.find((one) => one.name === asked.component)
    return component === undefined ? [] : [{ scope: resolved, environment: scopeName(scope), component }]
  })
  if (found.length === 0) {
    const known = [...new Set(scopes.flatMap((scope) => resolve(scope).components.map((one) => one.name)))]
    if (!known.includes(asked.component) && points.some((point) => point.component === asked.component)) return { state: 'gone' }
    return unknown(`There is no component “${asked.component}” in the registry.`, asked.component, known)
  }
  const own = found.filter(({ component }) => component.inherited !== true && isPinned(component))
  const inBase = own.find(({ environment }) => environment === null)
  const [only] = own
  if (inBase !== undefined) return { state: 'known', ...inBase }
  if (only !== undefined && own.length === 1) return { state: 'known', ...only }
  if (own.length > 1) {
    const places = own.map(({ environment }) => environment ?? BASE_SCOPE)
    return { state: 'unknown', message: `${asked.component} is pinned in ${places.join(', ')}.`, help: 'Name one with `--environment`.' }
  }
  return {
    state: 'unknown',
    message: `${asked.component} has no pins of its own${asked.environment === undefined ? '' : ` in ${asked.environment}`}, so nothing can be set back there.`,
    ...(asked.environment === undefined || asked.environment === BASE_SCOPE
      ? {}
      : { help: 'It moves with the base: give `--environment base`.' }),
  }
}

function isPinned({ pins, version }: ResolvedComponent): boolean {
  return pins.length > 0 || version !== undefined
}

function unknown(message: string, wanted: string, names: readonly string[]): FoundSubject {
  const near = nearestNames(wanted, names)
  return {
    state: 'unknown',
    message,
    ...(near.length === 0 ? {} : { help: `Did you mean ${near.map((name) => `\`${name}\``).join(' or ')}?` }),
  }
}
