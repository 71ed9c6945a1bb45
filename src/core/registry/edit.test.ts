import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { someModules } from '../../../test/support/registry-modules.ts'
import { ProblemError } from '../model/problems.ts'
import { applyEdits } from '../text/edit.ts'
import { scalarAt, setRegistryScalar } from './edit.ts'
import { resolveScope, scopesOf } from './merge.ts'
import { parseRegistry } from './parse.ts'

const PATH = ['components', 'redis', 'version']

function set(text: string, value: string, path: readonly string[] = PATH): string {
  return applyEdits(text, setRegistryScalar(text, path, value))
}

function refusal(text: string, path: readonly string[] = PATH): string {
  try {
    setRegistryScalar(text, path, '9.9.9')
  } catch (error) {
    if (error instanceof ProblemError) return error.message
    throw error
  }
  return 'edited'
}

describe('writing a version into the registry', () => {
  it.each([
    ['double quotes', 'version: "7.2.4"', 'version: "7.4.2"'],
    ['single quotes', "version: '7.2.4'", "version: '7.4.2'"],
    ['no quotes, where none are needed', 'version: 7.2.4', 'version: 7.4.2'],
    ['the comment behind it', 'version: 7.2.4   # last BSD line', 'version: 7.4.2   # last BSD line'],
    ['a comment directly behind quotes', 'version: "7.2.4" # why', 'version: "7.4.2" # why'],
    ['the blanks before it', 'version:    7.2.4', 'version:    7.4.2'],
    ['a tag', 'version: !!str 7.2.4', 'version: !!str 7.4.2'],
    ['an anchor that nothing refers to', 'version: &v "7.2.4"', 'version: &v "7.4.2"'],
    ['a value on a line of its own', 'version:\n      7.2.4', 'version:\n      7.4.2'],
    ['a folded block, as one line', 'version: >-\n      7.2.4', 'version: "7.4.2"'],
  ])('keeps %s', (_what, before, after) => {
    const around = (line: string) => `# versions\ncomponents:\n  redis:\n    ${line}\n    owner: data\n`
    expect(set(around(before), '7.4.2')).toBe(around(after))
  })

  it.each([
    ['1.10', '"1.10"'],
    ['22', '"22"'],
    ['0x1F', '"0x1F"'],
    ['1e3', '"1e3"'],
    ['true', '"true"'],
    ['null', '"null"'],
    ['~', '"~"'],
    ['.inf', '".inf"'],
    ['1.0 # x', '"1.0 # x"'],
    ['a: b', '"a: b"'],
    ['@scope', '"@scope"'],
    ['*', '"*"'],
    ['', '""'],
    [' 1', '" 1"'],
    ['a, b', '"a, b"'],
    ['2.55.1', '2.55.1'],
    ['v1.2.3', 'v1.2.3'],
    ['2010-04-01', '2010-04-01'],
    ['1.18.3-erlang-28.0', '1.18.3-erlang-28.0'],
  ])('adds quotes to a bare value only where YAML would not read %j as text', (value, written) => {
    expect(set('components:\n  redis:\n    version: 1.9.0\n', value)).toBe(`components:\n  redis:\n    version: ${written}\n`)
  })

  it('keeps CRLF, a byte order mark, a missing last line end and flow style', () => {
    expect(set('\uFEFFcomponents:\r\n  redis: { version: 7.2.4, owner: data }\r\n  x: {}', '7.4.2')).toBe(
      '\uFEFFcomponents:\r\n  redis: { version: 7.4.2, owner: data }\r\n  x: {}',
    )
  })

  it('changes nothing where the value is there already', () => {
    expect(setRegistryScalar('components:\n  redis:\n    version: "7.2.4"\n', PATH, '7.2.4')).toEqual([])
  })

  it('reaches items of lists', () => {
    const text = 'upgrade_policies:\n  excluded_versions:\n    redis:\n      - version: "1"\n      - version: "2"\n'
    const path = ['upgrade_policies', 'excluded_versions', 'redis', '1', 'version']
    expect(set(text, '3', path)).toBe(text.replace('"2"', '"3"'))
    expect(scalarAt(text, path)).toEqual({ value: '2', start: text.indexOf('"2"'), end: text.indexOf('"2"') + 3, line: 5, column: 18 })
  })

  it.each([
    ['an alias', 'x-v: &v "1"\ncomponents:\n  redis:\n    version: *v\n', 'by the alias `*v`'],
    ['the anchor of an alias elsewhere', 'components:\n  redis:\n    version: &v "1"\n  valkey:\n    version: *v\n', 'by the anchor `&v`'],
    ['a merge key', 'x-d: &d { version: "1" }\ncomponents:\n  redis:\n    <<: *d\n', 'by an alias or a merge key'],
    ['a mapping that is an alias', 'x-r: &r { version: "1" }\ncomponents:\n  redis: *r\n', 'by an alias or a merge key'],
    ['a mapping that others merge', 'components:\n  redis: &r\n    version: "1"\n  valkey:\n    <<: *r\n', 'by the anchor `&r`'],
  ])('refuses to change what others share by %s', (_what, text, expected) => {
    expect(refusal(text)).toContain(expected)
  })

  it('changes what overrides a merged key', () => {
    const text = 'x-d: &d { version: "1" }\ncomponents:\n  redis:\n    <<: *d\n    version: "2"\n'
    expect(set(text, '3')).toBe(text.replace('"2"', '"3"'))
  })

  it.each([
    ['nothing at the path', 'components:\n  valkey: {}\n', 'Nothing stands at this path'],
    ['a mapping', 'components:\n  redis:\n    version: { a: 1 }\n', 'no single value'],
    ['no value', 'components:\n  redis:\n    version:\n', 'no single value'],
    ['broken YAML', 'components:\n  redis:\n    version: "1\n', 'cannot be edited'],
  ])('refuses %s', (_what, text, expected) => {
    expect(refusal(text)).toContain(expected)
    expect(scalarAt(text, ['nowhere'])).toBeNull()
  })

  it('reads numbers as they are written', () => {
    expect(scalarAt('components:\n  redis:\n    version: 1.10\n', PATH)?.value).toBe('1.10')
  })

  it('touches nothing but the value, whatever the value, and the value reads back', () => {
    const styles = fc.constantFrom('1.9.0', '"1.9.0"', "'1.9.0'", '>-\n      1.9.0', '1.10')
    const before = '# head\ncomponents:\n  a: { version: 1.0, why: "x # y" }\n  redis:\n    owner: data # who\n    version: '
    const after = '\n    # tail\n    why: |\n      block\n  z: [1, 2]\n'
    fc.assert(
      fc.property(styles, fc.string({ unit: 'grapheme', maxLength: 20 }), (style, value) => {
        const text = before + style + after
        const edits = setRegistryScalar(text, PATH, value)
        const edited = applyEdits(text, edits)
        for (const { start, end } of edits) {
          expect(start).toBe(before.length)
          expect(text.slice(end)).toBe(text.slice(before.length + style.length))
        }
        expect(edited.startsWith(before)).toBe(true)
        expect(edited.endsWith(after)).toBe(true)
        expect(scalarAt(edited, PATH)?.value).toBe(value)
        expect(scalarAt(edited, ['components', 'redis', 'why'])?.value).toBe('block\n')
      }),
      { numRuns: 400 },
    )
  })

  it('finds every path that a merge names', () => {
    const text = readFileSync(new URL('../../../fixtures/registry/older-manager.yaml', import.meta.url), 'utf8')
    const { registry, at } = parseRegistry(text, 'versions.yaml', someModules)
    if (registry === null) throw new Error('the fixture is a registry')
    const versions = scopesOf(registry).flatMap((scope) =>
      resolveScope(registry, scope, at).components.flatMap(({ version }) => version ?? []),
    )
    expect(versions.length).toBeGreaterThan(3)
    for (const { path, value, at: place } of versions) {
      const found = scalarAt(text, path)
      expect(found?.value).toBe(value)
      expect(place).toMatchObject({ line: found?.line, column: found?.column })
      expect(scalarAt(set(text, '9.9.9', path), path)?.value).toBe('9.9.9')
    }
  })
})
