import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { normalForm } from '../language/normal-form.ts'
import { phrase } from './phrase.ts'
import { sieve } from './sieve.ts'

/** Every phrase of the reader of notes. */
async function ourOwn(): Promise<string[]> {
  const sources: string[] = []
  vi.resetModules()
  vi.doMock(import('./phrase.ts'), async (original) => {
    const actual = await original()
    return {
      ...actual,
      phrase(source: string) {
        sources.push(source)
        return actual.phrase(source)
      },
    }
  })
  await import('../read-notes.ts')
  vi.doUnmock('./phrase.ts')
  return [...new Set(sources)]
}

function sentences(): string[] {
  const judged = z
    .array(z.looseObject({ text: z.string() }))
    .parse(JSON.parse(readFileSync('fixtures/notes/sentences.json', 'utf8')))
    .map(({ text }) => text)
  const styles = readdirSync('fixtures/notes/styles').flatMap((name) => readFileSync(`fixtures/notes/styles/${name}`, 'utf8').split('\n'))
  return [...new Set([...judged, ...styles.slice(0, 1500)].map(normalForm))]
}

const word = fc.constantFrom('drop', 'drops', 'support', 'of', 'the', 'no', 'node', 'a', 'read-only', 're-add', 'x', 'VER', 'CODE', '')
const atom = fc.oneof(
  word,
  fc.constantFrom(
    '[^ ]+ ',
    '(?:[^ ]+ ){0,2}',
    '(?:[^ ]+ ){1,2}',
    '(?:[^ ]+ ){0,3}?',
    '[ ,.;:]',
    '[a-z]{2,14}ly ',
    '\\d',
    '\\w{1,3}',
    '\\b',
    '^',
    '$',
    ' ',
    '.',
    '[^ ,]+',
    '-',
  ),
  fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => `(?:${words.join('|')})`),
  fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => `(?:${words.join('s? |')} ){0,2}`),
  fc.constantFrom(
    '(?:^| )',
    '(?: |$)',
    '(?:[ ,.;:]|$)',
    's?',
    '(?:^|[,;:] (?:and )?|(?:^| )(?:and|we) )',
    '(?:dropp)?ed',
    '(?: (?:no|of))?',
  ),
)
const pattern = fc
  .array(fc.array(atom, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 3 })
  .map((branches) => branches.map((branch) => branch.join('')).join('|'))
const text = fc
  .array(fc.oneof(word, fc.constantFrom('dropped', 'nodes', 'drop,', '(no', 'quickly', '12', 'é', 'droped', 'nothing', 'we', 'and')), {
    maxLength: 9,
  })
  .chain((words) => fc.constantFrom(' ', ', ', '-', '_').map((between) => words.join(between)))

describe('a phrase', () => {
  it('is found where a regular expression of the same notation finds it', () => {
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 1, maxLength: 4 }), (source, texts) => {
        const [ours, theirs] = [phrase(source), new RegExp(source)]
        for (const one of texts) expect(ours.test(one), `${source} in ${JSON.stringify(one)}`).toBe(theirs.test(one))
      }),
      { numRuns: 5000 },
    )
  })

  it.each([
    ['^no(?:[^ ]+ ){1,2}', 'nothing more'],
    ['(?:[^ ]+ ){1,2}no', 'a nothing'],
    ['^(?:no|of){2}(?: |$)', 'noof'],
    ['(?:no ){2}', 'no no '],
    ['un(?:no|of)', 'unno'],
    ['[a-z]{2}no', 'uuno'],
    ['no\\d', 'no1'],
    ['(?:^| )v?\\d', 'v1'],
    ['\\bno', '-no'],
    ['no(?:s|$)', 'nos'],
  ])('%s is found in %j', (source, one) => {
    expect(new RegExp(source).test(one)).toBe(true)
    expect(phrase(source).test(one)).toBe(true)
  })

  it('is found by many in one go as each by itself', () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 6 }), text, (sources, one) => {
        const expected = sources.flatMap((source, index) => (new RegExp(source).test(one) ? [index] : []))
        expect(sieve(sources.map(phrase))(one)).toEqual(expected)
      }),
      { numRuns: 1000 },
    )
  })

  it('of ours tells of judged sentences and of styles of changelogs what its regular expression tells', async () => {
    const sources = await ourOwn()
    expect(sources.length).toBeGreaterThan(200)
    const all = sentences()
    const wrong = sources.flatMap((source) => {
      const [ours, theirs] = [phrase(source), new RegExp(source)]
      return all.filter((one) => ours.test(one) !== theirs.test(one)).map((one) => `${source.slice(0, 200)} in ${one}`)
    })
    expect(wrong).toEqual([])
  })

  it.each(['(?=x)', '(?<name>x)', '(?:x', 'x)', '(?:a?){0,}'])('of a notation that is not ours is refused: %s', (source) => {
    expect(() => phrase(source).test('x')).toThrow(source === '(?:a?){0,}' ? 'without end' : /./)
  })
})
