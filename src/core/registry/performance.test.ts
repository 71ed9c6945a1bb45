import { expect, it } from 'vitest'
import { LineCounter, parseDocument } from 'yaml'
import { someModules } from '../../../test/support/registry-modules.ts'
import { resolveScope, scopesOf } from './merge.ts'
import { parseRegistry } from './parse.ts'

/** A component as people write it: a source, a policy, a requirement and two pins. */
function component(index: number): string {
  const needs = index === 0 ? '' : '    compatible_with: { component_0: ">=1.0.0" }\n'
  return `  component_${index}:
    version: "1.${index}.0"
    github_repo: acme/component-${index}
    owner: platform
    constraints: { version_pattern: '^v?[0-9]+\\.[0-9]+\\.[0-9]+$' }
${needs}    pins:
      - { file: deploy/compose.yaml, image: acme/component-${index} }
      - { file: ansible/vars.yml, yaml: versions.component_${index} }
`
}

function best(run: () => void): number {
  const times = Array.from({ length: 4 }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  })
  return Math.min(...times)
}

it('a thousand components are read, checked and merged in half a second', () => {
  const text = `components:\n${Array.from({ length: 1000 }, (_, index) => component(index)).join('')}environments:\n  production: { default_strategy: pinned }\n`
  const whole = best(() => {
    const { registry, problems, at } = parseRegistry(text, 'versions.yaml', someModules)
    expect(problems).toEqual([])
    if (registry === null) throw new Error('it is a registry')
    const [base, production] = scopesOf(registry).map((scope) => resolveScope(registry, scope, at).components)
    expect([base?.length, production?.length]).toEqual([1000, 1000])
  })
  // On a machine that is slow or busy, the YAML library alone is the yardstick: ours is about as much again.
  const yamlAlone = best(() => parseDocument(text, { lineCounter: new LineCounter(), uniqueKeys: false }))
  expect(whole).toBeLessThan(Math.max(500, 5 * yamlAlone))
})
