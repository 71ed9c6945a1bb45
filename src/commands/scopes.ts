import picomatch from 'picomatch'
import type { Scope } from '../core/model/component.ts'
import { fail } from '../core/model/problems.ts'
import { resolveScope, scopesOf, type Whereabouts } from '../core/registry/merge.ts'
import type { ResolvedComponent, ResolvedScope } from '../core/registry/resolved.ts'
import type { Registry } from '../core/registry/schema.ts'
import { nearest } from '../core/text/nearest.ts'
import type { LoadedRegistry } from './load.ts'

/** One environment with the components that this run is about; the others of the scope only count as they are. */
export interface SelectedScope {
  resolved: ResolvedScope
  selected: readonly ResolvedComponent[]
}

/** Name of the scope without an environment, as users write it. */
export const BASE_SCOPE = 'base'

/**
 * What a run looks at. Without an environment: the base, and in each environment what it pins by itself, for the rest of it is the base.
 * @throws ProblemError `unknown-environment`, `unknown-component`
 */
export function selectScopes(
  { registry, at }: Pick<LoadedRegistry, 'registry' | 'at'>,
  request: { environment?: string; components: readonly string[] },
): SelectedScope[] {
  const scopes = scopesOf(registry)
  const environments = Object.keys(registry.environments ?? {})
  const { environment } = request
  if (environment !== undefined && environment !== BASE_SCOPE && !environments.includes(environment)) {
    const near = nearest(environment, [...environments, BASE_SCOPE])
    fail(
      'unknown-environment',
      `There is no environment “${environment}”; the registry has ${environments.join(', ') || 'none'}.`,
      near === undefined ? {} : { help: `Did you mean \`${near}\`?` },
    )
  }
  const matches = matcher(registry, request.components)
  return scopes
    .filter((scope) => environment === undefined || (scope.environment ?? BASE_SCOPE) === environment)
    .map((scope) => {
      const resolved = resolvedOnce(registry, scope, at)
      const whole = scope.environment === null || (environment !== undefined && scope.target === undefined)
      return {
        resolved,
        selected: resolved.components.filter((component) => matches(component.name) && (whole || component.inherited !== true)),
      }
    })
    .filter((scope) => scope.selected.length > 0)
}

const known = new WeakMap<Registry, Map<string, ResolvedScope>>()

/** A run asks for its scopes several times (what to read, what it says, what to decide), and a thousand components are not merged in no time. */
function resolvedOnce(registry: Registry, scope: Scope, at: Whereabouts): ResolvedScope {
  const scopes = known.get(registry) ?? new Map<string, ResolvedScope>()
  known.set(registry, scopes)
  const key = JSON.stringify([scope.environment, scope.target ?? null])
  const resolved = scopes.get(key) ?? resolveScope(registry, scope, at)
  scopes.set(key, resolved)
  return resolved
}

/** @throws ProblemError `unknown-component` for a name or glob that matches nothing */
function matcher(registry: Registry, patterns: readonly string[]): (name: string) => boolean {
  if (patterns.length === 0) return () => true
  const names = Object.keys(registry.components ?? {})
  const matchers = patterns.map((pattern) => {
    const match = picomatch(pattern, { nonegate: true, noextglob: true })
    if (!names.some((name) => match(name))) {
      const near = nearest(pattern, names)
      fail('unknown-component', `No component matches “${pattern}”.`, {
        help: near === undefined ? 'Components stand under `components:` in the registry.' : `Did you mean \`${near}\`?`,
      })
    }
    return match
  })
  return (name) => matchers.some((match) => match(name))
}
