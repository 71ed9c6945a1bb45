import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Versioning } from '../../src/core/versioning/contract.ts'
import {
  isBreaking,
  isCompatible,
  maxSatisfying,
  minSatisfying,
  nextVersion,
  satisfies,
  sortVersions,
} from '../../src/core/versioning/derive.ts'
import { parseImageReference } from '../../src/core/versioning/image-reference.ts'
import { versionings } from '../../src/core/versioning/index.ts'
import { inferTagShape } from '../../src/core/versioning/infer-prefix.ts'
import { extractVersion } from '../../src/core/versioning/regex.ts'

type Fixture = [op: string, ...rest: unknown[]]

const all: [string, Versioning][] = Object.entries(versionings)

function fixture(id: string): Fixture[] {
  return JSON.parse(readFileSync(resolve(import.meta.dirname, `../../fixtures/versioning/${id}.json`), 'utf8'))
}

/** What a row asks. The last argument of a row is what is expected, but for `satisfies` with options. */
const ops: Record<string, (versioning: Versioning, ...args: never[]) => unknown> = {
  valid: (versioning, text: string) => versioning.parse(text) !== null,
  stable: (versioning, text: string) => versioning.isStable(read(versioning, text)),
  compare: (versioning, a: string, b: string) => versioning.compare(read(versioning, a), read(versioning, b)),
  distance: (versioning, a: string, b: string) => versioning.distance(read(versioning, a), read(versioning, b)),
  parts: (versioning, text: string) => Object.values(versioning.parts(read(versioning, text))),
  format: (versioning, text: string) => versioning.format(read(versioning, text)),
  breaking: (versioning, a: string, b: string) => isBreaking(versioning, read(versioning, a), read(versioning, b)),
  compatible: (versioning, a: string, b: string) => {
    const other = versioning.parse(b)
    return other !== null && isCompatible(versioning, read(versioning, a), other)
  },
  range: (versioning, text: string) => versioning.range(text) !== null,
  max: (versioning, range: string, texts: string[]) => maxSatisfying(versioning, texts, range),
  min: (versioning, range: string, texts: string[]) => minSatisfying(versioning, texts, range),
  next: (versioning, current: string, candidates: string[]) => nextVersion(versioning, current, candidates),
  extract: (_, pattern: string, tag: string) => Object.values(extractVersion(pattern, tag))[0],
  image: (_, reference: string) => {
    const found = parseImageReference(reference)
    return found && [found.domain, found.path, found.tag, found.digest]
  },
}

function read(versioning: Versioning, text: string): unknown {
  const version = versioning.parse(text) ?? versioning.parseLoose?.(text) ?? null
  expect(version, `“${text}” should be a version of ${versioning.id}`).not.toBeNull()
  return version
}

/** Every text of a scheme's fixture, whatever its place in a row. */
function textsOf(rows: Fixture[]): string[] {
  return [...new Set(rows.flatMap((row) => row.slice(1).flat(2)).filter((value) => typeof value === 'string'))]
}

/** Texts near to the scheme's own: two of them cut and joined, or one with a character changed. */
function near(texts: readonly string[]): fc.Arbitrary<string> {
  const one = fc.constantFrom(...texts)
  const piece = fc.constantFrom('.', '-', '+', '_', '~', '0', '1', '10', 'a', 'rc', 'alpha', '.dev1', '-rc.1', '+b', 'v', '!', ':', ' ')
  const at = fc.nat(24)
  return fc.oneof(
    one,
    fc.tuple(one, at, piece).map(([text, place, added]) => text.slice(0, place) + added + text.slice(place)),
    fc.tuple(one, one, at).map(([text, other, place]) => text.slice(0, place) + other.slice(place)),
  )
}

const hostile: [string, string][] = [
  ['digits', '1'.repeat(10_000)],
  ['dots', '1.'.repeat(5_000)],
  ['hyphens', `1${'-'.repeat(10_000)}`],
  ['dashed words', `1${'-a'.repeat(5_000)}`],
  ['spaces', `1${' '.repeat(10_000)}1`],
  ['operators', '>='.repeat(5_000)],
  ['alternatives', '1 || '.repeat(2_000)],
  ['brackets', '[('.repeat(5_000)],
  ['letters then a sign', `${'a'.repeat(10_000)}!`],
  ['slashes', 'a/'.repeat(5_000)],
  ['underscores', `a${'_'.repeat(10_000)}`],
  ['control characters', '\u0000\u001b[31m'.repeat(2_000)],
  ['astral characters', '💥'.repeat(5_000)],
]

describe.each(all)('versioning %s', (id, versioning) => {
  const rows = fixture(id)
  const texts = textsOf(rows)
  const versions = fc.constantFrom(...texts.filter((text) => versioning.parse(text) !== null))
  const nearby = near(texts)
    .map((text) => versioning.parse(text))
    .filter((version) => version !== null)
  const anyVersion = fc.oneof(
    versions.map((text) => read(versioning, text)),
    nearby,
  )

  it('is documented: its id, a name, where its rules stand, examples of ranges that it reads', () => {
    expect(versioning.id).toBe(id)
    expect(versioning.label.length).toBeGreaterThan(3)
    expect(versioning.docs).toMatch(/^(https:\/\/|docs\/)/)
    expect(versioning.rangeExamples.length).toBeGreaterThan(0)
    for (const example of versioning.rangeExamples) expect(versioning.range(example), example).not.toBeNull()
  })

  it('answers at least thirty rows worked out by hand from its specification', () => {
    expect(rows.length).toBeGreaterThanOrEqual(30)
    const wrong: unknown[] = []
    for (const row of rows) {
      const answered = answer(versioning, row)
      if (JSON.stringify(answered.got) !== JSON.stringify(answered.wanted)) wrong.push([...row, { got: answered.got }])
    }
    expect(wrong).toEqual([])
  })

  it('orders totally: antisymmetric, transitive, and equal only where both ways are', () => {
    fc.assert(
      fc.property(anyVersion, anyVersion, anyVersion, (a, b, c) => {
        expect(versioning.compare(a, a)).toBe(0)
        expect(versioning.compare(b, a)).toBe(versioning.compare(a, b) === 0 ? 0 : -versioning.compare(a, b))
        const [low, middle, high] = [a, b, c].sort((left, right) => versioning.compare(left, right))
        expect(versioning.compare(low, middle)).not.toBe(1)
        expect(versioning.compare(middle, high)).not.toBe(1)
        expect(versioning.compare(low, high)).not.toBe(1)
        if (versioning.compare(a, b) === 0) expect(versioning.compare(a, c)).toBe(versioning.compare(b, c))
      }),
      { numRuns: 400 },
    )
  })

  it('reads what it writes', () => {
    fc.assert(
      fc.property(anyVersion, (version) => {
        const again = versioning.parse(versioning.format(version))
        expect(again).not.toBeNull()
        expect(versioning.compare(version, again)).toBe(0)
        expect(versioning.isStable(again)).toBe(versioning.isStable(version))
      }),
    )
  })

  it('tells a distance that fits the order and does not depend on the direction', () => {
    fc.assert(
      fc.property(anyVersion, anyVersion, (a, b) => {
        expect(versioning.distance(a, b)).toBe(versioning.distance(b, a))
        if (versioning.distance(a, b) === 'none') expect(versioning.compare(a, b)).toBe(0)
      }),
    )
  })

  it('keeps flavours apart both ways, and each with itself', () => {
    fc.assert(
      fc.property(anyVersion, anyVersion, (a, b) => {
        expect(isCompatible(versioning, a, a)).toBe(true)
        expect(isCompatible(versioning, a, b)).toBe(isCompatible(versioning, b, a))
        if (versioning.follows?.(a, b)) expect(versioning.compare(a, b)).toBe(-1)
      }),
    )
  })

  it('reads comparators as its order has them, stable versions of one flavour', () => {
    fc.assert(
      fc.property(versions, versions, (bound, text) => {
        const [a, b] = [read(versioning, bound), read(versioning, text)]
        if (!isPlain(versioning, a) || !isPlain(versioning, b) || !isCompatible(versioning, a, b)) return
        const order = versioning.compare(b, a)
        for (const [operator, holds] of [
          ['>=', order >= 0],
          ['<', order < 0],
        ] as const) {
          const found = satisfies(versioning, text, operator + bound)
          if (found !== null) expect([operator, bound, text, found]).toEqual([operator, bound, text, holds])
        }
      }),
      { numRuns: 300 },
    )
  })

  it('picks from a range what its order calls highest and lowest', () => {
    const ranges = rows.filter(([op]) => op === 'satisfies').map(([, range]) => String(range))
    for (const range of new Set([...ranges, ...versioning.rangeExamples])) {
      const inside = sortVersions(versioning, texts).filter((text) => satisfies(versioning, text, range))
      const [max, min] = [maxSatisfying(versioning, texts, range), minSatisfying(versioning, texts, range)]
      expect(max === null, range).toBe(inside.length === 0)
      if (max === null || min === null) continue
      expect(versioning.compare(read(versioning, max), read(versioning, inside.at(-1) ?? ''))).toBe(0)
      expect(versioning.compare(read(versioning, min), read(versioning, inside[0] ?? ''))).toBe(0)
    }
  })

  it('never throws, whatever upstream or a user writes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 60, unit: 'binary' }), near(texts)), (text) => {
        const version = versioning.parse(text)
        versioning.parseLoose?.(text)
        const inRange = versioning.range(text)
        if (version !== null) {
          versioning.parts(version)
          inRange?.(version)
        }
      }),
      { numRuns: 500 },
    )
  })

  it.each(hostile)('is not slowed down by ten thousand characters of %s', (_, text) => {
    const spent = milliseconds(() => {
      expect(versioning.parse(text)).toBeNull()
      versioning.parseLoose?.(text)
      versioning.range(text)
      versioning.range(text.slice(0, 1000))
      versioning.parse(text.slice(0, 250))
    })
    expect(spent).toBeLessThan(300)
  })

  it('takes nothing longer than 256 characters for a version', () => {
    if (id === 'docker-reference') return
    for (const text of texts) expect(versioning.parse(text.padEnd(257, '0')), text).toBeNull()
  })
})

describe('versioning at size', () => {
  it('sorts a hundred thousand tags without delay', () => {
    const tags = Array.from({ length: 100_000 }, (_, at) => `${at % 37}.${(at * 7919) % 101}.${(at * 104_729) % 997}-alpine3.${at % 20}`)
    expect(milliseconds(() => expect(sortVersions(versionings.docker, tags)).toHaveLength(100_000))).toBeLessThan(5000)
  })

  it('finds the prefix of five thousand hostile tags without delay', () => {
    const tags = Array.from({ length: 5000 }, (_, at) => `${'-1a'.repeat(80)}${at}`)
    expect(milliseconds(() => inferTagShape(tags, '1.2.3'))).toBeLessThan(5000)
  })
})

/** Of CPU, so that a busy machine does not fail the test. */
function milliseconds(run: () => void): number {
  const before = process.cpuUsage().user
  run()
  return (process.cpuUsage().user - before) / 1000
}

/**
 * Whether ranges have no rule beyond the order for it: pre-releases, floating tags of actions, post-releases and locals of Python, image
 * references and numbers that npm's library cannot count to have one.
 */
function isPlain(versioning: Versioning, version: unknown): boolean {
  const text = versioning.format(version)
  const { major } = versioning.parts(version)
  if (!versioning.isStable(version) || !Number.isSafeInteger(major ?? 0)) return false
  if (versioning.id === 'github-actions') return /^v?\d+\.\d+\.\d+$/.test(text)
  if (versioning.id === 'pep440') return /^(?:\d+!)?[\d.]+$/.test(text)
  return versioning.id !== 'docker-reference'
}

function answer(versioning: Versioning, row: Fixture): { got: unknown; wanted: unknown } {
  const [op, ...args] = row
  if (op === 'satisfies') {
    const [range, text, wanted, options] = args as [string, string, boolean, object | undefined]
    return { got: satisfies(versioning, text, range, options), wanted }
  }
  const run = ops[op]
  if (run === undefined) return { got: `unknown op ${op}`, wanted: op }
  return { got: run(versioning, ...(args.slice(0, -1) as never[])), wanted: args.at(-1) }
}
