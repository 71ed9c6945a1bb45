import { nearest } from '../../text/nearest.ts'
import { didYouMean, type Mistake, names, withHelp } from '../check/mistake.ts'
import type { Registry } from '../schema.ts'
import type { Path } from '../yaml/locate.ts'
import type { Rule } from './contract.ts'
import { cycles } from './cycles.ts'

export const knownEnvironments: Rule = {
  id: 'known-environments',
  summary: 'Names of environments and targets are those that are declared.',
  *check({ registry }) {
    const known = Object.keys(registry.environments ?? {})
    for (const { name, path, also } of references(registry)) {
      if (!known.includes(name) && !also.includes(name)) yield unknown('environment', name, path, known)
    }
    for (const [environment, { rollout, targets }] of Object.entries(registry.environments ?? {})) {
      const declared = Object.keys(targets ?? {})
      for (const [index, name] of (rollout?.exclude ?? []).entries()) {
        const path = ['environments', environment, 'rollout', 'exclude', index]
        if (!declared.includes(name)) yield unknown('target', name, path, declared)
      }
    }
  },
}

function unknown(what: string, name: string, path: Path, known: readonly string[]): Mistake {
  const declared = known.length === 0 ? 'none is declared' : `declared: ${names(known)}`
  return { path, message: `no ${what} is called \`${name}\`; ${declared}`, ...withHelp(didYouMean(nearest(name, known))) }
}

function* references(registry: Registry): Generator<{ name: string; path: Path; also: readonly string[] }> {
  for (const [environment, { promote_from }] of Object.entries(registry.environments ?? {})) {
    if (promote_from !== undefined) yield { name: promote_from, path: ['environments', environment, 'promote_from'], also: [] }
  }
  for (const [index, entry] of (registry.exclusions ?? []).entries()) {
    yield* each(entry.environments, ['exclusions', index, 'environments'], ['all'])
  }
  const policies = registry.upgrade_policies
  for (const [index, freeze] of (policies?.freezes ?? []).entries()) {
    yield* each(freeze.environments, ['upgrade_policies', 'freezes', index, 'environments'], [])
  }
  for (const [index, row] of (policies?.approvals?.matrix ?? []).entries()) {
    yield* each(row.environment, ['upgrade_policies', 'approvals', 'matrix', index, 'environment'], [])
  }
}

function* each(found: readonly string[] | undefined, path: Path, also: readonly string[]) {
  for (const [index, name] of (found ?? []).entries()) yield { name, path: [...path, index], also }
}

export const promotionOrder: Rule = {
  id: 'promotion-order',
  summary: 'No environment takes its versions from itself, not even by way of others.',
  *check({ registry }) {
    const edges = Object.entries(registry.environments ?? {}).flatMap(([name, { promote_from }]): [string, string][] =>
      promote_from === undefined ? [] : [[name, promote_from]],
    )
    for (const cycle of cycles(new Map(edges))) {
      const way = [...cycle, cycle[0]].map((name) => `\`${name}\``).join(' ← ')
      yield {
        path: ['environments', cycle[0] ?? '', 'promote_from'],
        message: `versions would be promoted in a circle: ${way}`,
        help: 'Let the first environment take its versions from nowhere.',
      }
    }
  },
}
