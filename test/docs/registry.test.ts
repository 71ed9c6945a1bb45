import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { modules } from '../../src/commands/modules.ts'
import { formatProblem } from '../../src/core/model/problems.ts'
import { registryJsonSchema } from '../../src/core/registry/json-schema.ts'
import { resolveScope, scopesOf } from '../../src/core/registry/merge.ts'
import { parseRegistry } from '../../src/core/registry/parse.ts'
import { registrySchema } from '../../src/core/registry/schema.ts'
import { type View, viewOf } from '../../src/core/registry/view.ts'

const ROOT = join(import.meta.dirname, '../..')
const guide = readFileSync(join(ROOT, 'docs/registry.md'), 'utf8')
const examples = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].flatMap(([, text]) => text ?? [])
const validate = new Ajv({ strict: false, validateFormats: false }).compile(registryJsonSchema(modules))

describe('the guide to versions.yaml', () => {
  it('is full of examples', () => {
    expect(examples.length).toBe(guide.split('```yaml').length - 1)
    expect(examples.length).toBeGreaterThan(14)
  })

  it.each(examples.map((text) => ({ text })))('shows registries that are right: $text', ({ text }) => {
    const { registry, problems } = parseRegistry(text, 'versions.yaml', modules)
    expect(problems.map(formatProblem)).toEqual([])
    expect(validate(parse(text, { merge: true })) ? [] : validate.errors).toEqual([])
    if (registry === null) throw new Error('it is a registry')
    for (const scope of scopesOf(registry)) expect(resolveScope(registry, scope).components.length).toBeGreaterThan(0)
  })
})

describe('the real modules', () => {
  it('document every key that they bring into the registry', () => {
    const undocumented: string[] = []
    const visit = (view: View, path: string, depth: number): void => {
      if (depth > 10) return
      const children: [string, View][] =
        view.kind === 'object'
          ? [...view.keys]
          : view.kind === 'map'
            ? [['*', view.value]]
            : view.kind === 'list'
              ? [['[]', view.item]]
              : []
      for (const [name, child] of children) {
        if (view.kind === 'object' && !child.description) undocumented.push(`${path}${name}`)
        visit(child, `${path}${name}.`, depth + 1)
      }
      if (view.kind === 'choice') for (const option of view.options) visit(option, path, depth)
    }
    visit(viewOf(registrySchema(modules)), '', 0)
    // What the items of a datasource's own lists hold is between it and its users.
    expect(undocumented.filter((path) => !/\.source\..*\[\]\.\w+$/.test(path))).toEqual([])
  })

  it.each(['older-manager.yaml', 'oldest-manager.yaml'])('load %s of the older version manager unchanged', (name) => {
    const text = readFileSync(join(ROOT, 'fixtures/registry', name), 'utf8')
    const { registry, problems } = parseRegistry(text, 'versions.yaml', modules)
    expect(problems.filter(({ severity }) => severity !== 'warning').map(formatProblem)).toEqual([])
    expect(registry).not.toBeNull()
  })
})
