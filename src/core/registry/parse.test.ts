import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import * as z from 'zod'
import { someModules } from '../../../test/support/registry-modules.ts'
import { formatProblem, type Problem } from '../model/problems.ts'
import { parseRegistry } from './parse.ts'

function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/registry/${name}`, import.meta.url), 'utf8')
}

function problemsOf(text: string): Problem[] {
  return parseRegistry(text, 'versions.yaml', someModules).problems
}

/** `line:column path: message help`, as a person reads it. */
function told(text: string): string[] {
  return problemsOf(text).map((problem) => formatProblem(problem).replace('versions.yaml:', ''))
}

describe('a registry with one of every kind of mistake', () => {
  const { registry, problems } = parseRegistry(fixture('all-mistakes.yaml'), 'all-mistakes.yaml', someModules)
  const expected = fixture('all-mistakes.txt').trimEnd().split('\n')
  const found = problems.map((problem) => `${problem.severity ?? 'error'} ${formatProblem(problem)}`)

  it('tells all mistakes at once, in order of the file', () => {
    expect(registry).toBeNull()
    expect(expected.length).toBeGreaterThan(90)
    expect(found.map((line) => line.split(' ')[1])).toEqual(expected.map((line) => line.split(' ')[1]))
  })

  it.each(expected.map((line, index) => ({ line, index })))('says $line', ({ line, index }) => {
    expect(found[index]).toBe(line)
  })

  it.each(problems)('has words for people, not for programmers: $message', ({ message, help = 'None.' }) => {
    for (const text of [message, help]) {
      expect(text).not.toMatch(/undefined|\[object|Invalid input|invalid_|ZodError|NaN|\$\{/)
      expect(text).toMatch(/[.?]$/)
      expect(text.length).toBeLessThan(500)
    }
  })
})

describe('broken YAML', () => {
  it.each([
    [
      'components:\n  a:\n    version_range: >=2.0.0\n',
      '3:21: YAML reads `>` at the beginning of a value as a sign of its own. Put it in quotes: ">=2.0.0".',
    ],
    ['a: *\n', '1:4: YAML reads `*` at the beginning of a value as a sign of its own. Put it in quotes: "*".'],
    ['a: @scope/name\n', '1:4: YAML reads `@` at the beginning of a value as a sign of its own. Put it in quotes: "@scope/name".'],
    ['a: !=1.0\n', '1:4: YAML reads `!` at the beginning of a value as a sign of its own. Put it in quotes: "!=1.0".'],
    ['a:\n\tb: 1\n', '2:1: the line is indented by a tab; YAML indents by spaces only. Replace the tab by spaces.'],
    ['a: "x\nb: 2\n', '1:4: a quote is opened here and never closed. Close it at the end of the text.'],
    [
      'a: b: c\n',
      '1:4: a key stands where a value is going on. Check the indentation of this line and the next, and put text that holds `: ` in quotes.',
    ],
    ['a: {}\n---\nb: {}\n', '2:1: a second document begins here; a registry is one document. Remove the line `---`.'],
    [
      'components:\n  a: {version: "1"\n',
      '3:1: a list or mapping in brackets is not closed, or its lines are not indented enough. Check the brackets above this line.',
    ],
    [
      'components: { a: { why: "\\q" } }\n',
      '1:26: invalid escape sequence \\q. In double quotes a backslash begins an escape: use single quotes for patterns.',
    ],
    [
      'components:\n  a: *base\n',
      '2:6: no anchor `&base` comes before this alias. Define `&base` above, or put text that begins with `*` in quotes.',
    ],
    ['components:\n  a: &a [*a]\n', '2:10: the alias stands for something that it is part of. Write the value out.'],
    [
      'components:\n  a: !!binary aGk=\n',
      '2:15: the tag `tag:yaml.org,2002:binary` is not supported. Text that begins with `!` must stand in quotes.',
    ],
    ['components:\n  a: {}\n  a: {}\n', '3:3: the key `a` is written twice; the first time in line 2. Keep one of them.'],
    [
      'components:\n  a:\n    <<: text\n',
      '3:5: the merge key `<<` needs an alias of a mapping, or a list of them. Write `<<: *name`, with `&name` at a mapping above.',
    ],
    ['components: {}\n? [a]\n: 1\n', '2:3: a key must be plain text. Keys cannot be lists, mappings or aliases.'],
    ['- a\n', '1:1: the file holds a list; a registry is a mapping with the key `components`. Begin with `components:`.'],
    ['text\n', '1:1: the file holds a text; a registry is a mapping with the key `components`. Begin with `components:`.'],
  ])('explains %j', (text, expected) => {
    expect(told(text)).toContain(expected)
    expect(parseRegistry(text, 'versions.yaml', someModules).registry).toBeNull()
  })

  it('still tells mistakes above the broken line, and guesses none below it', () => {
    const text = 'globl: {}\ncomponents:\n  a:\n    version: "1\n  b:\n    nonsense: 1\n'
    expect(told(text)).toEqual([
      expect.stringContaining('1:1: globl: unknown key `globl`'),
      '4:14: a quote is opened here and never closed. Close it at the end of the text.',
    ])
  })

  it('counts lines and columns as editors do, after a byte order mark and with CRLF', () => {
    expect(told('\uFEFFcomponents:\r\n  a: {}\r\n  b: { stratgy: latest }\r\n')).toEqual([
      expect.stringContaining('3:8: components.b.stratgy: unknown key'),
    ])
  })
})

describe('a hostile file', () => {
  it.each([
    ['a text over 5 MiB', `# ${'x'.repeat(5 * 1024 * 1024)}`, 'more than 5 MiB'],
    ['a text over 5 MiB in letters of several bytes', `# ${'日'.repeat(2 * 1024 * 1024)}`, 'more than 5 MiB'],
    ['a NUL', 'components: {}\n# \u0000\n', 'U+0000'],
    ['an escape sequence of a terminal', 'components: { a: { why: "\u001B[2J" } }\n', 'U+001B'],
    ['a bidirectional override', 'components: { a: { why: "\u202E" } }\n', 'U+202E'],
    ['an invisible character by escape', 'components: { a: { why: "\\x07" } }\n', 'written as an escape'],
    ['half of a surrogate pair', 'components: { a: { why: "\uD800" } }\n', 'U+D800'],
    ['__proto__ as a key', 'components: { __proto__: { version: "1" } }\n', '`__proto__` cannot be a key'],
    ['brackets without end', `a: ${'['.repeat(200_000)}`, 'nested too deeply'],
    ['brackets without end, a line each', `a:\n${'[\n'.repeat(200_000)}`, 'nested too deeply'],
    ['lists in lists in one line', '- '.repeat(200_000), 'nested too deeply'],
    ['more values than any registry has', '- x\n'.repeat(1_000_000), 'two million'],
    ['mappings sixty levels deep', `a: ${'{ a: '.repeat(60)}1${' }'.repeat(60)}\n`, 'nested more than 50 levels deep'],
  ])('is refused for %s', (_what, text, expected) => {
    const { registry, problems } = parseRegistry(text, 'versions.yaml', someModules)
    expect(registry).toBeNull()
    expect(problems.map(({ message }) => message).join('\n')).toContain(expected)
  })

  it('is refused for aliases that stand for billions of values, before they are written out', () => {
    const lines = Array.from(
      { length: 12 },
      (_, level) => `x-${level}: &a${level} [${Array.from({ length: 10 }, () => (level === 0 ? '"lol"' : `*a${level - 1}`)).join(', ')}]`,
    )
    const { problems } = parseRegistry(lines.join('\n'), 'versions.yaml', someModules)
    expect(problems).toEqual([
      expect.objectContaining({ code: 'registry-refused', message: expect.stringContaining('more than 1,000,000 values') }),
    ])
  })

  it('is refused for merge keys that copy without end', () => {
    const lines = Array.from(
      { length: 3000 },
      (_, level) => `x-${level}: &m${level} { k${level}: 1${level === 0 ? '' : `, <<: *m${level - 1}`} }`,
    )
    expect(problemsOf(lines.join('\n'))).toEqual([expect.objectContaining({ code: 'registry-refused' })])
  })

  it('is not answered by more problems than anybody reads', () => {
    const problems = problemsOf(Array.from({ length: 3000 }, (_, index) => `key${index}: 1\n`).join(''))
    expect(problems).toHaveLength(1001)
    expect(problems.at(-1)?.message).toBe('2001 more problems follow.')
  })

  it('may call a component by a name that every object has only in vain', () => {
    expect(told('components: { constructor: {} }\n')).toEqual([expect.stringContaining('`constructor` cannot be a name')])
  })

  it('never makes the reader throw, and every problem has a place in the file', () => {
    const base = parse(fixture('older-manager.yaml'))
    const paths = leavesOf(base, [])
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 2 })), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const copy = structuredClone(base)
          for (const [path, value] of changes) put(copy, path, value)
          const text = stringify(copy)
          const { registry, problems } = parseRegistry(text, 'versions.yaml', someModules)
          const lines = text.split('\n').length
          for (const { at } of problems) expect(at?.line).toSatisfy((line: number) => line >= 1 && line <= lines)
          expect(registry === null).toBe(problems.some(({ severity }) => severity !== 'warning'))
        },
      ),
      { numRuns: 150 },
    )
  })

  it('never makes the reader throw on any text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[-a-z0-9:{}[\]&*!|>'"%@`#,.? \n\t<]{0,80}$/), (text) => {
        expect(Array.isArray(problemsOf(text))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a registry that is right', () => {
  it.each(['older-manager.yaml', 'oldest-manager.yaml'])(
    'loads unchanged when it was written for the older version manager: %s',
    (name) => {
      const { registry, problems } = parseRegistry(fixture(name), 'versions.yaml', someModules)
      expect(problems.filter(({ severity }) => severity !== 'warning')).toEqual([])
      expect(Object.keys(registry?.components ?? {}).length).toBeGreaterThan(2)
    },
  )

  it('may be empty, with a warning that it says nothing', () => {
    for (const text of ['', '# nothing yet\n', 'components:\n', '---\n']) {
      const { registry, problems } = parseRegistry(text, 'versions.yaml', someModules)
      expect(registry).toEqual({})
      expect(problems.every(({ severity }) => severity === 'warning')).toBe(true)
    }
    expect(told('')).toEqual(['1:1: the registry declares no components.'])
  })

  it('may hold keys of its owner in every mapping of fixed keys, if they begin with x-', () => {
    const text = 'x-team: a\nglobal: { x-note: [1] }\ncomponents: { a: { x-ticket: 7, pins: [{ file: f, yaml: a, x-why: b }] } }\n'
    expect(told(text)).toEqual([])
  })

  it('may share settings by anchors, aliases and merge keys, a thousand times', () => {
    const components = Array.from(
      { length: 1000 },
      (_, index) => `  c${index}:\n    <<: *defaults\n    version: "1.${index}.0"\n    constraints: *linux\n`,
    )
    const text = `x-defaults: &defaults { strategy: pinned, owner: platform }\nx-linux: &linux { architecture: linux-amd64 }\ncomponents:\n${components.join('')}`
    const { registry, problems } = parseRegistry(text, 'versions.yaml', someModules)
    expect(problems).toEqual([])
    expect(registry?.components?.['c999']).toMatchObject({
      strategy: 'pinned',
      version: '1.999.0',
      constraints: { architecture: ['linux-amd64'] },
    })
  })

  it('keeps every digit of a version, also where a datasource takes numbers', () => {
    const static_ = { id: 'static', source: z.object({ releases: z.array(z.union([z.string(), z.number()])) }) }
    const modules = { ...someModules, datasources: { ...someModules.datasources, static: static_ } }
    const text = 'components: { a: { source: { datasource: static, releases: [1.10, 1.9, "1.20", 2] } } }\n'
    expect(parseRegistry(text, 'f', modules).problems.map(formatProblem)).toEqual([
      'f:1:61: components.a.source.releases[0]: found the number 1.10, which YAML reads as 1.1. Quote it where it is a version: "1.10".',
    ])
  })

  it('takes charts and images from registries of OCI artifacts', () => {
    expect(told('components: { a: { source: { datasource: helm, url: oci://registry.example.com/charts } } }\n')).toEqual([])
    expect(told('components: { a: { source: { datasource: helm, url: "oci://user:pass@registry.example.com" } } }\n')).toHaveLength(1)
  })

  it('says where its parts stand', () => {
    const { at } = parseRegistry('components:\n  redis:\n    version: "7.4.2"\n', 'conf/versions.yaml', someModules)
    expect(at(['components', 'redis'], 'key')).toEqual({ file: 'conf/versions.yaml', line: 2, column: 3 })
    expect(at(['components', 'redis', 'version'], 'value')).toEqual({ file: 'conf/versions.yaml', line: 3, column: 14 })
    expect(at(['components', 'valkey'], 'key')).toBeUndefined()
  })
})

function leavesOf(value: unknown, path: (string | number)[]): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path]
  return [
    path,
    ...Object.entries(value).flatMap(([name, child]) => leavesOf(child, [...path, Array.isArray(value) ? Number(name) : name])),
  ].filter(({ length }) => length > 0)
}

function put(value: Record<string | number, unknown>, path: readonly (string | number)[], content: unknown): void {
  const [first = '', ...rest] = path
  const child = value[first]
  if (rest.length === 0) value[first] = content
  else if (typeof child === 'object' && child !== null) put(child as Record<string | number, unknown>, rest, content)
}
