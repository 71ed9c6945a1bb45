import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseRegistry } from '../src/core/registry/parse.ts'
import { specifiedModules } from './support/specified-modules.ts'

const ROOT = join(import.meta.dirname, '../fixtures/registry-mistakes')
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8')

describe('a registry that is somebody’s first try', () => {
  const text = read('versions.yaml')
  const lines = text.split('\n')
  const marked = lines.flatMap((line, index) => (line.includes('# ✗') ? [index + 1] : []))
  const { registry, problems } = parseRegistry(text, 'versions.yaml', specifiedModules)
  const told = new Set(problems.map(({ at }) => at?.line ?? 0))
  const shown = (numbers: readonly number[]) => numbers.map((line) => `${line}: ${lines[line - 1]}`)

  test('is not used', () => {
    expect(registry).toBeNull()
  })

  test('hears of every mistake in one pass, at its line', () => {
    expect(marked.length).toBeGreaterThan(50)
    expect(shown(marked.filter((line) => !told.has(line)))).toEqual([])
  })

  test('hears nothing of what is right', () => {
    expect(shown([...told].filter((line) => !marked.includes(line)))).toEqual([])
  })

  test('is given column, path and what was found', () => {
    for (const problem of problems) {
      expect(problem.at?.column).toBeGreaterThan(0)
      expect(problem.path).toBeTruthy()
      expect(problem.message.length).toBeGreaterThan(15)
    }
  })

  test.each([
    ['globals:', 'global'],
    ['rate_limit_treshold', 'rate_limit_threshold'],
    ['prometeus', 'prometheus'],
    ['lokki', 'loki'],
    ['reddis', 'redis'],
    ['githb-tags', 'github-tags'],
    ['upgrade_succes', 'upgrade_success'],
  ])('is told what %s was probably meant to be', (wrong, right) => {
    const line = lines.findIndex((one) => one.includes(wrong)) + 1
    expect(problems.filter(({ at }) => at?.line === line).map(({ help }) => help)).toContain(`Did you mean \`${right}\`?`)
  })
})

test.each(globSync('*.yaml', { cwd: ROOT }).filter((name) => name !== 'versions.yaml'))(
  '%s is refused, with a reason and a place',
  (name) => {
    const { registry, problems } = parseRegistry(read(name), name, specifiedModules)
    expect(registry).toBeNull()
    expect(problems[0]?.message).toMatch(/\w+ \w+/)
    expect(problems[0]?.at).toMatchObject({ file: name, line: expect.any(Number) })
  },
)
