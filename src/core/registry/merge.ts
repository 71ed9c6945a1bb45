import type { Scope } from '../model/component.ts'
import { fail } from '../model/problems.ts'
import { nearest } from '../text/nearest.ts'
import { didYouMean, names, withHelp } from './check/mistake.ts'
import { resolveComponent } from './merge/component.ts'
import { policyOf } from './merge/policy.ts'
import { nowhere, type Whereabouts } from './merge/whereabouts.ts'
import type { ResolvedScope } from './resolved.ts'
import type { Registry } from './schema.ts'

export type { Whereabouts } from './merge/whereabouts.ts'

/** All scopes of a registry: the base, then the environments by name, then their targets by name. */
export function scopesOf(registry: Registry): Scope[] {
  const environments = Object.keys(registry.environments ?? {}).sort()
  const targets = environments.flatMap((environment) =>
    Object.keys(registry.environments?.[environment]?.targets ?? {})
      .sort()
      .map((target) => ({ environment, target })),
  )
  return [{ environment: null }, ...environments.map((environment) => ({ environment })), ...targets]
}

/**
 * One scope after the merge global < component < environment < target, with every default filled in. Components come in order of
 * name; nothing depends on the order of the file. `at` is `ParsedRegistry.at`, where the result is to say where things stand.
 * @throws ProblemError `unknown-environment` where the registry has no such environment or target
 */
export function resolveScope(registry: Registry, scope: Scope, at: Whereabouts = nowhere): ResolvedScope {
  checkScope(registry, scope)
  const components = Object.keys(registry.components ?? {})
    .sort()
    .flatMap((name) => resolveComponent(registry, scope, name, at))
  return { scope, policy: policyOf(registry, scope, components, at), components }
}

function checkScope(registry: Registry, { environment, target }: Scope): void {
  if (environment === null) return
  const environments = Object.keys(registry.environments ?? {}).sort()
  if (!environments.includes(environment)) unknown('environment', environment, environments)
  const targets = Object.keys(registry.environments?.[environment]?.targets ?? {}).sort()
  if (target !== undefined && !targets.includes(target)) unknown(`target of ${environment}`, target, targets)
}

function unknown(what: string, name: string, known: readonly string[]): never {
  const declared = known.length === 0 ? 'none is declared' : `declared: ${names(known)}`
  fail('unknown-environment', `\`${name}\` is no ${what}; ${declared}.`, withHelp(didYouMean(nearest(name, known))))
}
