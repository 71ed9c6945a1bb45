import { compilePattern, isPattern } from '../../text/pattern.ts'
import type { Mistake } from '../check/mistake.ts'
import type { Path } from '../yaml/locate.ts'
import type { Rule } from './contract.ts'
import { bodies } from './walk.ts'

/** Groups that the scheme `regex` reads. */
const NUMBERS = ['major', 'minor', 'patch', 'build', 'revision', 'version']

export const patternGroups: Rule = {
  id: 'pattern-groups',
  summary:
    'Named groups of a `version_pattern` are such that the version can be told; the scheme `regex` reads `major`, `minor`, `patch`, `build`, `revision` or `version`.',
  *check({ registry }) {
    for (const { name, path, body } of bodies(registry)) {
      const at = [...path, 'constraints', 'version_pattern']
      const pattern = body.constraints?.version_pattern
      const versioning = body.versioning ?? registry.components?.[name]?.versioning
      const own = body.versioning?.startsWith('regex:') ? body.versioning.slice('regex:'.length) : undefined
      if (own !== undefined) yield* schemeMistakes(own, [...path, 'versioning'])
      if (pattern === undefined) continue
      const groups = groupNames(pattern)
      if (versioning === 'regex') yield* schemeMistakes(pattern, at)
      else if (groups.length > 0 && !groups.includes('version')) {
        yield {
          path: at,
          message: 'the pattern has named groups, but none is named `version`',
          help: 'Name the group around the version: (?<version>…).',
        }
      }
    }
  },
}

function* schemeMistakes(source: string, path: Path): Generator<Mistake> {
  const pattern = compilePattern(source)
  if (!isPattern(pattern)) yield { path, message: `\`${source}\` is no RE2 pattern (${pattern.error})` }
  else if (!groupNames(source).some((group) => NUMBERS.includes(group))) {
    const help = 'Name them, such as (?<major>\\d+)\\.(?<minor>\\d+).'
    yield { path, message: 'the versioning scheme `regex` reads named groups, and the pattern has none of them', help }
  }
}

/** Names of the groups of a pattern that compiles. */
export function groupNames(source: string): string[] {
  return [...source.matchAll(/\(\?P?<([A-Za-z_]\w{0,99})>/g)].map(([, name]) => name ?? '')
}
