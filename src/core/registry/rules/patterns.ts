import type { Rule } from './contract.ts'
import { bodies } from './walk.ts'

export const patternGroups: Rule = {
  id: 'pattern-groups',
  summary: 'Named groups of a `version_pattern` are such that the version can be told; the scheme `regex` needs some.',
  *check({ registry, written }) {
    for (const { name, path, body } of bodies(registry)) {
      const at = [...path, 'constraints', 'version_pattern']
      const pattern = body.constraints?.version_pattern
      const versioning = body.versioning ?? registry.components?.[name]?.versioning
      const groups = pattern === undefined ? [] : groupNames(pattern)
      if (versioning === 'regex' && pattern !== undefined && groups.length === 0) {
        yield {
          path: at,
          message: 'the versioning scheme `regex` reads named groups, and the pattern has none',
          help: 'Name them, such as (?<major>\\d+)\\.(?<minor>\\d+).',
        }
      } else if (versioning === 'regex' && body.versioning !== undefined && pattern === undefined && !written(at)) {
        yield { path: [...path, 'versioning'], message: 'the versioning scheme `regex` needs `constraints.version_pattern`' }
      } else if (versioning !== 'regex' && groups.length > 0 && !groups.includes('version')) {
        yield {
          path: at,
          message: 'the pattern has named groups, but none is named `version`',
          help: 'Name the group around the version: (?<version>…).',
        }
      }
    }
  },
}

/** Names of the groups of a pattern that compiles. */
export function groupNames(source: string): string[] {
  return [...source.matchAll(/\(\?P?<([A-Za-z_]\w{0,99})>/g)].map(([, name]) => name ?? '')
}
