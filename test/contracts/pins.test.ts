import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Found, PinEditor } from '../../src/core/pins/contract.ts'
import { pinEditors } from '../../src/core/pins/index.ts'
import { editPin, locatePin } from '../../src/core/pins/locate.ts'
import { applyEdits } from '../../src/core/text/edit.ts'

const ROOT = join(import.meta.dirname, '../../fixtures/pins')

const pinFile = z.strictObject({
  /** What the case shows, one sentence. */
  shows: z.string(),
  /** Where a real file comes from, with its licence. */
  source: z.string().optional(),
  locator: z.unknown(),
  digest: z.unknown().optional(),
  checksum: z.unknown().optional(),
  /** What every place says before. */
  from: z.string(),
  /** How many places there are. */
  places: z.number().default(1),
  to: z.strictObject({
    version: z.string(),
    digest: z.string().optional(),
    digests: z.array(z.string()).optional(),
    checksum: z.string().optional(),
  }),
})

interface Case {
  name: string
  before: string
  after: string
  pin: z.infer<typeof pinFile>
}

function casesOf(id: string): Case[] {
  const folder = join(ROOT, id)
  if (!existsSync(folder)) return []
  return readdirSync(folder).map((name) => {
    const files = readdirSync(join(folder, name))
    const read = (stem: string) => readFileSync(join(folder, name, files.find((file) => file.startsWith(stem)) ?? stem), 'utf8')
    return { name, before: read('in.'), after: read('out.'), pin: pinFile.parse(parse(read('pin.yaml'))) }
  })
}

function pinOf(id: string, { pin }: Case) {
  return {
    file: 'x',
    editor: id,
    locator: pin.locator,
    ...(pin.digest === undefined ? {} : { digest: pin.digest }),
    ...(pin.checksum === undefined ? {} : { checksum: pin.checksum }),
  }
}

/** The value that a place has already. */
function same({ value, digest, checksum }: Found) {
  return {
    version: value,
    ...(digest === undefined ? {} : { digest: digest.value }),
    ...(checksum === undefined ? {} : { checksum: checksum.value }),
  }
}

function replaceAll(editor: PinEditor, text: string, locator: unknown, version: string): string {
  return applyEdits(
    text,
    editor.find(text, locator).flatMap((found) => editor.replace(text, found, { version })),
  )
}

const editors: [string, PinEditor][] = Object.entries(pinEditors)

describe.each(editors)('pin editor %s', (id, editor) => {
  const cases = casesOf(id)

  test('has the id that users write, documentation, examples that its locator takes, and fixtures', () => {
    expect(editor.id).toBe(id)
    expect(editor.docs).toMatch(/^https:\/\//)
    expect(editor.label.length).toBeGreaterThan(10)
    expect(cases.length).toBeGreaterThanOrEqual(3)
    const meta = editor.locator.meta()
    expect(meta?.description?.length).toBeGreaterThan(15)
    const examples = z.array(z.unknown()).min(1).parse(meta?.['examples'])
    for (const example of examples) expect(editor.locator.safeParse(example).success, JSON.stringify(example)).toBe(true)
  })

  describe.each(cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const { before, after, pin } = one

    test(`reads the version: ${pin.shows}`, () => {
      const located = locatePin(before, 'x', pinOf(id, one))
      expect(located.ok ? located.found.map(({ value }) => value) : located.problem).toEqual(Array(pin.places).fill(pin.from))
    })

    test('writes exactly what a careful person would have written', () => {
      const edited = editPin(before, 'x', pinOf(id, one), pin.to)
      expect(edited.ok ? edited.text : edited.problem).toBe(after)
    })

    test('says where the text of the version stands', () => {
      for (const found of editor.find(before, pin.locator)) {
        expect(before.slice(found.start, found.end)).toBe(found.value)
        if (found.digest) expect(before.slice(found.digest.start, found.digest.end)).toBe(found.digest.value)
        if (found.checksum) expect(before.slice(found.checksum.start, found.checksum.end)).toBe(found.checksum.value)
      }
    })

    test('replacing by what stands there changes nothing', () => {
      for (const found of editor.find(before, pin.locator)) expect(editor.replace(before, found, same(found))).toEqual([])
    })

    test('a second run changes nothing', () => {
      const again = editPin(after, 'x', pinOf(id, one), pin.to)
      expect(again.ok ? again.text : again.problem).toBe(after)
    })

    test('Windows line ends, a byte order mark and a missing last line end stay as they are', () => {
      for (const shape of [crlf, bom, chomped]) {
        const edited = editPin(shape(before), 'x', pinOf(id, one), pin.to)
        expect(edited.ok ? edited.text : edited.problem).toBe(shape(after))
      }
    })

    test('only the places of version, digest and checksum change', () => {
      for (const found of editor.find(before, pin.locator)) {
        const spans = [found, found.digest, found.checksum].filter((span) => span !== undefined)
        for (const edit of editor.replace(before, found, pin.to)) {
          const inside = spans.some((span) => edit.start >= span.start - 1 && edit.end <= span.end)
          expect(inside, JSON.stringify(edit)).toBe(true)
        }
      }
    })

    test('a damaged file never makes it throw, and what it still finds it still edits by the laws', () => {
      fc.assert(
        fc.property(damaged(before), id === 'markdown-table' ? numbered : version, (text, next) =>
          lawsHold(editor, text, pin.locator, next),
        ),
        { numRuns: 15, seed: 20261121 },
      )
    })
  })

  test('any text whatever is read without an error', () => {
    const locators = cases.map(({ pin }) => pin.locator)
    fc.assert(
      fc.property(fc.constantFrom(...locators), fc.string({ unit: 'binary', maxLength: 300 }), version, (locator, text, next) =>
        lawsHold(editor, text, locator, next),
      ),
      { numRuns: 60, seed: 20261121 },
    )
  })

  test('hostile text is read in time that grows with its length', () => {
    const locator = cases[0]?.pin.locator
    const head = cases[0]?.before ?? ''
    for (const [unit, size] of [...HOSTILE.map((unit) => [unit, 60_000] as const), [head, 500_000] as const]) {
      const text = unit.repeat(Math.ceil(size / unit.length))
      const start = performance.now()
      editor.find(text, locator)
      expect(performance.now() - start, JSON.stringify(unit.slice(0, 40))).toBeLessThan(size / 15)
    }
  }, 180_000)

  test('a tag name cannot write anything but a version', () => {
    for (const one of cases.slice(0, 3)) {
      for (const evil of [
        '1.0\nevil: true',
        '1.0" evil',
        "1.0' evil",
        '1.0 # x',
        '$(evil)',
        '`evil`',
        '$' + '{evil}',
        '1.0 AS evil',
        '1.0\\',
        '{{evil}}',
        '<b>',
        '\u202e1.0',
      ]) {
        const edited = editPin(one.before, 'x', pinOf(id, one), { ...one.pin.to, version: evil })
        expect(edited.ok ? edited.text : edited.problem.code, evil).toBe('pin-refused')
      }
    }
  })
})

const HOSTILE = [
  '{',
  '- ',
  '"',
  'image: redis\n',
  'a = "1"\n',
  '${a:-',
  '\t',
  '#\n',
  'FROM a:1 \\\n',
  '|a|',
  'redis==',
  '--hash=sha256:',
  "\\'",
  '[[a]]\n',
  '{:a,',
  'a: &x {<<: *x}\n',
  ' '.repeat(5000),
  `${'a'.repeat(5000)}:`,
]

const NUMBERED = ['1.2.3', 'v1.2.3', '7.4.2-alpine', '1.10', '29.0', '2010-04-01', '1e3', '0.0.1', '10', '2.0.0-rc.1', '~> 1.20']
const version = fc.constantFrom(...NUMBERED, 'latest', 'on')
/** In a cell full of words, only a word with a digit is known for the version again. */
const numbered = fc.constantFrom(...NUMBERED)

function damaged(text: string): fc.Arbitrary<string> {
  const at = fc.nat({ max: text.length })
  const cut = fc.tuple(at, at).map(([a, b]) => text.slice(0, Math.min(a, b)) + text.slice(Math.max(a, b)))
  const junk = fc.oneof(
    fc.constantFrom(
      '\n',
      '\r\n',
      '"',
      "'",
      '#',
      '{',
      '}',
      '[',
      ']',
      ':',
      '@',
      '${',
      '\\\n',
      '  ',
      '\t',
      '<<EOF\n',
      '"""',
      '|',
      '&a ',
      '*a',
    ),
    fc.string({ maxLength: 5 }),
  )
  const put = fc.tuple(at, junk).map(([a, more]) => text.slice(0, a) + more + text.slice(a))
  const swap = fc.tuple(at, at, at).map(([a, b, c]) => {
    const [x = 0, y = 0, z = 0] = [a, b, c].sort((p, q) => p - q)
    return text.slice(0, x) + text.slice(y, z) + text.slice(x, y) + text.slice(z)
  })
  return fc.oneof(cut, put, swap)
}

function lawsHold(editor: PinEditor, text: string, locator: unknown, next: string): void {
  const places = editor.find(text, locator)
  editor.similar?.(text, locator)
  places.forEach((found, index) => {
    expect(text.slice(found.start, found.end)).toBe(found.value)
    expect(found.start).toBeGreaterThanOrEqual(places[index - 1]?.end ?? 0)
    expect(editor.replace(text, found, same(found))).toEqual([])
  })
  const once = replaceAll(editor, text, locator, next)
  expect(replaceAll(editor, once, locator, next)).toBe(once)
}

function crlf(text: string): string {
  return text.replace(/\r?\n/g, '\r\n')
}

function bom(text: string): string {
  return text.startsWith('\uFEFF') ? text : `\uFEFF${text}`
}

function chomped(text: string): string {
  return text.replace(/\r?\n$/, '')
}
