import fc from 'fast-check'
import { expect, it } from 'vitest'
import { eachKey, keyAt } from './word-keys.ts'

function keysIn(text: string): number[] {
  const keys: number[] = []
  eachKey(text, (key) => keys.push(key))
  return keys
}

it('knows the words of a text by their first letters, as a regular expression cuts them', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-zA-Z0-9_ .,é-]{0,60}$/)), (text) => {
      expect(keysIn(text)).toEqual([...text.matchAll(/(?<![A-Za-z0-9_])[A-Za-z]/g)].map((match) => keyAt(text, match.index)))
    }),
  )
})

it('takes forms of one verb together and keeps short words apart', () => {
  expect(new Set(['remove', 'removed', 'removing'].flatMap(keysIn)).size).toBe(1)
  expect(new Set(['no', 'not', 'now', 'note', 'No', 'on'].flatMap(keysIn)).size).toBe(6)
  expect(keysIn('v2, _x and 3d')).toEqual(keysIn('v and'))
})
