import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalForm } from '../language/normal-form.ts'
import { featuresOf, type Worded } from './features.ts'
import { wordingOf } from './wording.ts'

function entry(text: string, place: Worded['place'] = 'plain', release: Worded['release'] = 'minor'): Worded {
  return { form: normalForm(text), place, release, shape: 'bullet' }
}

describe('what the wording of an entry tells', () => {
  it.each([
    'Drop support for Ruby 2.7.',
    'Renamed `Client.fetch` to `Client.get`.',
    'Changed the default timeout from 10 to 30 seconds.',
    '`parse()` now requires a second argument.',
  ])('speaks for a break: %s', (text) => {
    expect(wordingOf(entry(text))).toBeGreaterThan(0)
  })

  it.each([
    'Fix a crash when the list is empty.',
    'Add an option to limit the number of workers.',
    'Improve the speed of the parser.',
    'Update the documentation of `get`.',
  ])('speaks for something harmless: %s', (text) => {
    expect(wordingOf(entry(text))).toBeLessThan(-1.5)
  })

  it('counts the place: the same words tell less among the fixes, more where a line opens', () => {
    const text = 'The cache is stored in the user folder'
    expect(wordingOf(entry(text, 'fixed'))).toBeLessThan(wordingOf(entry(text, 'changed')))
    expect(wordingOf(entry(text, 'plain', 'mends'))).toBeLessThan(wordingOf(entry(text, 'plain', 'opens')))
  })

  it('holds dropped, drops and dropping for the same', () => {
    const [a, b, c] = ['Dropped', 'Drops', 'Dropping'].map((verb) => [...featuresOf(entry(`We: ${verb} the adapter`))].filter(isWord))
    expect(b).toEqual(a)
    expect(c).toEqual(a)
  })

  it('tells a number for any text, in time that grows with its length', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: 'grapheme' }), (text) => {
        expect(wordingOf(entry(text))).not.toBeNaN()
      }),
    )
    const long = `${'('.repeat(1_000_000)}a ${'-'.repeat(1_000_000)}`
    expect([...featuresOf({ ...entry(''), form: long })].filter(isWord)).toEqual([])
  })
})

function isWord(feature: string): boolean {
  return /^\w/.test(feature)
}
