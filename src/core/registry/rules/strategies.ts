import { names } from '../check/mistake.ts'
import { layersOf, said, strategyIn } from '../merge/layers.ts'
import { scopesOf } from '../merge.ts'
import type { Path } from '../yaml/locate.ts'
import type { Rule, RuleContext } from './contract.ts'
import { allTargets, bodies } from './walk.ts'

interface Rangeless {
  path: Path
  byDefault: boolean
  components: string[]
}

export const rangeNeedsRange: Rule = {
  id: 'range-needs-range',
  summary: 'A component whose strategy is `range` has a `version_range`, in every environment.',
  *check(context) {
    for (const { path, byDefault, components } of rangeless(context)) {
      const message = byDefault
        ? `this makes the strategy of ${names(components, 3)} \`range\`, without a \`version_range\``
        : 'the strategy `range` needs a `version_range`'
      yield { path, message, help: 'Add `version_range` to the component, such as ">=1.0.0 <2.0.0".' }
    }
  },
}

/** Settings that make the strategy of components `range` where these have none, each with the components. */
function rangeless({ registry, written }: RuleContext): Rangeless[] {
  const found = new Map<string, Rangeless>()
  if (!mentionsRange(registry)) return []
  for (const name of Object.keys(registry.components ?? {}).sort()) {
    for (const scope of scopesOf(registry)) {
      const layers = layersOf(registry, scope, name)
      const { strategy, layer, byDefault } = strategyIn(layers)
      const ranged = said(layers, (body) => body.version_range ?? body.tracks) !== undefined
      const refused = layers.some((one) => written([...one.path, 'version_range']))
      if (strategy !== 'range' || ranged || refused || layer === undefined) continue
      const path = [...layer.path, byDefault ? 'default_strategy' : 'strategy']
      const entry = found.get(JSON.stringify(path)) ?? { path, byDefault, components: [] }
      if (!entry.components.includes(name)) entry.components.push(name)
      found.set(JSON.stringify(path), entry)
    }
  }
  return [...found.values()]
}

export const sourceOnce: Rule = {
  id: 'source-once',
  summary: 'A component names `github_repo` or `source`, not both.',
  *check({ registry, written }) {
    for (const { path } of bodies(registry)) {
      if (written([...path, 'github_repo']) && written([...path, 'source'])) {
        yield {
          path: [...path, 'source'],
          at: 'key',
          message: '`github_repo` and `source` are both given; a component has one source',
          help: 'Keep `github_repo` for GitHub releases, or `source` for anything else.',
        }
      }
    }
  },
}

/** Most registries have no strategy `range` at all, and need no merge to know it. */
function mentionsRange(registry: RuleContext['registry']): boolean {
  const settings = [
    registry.global,
    ...Object.values(registry.environments ?? {}),
    ...[...allTargets(registry)].map(({ target }) => target),
  ]
  return settings.some((part) => part?.default_strategy === 'range') || [...bodies(registry)].some(({ body }) => body.strategy === 'range')
}
