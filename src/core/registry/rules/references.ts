import { nearest } from '../../text/nearest.ts'
import { didYouMean, type Mistake, withHelp } from '../check/mistake.ts'
import type { Registry } from '../schema.ts'
import type { Path } from '../yaml/locate.ts'
import type { Rule, RuleContext } from './contract.ts'
import { allTargets, bodies } from './walk.ts'

interface Reference {
  name: string
  path: Path
  /** What follows from the name being unknown. */
  effect: string
  /** A key of a mapping rather than a value. */
  at?: 'key'
  /** Whether the name cannot mean anything that is kept elsewhere: an override of nothing is always a mistake. */
  strict?: true
}

export const knownComponents: Rule = {
  id: 'known-components',
  summary:
    'Names of components are those under `components`. A name that looks like a slip of the pen is an error; any other unknown name is a warning, for what it names may be kept elsewhere.',
  *check({ registry }: RuleContext) {
    const known = Object.keys(registry.components ?? {})
    for (const reference of references(registry)) {
      if (!known.includes(reference.name)) yield unknownComponent(reference, known)
    }
  },
}

function unknownComponent({ name, path, effect, at, strict }: Reference, known: readonly string[]): Mistake {
  const near = nearest(name, known)
  const slip = near !== undefined && isSlip(name, near)
  const help = didYouMean(near) ?? (strict ? 'Declare it under `components` first.' : undefined)
  return {
    path,
    message: `no component is called \`${name}\`${effect === '' ? '' : `, so ${effect}`}`,
    ...withHelp(help),
    ...(at === undefined ? {} : { at }),
    ...(slip || strict ? {} : { severity: 'warning' }),
  }
}

/** Short names and names that differ in a number are often near each other and both right: `api` and `app`, `python311` and `python312`. */
function isSlip(name: string, near: string): boolean {
  return name.length >= 4 && near.replace(/\d+/g, '') !== name.replace(/\d+/g, '')
}

function* references(registry: Registry): Generator<Reference> {
  for (const { name, path, body, environment } of bodies(registry)) {
    if (environment !== undefined) yield { name, path, at: 'key', strict: true, effect: 'there is nothing to override' }
    for (const other of Object.keys(body.compatible_with ?? {})) {
      yield { name: other, path: [...path, 'compatible_with', other], at: 'key', effect: 'this cannot be checked' }
    }
    const leader = body.upgrade?.sync_version_with
    if (leader !== undefined)
      yield { name: leader, path: [...path, 'upgrade', 'sync_version_with'], effect: 'there is no version to follow' }
  }
  yield* targetReferences(registry)
  yield* compatibilityReferences(registry)
  yield* policyReferences(registry)
}

function* targetReferences(registry: Registry): Generator<Reference> {
  for (const { target, path } of allTargets(registry)) {
    for (const name of Object.keys(target.pins ?? {})) {
      yield { name, path: [...path, 'pins', name], at: 'key', strict: true, effect: 'these pins belong to nothing' }
    }
  }
}

function* compatibilityReferences(registry: Registry): Generator<Reference> {
  for (const [index, rule] of (registry.compatibility ?? []).entries()) {
    yield { name: rule.component, path: ['compatibility', index, 'component'], effect: 'the rule holds for nothing' }
    for (const name of Object.keys(rule.requires)) {
      yield { name, path: ['compatibility', index, 'requires', name], at: 'key', effect: 'this cannot be checked' }
    }
  }
  for (const [index, change] of (registry.breaking_changes ?? []).entries()) {
    yield { name: change.component, path: ['breaking_changes', index, 'component'], effect: 'the entry is never shown' }
  }
  for (const [index, entry] of (registry.exclusions ?? []).entries()) {
    yield { name: entry.component, path: ['exclusions', index, 'component'], effect: 'nothing is excluded' }
  }
}

function* policyReferences(registry: Registry): Generator<Reference> {
  const policies: Path = ['upgrade_policies']
  for (const name of Object.keys(registry.upgrade_policies?.excluded_versions ?? {})) {
    yield { name, path: [...policies, 'excluded_versions', name], at: 'key', effect: 'nothing is excluded' }
  }
  for (const name of Object.keys(registry.upgrade_policies?.pinned_versions ?? {})) {
    yield { name, path: [...policies, 'pinned_versions', name], at: 'key', effect: 'nothing is pinned' }
  }
  for (const [index, freeze] of (registry.upgrade_policies?.freezes ?? []).entries()) {
    for (const [place, name] of (freeze.components ?? []).entries()) {
      yield { name, path: [...policies, 'freezes', index, 'components', place], effect: 'it is not frozen' }
    }
  }
  const scopes: [Path, Registry['global'] | NonNullable<Registry['environments']>[string]][] = [
    [['global'], registry.global],
    ...Object.entries(registry.environments ?? {}).map(([name, environment]): [Path, typeof environment] => [
      ['environments', name],
      environment,
    ]),
  ]
  for (const [path, scope] of scopes) {
    for (const [place, name] of (scope?.safety?.auto_upgrade?.exclude_components ?? []).entries()) {
      yield { name, path: [...path, 'safety', 'auto_upgrade', 'exclude_components', place], effect: 'nothing is left out' }
    }
  }
}
