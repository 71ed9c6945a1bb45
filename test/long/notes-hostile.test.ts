import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNotes } from '../../src/core/notes/read-notes.ts'

const MEGABYTE = 1_000_000

/** Pieces of which real and broken changelogs are made. */
const piece = fc.constantFrom(
  '## 2.0.0',
  '## [2.0.0] - 2024-01-01',
  '2.0.0\n-----',
  '# Changelog',
  '### Breaking Changes',
  '**Removed**',
  '- Remove the `x` option',
  '  - nested: drop support for Node 16',
  '* feat!: rename `a` to `b`',
  '> [!WARNING]',
  '> quoted',
  '```',
  '~~~~',
  '<!--',
  '-->',
  '<details><summary>x</summary>',
  '| a | b |',
  '|---|---|',
  '.. versionchanged:: 2.0',
  '====',
  '\t\tindented',
  '1. one',
  '[x]: https://example.org',
  '**',
  '`',
  '[[[[',
  '\u0000',
  '\ud800',
  '\r',
  '',
)
const document = fc.oneof(
  fc.string({ maxLength: 400 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(piece).map((all) => all.join('\n')),
)

describe('a text that nobody wrote with care', () => {
  it('is read without a throw, and every quote stands in it', () => {
    fc.assert(
      fc.property(
        document,
        fc.constantFrom('1.0.0', '2023-01-01', '7', 'x'),
        fc.constantFrom('2.0.0', '2024-01-01', '7.1', ''),
        (text, from, to) => {
          const reading = readNotes(
            [
              { kind: 'changelog', text },
              { kind: 'release', version: to, text, url: 'https://example.org/r' },
            ],
            from,
            to,
          )
          for (const item of [...reading.items, ...reading.deprecations]) {
            expect(text).toContain(item.text)
            expect(item.text.trim()).not.toBe('')
          }
          expect(reading.verdict === 'unknown').toBe(reading.missing !== undefined)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('reads the same with other line ends and a byte order mark', () => {
    fc.assert(
      fc.property(
        fc.array(
          piece.filter((one) => !/[\r\u0000]/.test(one)),
          { maxLength: 20 },
        ),
        (all) => {
          const text = all.join('\n')
          const other = `\ufeff${text.replaceAll('\n', '\r\n')}`
          const read = (one: string) => readNotes([{ kind: 'changelog', text: one }], '1.0.0', '2.0.0')
          const plain = (one: string) => read(one).items.map((item) => item.text.replaceAll('\r', ''))
          expect(read(other).verdict).toBe(read(text).verdict)
          expect(plain(other)).toEqual(plain(text))
        },
      ),
      { numRuns: 200 },
    )
  })
})

const REPEATED: readonly string[] = [
  '#',
  '[',
  '*',
  '<!--',
  '`',
  '``` ',
  '~~~\n',
  '>',
  '_',
  '**a',
  '(',
  '|',
  ' ',
  '\n',
  '\t',
  '"',
  '=\n',
  '=-',
  '1.',
  '## ',
  '## 1.2.3\n',
  '1.2.3\n\n',
  '- x\n',
  '- Remove the `x` option\n',
  '[a](b',
  '<details>\n',
  '.. note::\n',
  'no longer ',
  'remove ',
  'will be ',
  'VER and ',
  'breaking changes: ',
  'é',
  '💥',
]

/** Long enough for a machine that has other work; quadratic work takes minutes. */
const PATIENCE = 6000

describe('megabytes of one thing', () => {
  it.each(REPEATED)(
    '%j is read in time, in a release and without one',
    (unit) => {
      const body = unit.repeat(Math.ceil(MEGABYTE / unit.length))
      const started = performance.now()
      readNotes([{ kind: 'changelog', text: body }], '1.0.0', '2.0.0')
      readNotes([{ kind: 'changelog', text: `## 2.0.0\n\n- ${body}\n\n## 1.0.0\n` }], '1.0.0', '2.0.0')
      expect(performance.now() - started).toBeLessThan(PATIENCE)
    },
    20_000,
  )

  it('reads a list nested thousands of times', () => {
    const body = Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth % 900)}- level ${depth}`).join('\n')
    const started = performance.now()
    readNotes([{ kind: 'changelog', text: `## 2.0.0\n\n${body}\n` }], '1.0.0', '2.0.0')
    expect(performance.now() - started).toBeLessThan(PATIENCE)
  })

  it('does not call a release harmless that it has not read whole', () => {
    const long = `## 2.0.0\n\n- ${'a word '.repeat(2000)} and the option was removed\n\n## 1.0.0\n`
    expect(readNotes([{ kind: 'changelog', text: long }], '1.0.0', '2.0.0')).toMatchObject({
      verdict: 'unknown',
      missing: expect.stringContaining('too long'),
    })
    const endless = `## 2.0.0\n\n${'- fix a thing\n'.repeat(50_000)}\n## 1.0.0\n`
    expect(readNotes([{ kind: 'changelog', text: endless }], '1.0.0', '2.0.0').verdict).toBe('unknown')
  })

  it('takes long lists of names in one line as what they are', () => {
    const names = Array.from({ length: 900 }, (_, index) => `@contributor${index}`).join(', ')
    const text = `## 2.0.0\n\n- Fix y\n\nWritten by ${names}\n\n## 1.0.0\n`
    expect(readNotes([{ kind: 'changelog', text }], '1.0.0', '2.0.0').verdict).toBe('none')
  })

  it('reads five megabytes of releases in the time of a request', () => {
    const release = (index: number) =>
      `## 1.${9999 - index}.0 (2024-01-01)\n\n### Fixed\n\n${`- Fix a thing that was wrong in case ${index}\n`.repeat(14)}\n`
    const releases = Array.from({ length: 8200 }, (_, index) => release(index)).join('')
    expect(releases.length).toBeGreaterThan(5 * MEGABYTE)
    readNotes([{ kind: 'changelog', text: releases.slice(0, MEGABYTE / 10) }], '1.9990.0', '1.9999.0')
    const started = performance.now()
    const reading = readNotes([{ kind: 'changelog', text: releases }], '1.9989.0', '1.9999.0')
    const elapsed = performance.now() - started
    expect(reading.releasesFound).toHaveLength(10)
    expect(elapsed).toBeLessThan(1500)
  })
})
