import type { Rule } from './contract.ts'
import { bodies } from './walk.ts'

export const componentsDeclared: Rule = {
  id: 'components-declared',
  summary: 'A registry declares components, or says how the repository is released.',
  *check({ registry, written }) {
    if (Object.keys(registry.components ?? {}).length === 0 && !written(['components']) && !written(['release'])) {
      yield { path: [], message: 'the registry declares no components', severity: 'warning' }
    }
  },
}

export const needsOthers: Rule = {
  id: 'needs-others',
  summary: 'A component does not require itself.',
  *check({ registry }) {
    for (const { name, path, body } of bodies(registry)) {
      if (Object.hasOwn(body.compatible_with ?? {}, name)) {
        yield {
          path: [...path, 'compatible_with', name],
          at: 'key',
          message: `\`${name}\` requires itself`,
          help: 'Use `version_range` to keep it within a range.',
        }
      }
    }
    for (const [index, rule] of (registry.compatibility ?? []).entries()) {
      if (Object.hasOwn(rule.requires, rule.component)) {
        yield { path: ['compatibility', index, 'requires', rule.component], at: 'key', message: `\`${rule.component}\` requires itself` }
      }
    }
  },
}
