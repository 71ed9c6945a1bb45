import type { Mistake } from '../check/mistake.ts'
import { layersOf, strongest } from '../merge/layers.ts'
import { scopesOf } from '../merge.ts'
import type { Path } from '../yaml/locate.ts'
import type { Rule } from './contract.ts'
import { cycles } from './cycles.ts'
import { bodies } from './walk.ts'

export const synchrony: Rule = {
  id: 'sync-order',
  summary: 'No component follows itself in `sync_version_with`, not even by way of others, in any environment.',
  *check({ registry }) {
    const followers = new Set(
      [...bodies(registry)].filter(({ body }) => body.upgrade?.sync_version_with !== undefined).map(({ name }) => name),
    )
    const told = new Set<string>()
    for (const scope of followers.size === 0 ? [] : scopesOf(registry)) {
      const leaders = new Map<string, { leader: string; path: Path }>()
      for (const name of followers) {
        const found = strongest(layersOf(registry, scope, name), (layer) => layer.body?.upgrade?.sync_version_with)
        if (found !== undefined) leaders.set(name, { leader: found.value, path: [...found.layer.path, 'upgrade', 'sync_version_with'] })
      }
      for (const cycle of cycles(new Map([...leaders].map(([name, { leader }]) => [name, leader])))) {
        const path = leaders.get(cycle[0] ?? '')?.path ?? []
        if (!told.has(JSON.stringify(path))) yield circle(cycle, path)
        told.add(JSON.stringify(path))
      }
    }
  },
}

function circle(cycle: readonly string[], path: Path): Mistake {
  const way = [...cycle, cycle[0]].map((name) => `\`${name}\``).join(' → ')
  return {
    path,
    message: `versions would follow each other in a circle: ${way}`,
    help: 'Let one of them lead, without `sync_version_with`.',
  }
}

export const driftNeedsSync: Rule = {
  id: 'drift-needs-sync',
  summary: '`allowed_version_drift` says how far a component may be from the one it follows: it needs `sync_version_with`.',
  *check({ registry }) {
    for (const { name, path, body } of bodies(registry)) {
      const follows = body.upgrade?.sync_version_with ?? registry.components?.[name]?.upgrade?.sync_version_with
      if (body.upgrade?.allowed_version_drift !== undefined && follows === undefined) {
        yield {
          path: [...path, 'upgrade', 'allowed_version_drift'],
          message: 'there is no `sync_version_with`, so this has no effect',
          severity: 'warning',
        }
      }
    }
  },
}
