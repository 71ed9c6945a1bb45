import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPlain, plainNumbers } from './plain.ts'

const PLAIN = /^v?(\d{1,15})(?:\.(\d{1,15}))?(?:\.(\d{1,15}))?(?:\.(\d{1,15}))?$/

describe('plain numbers, the way nearly every tag is written', () => {
  test.each([
    ['v1.2.3', [1, 2, 3, 3]],
    ['7', [7, 0, 0, 1]],
    ['v2.10', [2, 10, 0, 2]],
    ['8.2.1.4', [8, 2, 1, 4]],
    ['01.002.3', [1, 2, 3, 3]],
    ['999999999999999.0.0', [999_999_999_999_999, 0, 0, 3]],
  ])('%s is read', (text, [major, minor, patch, count]) => expect(plainNumbers(text)).toEqual({ major, minor, patch, count }))

  test.each(['', 'v', '.', '1.', '.1', '1..2', 'V1.2', '1.2.3.4.5', '1.2-rc1', ' 1', '1\n', '1234567890123456', 'vv1', '١.٢'])(
    '%j is left to the scheme',
    (text) => expect(plainNumbers(text)).toBeNull(),
  )

  test('agrees with its grammar on any text', () => {
    const likely = fc.stringMatching(/^v?[0-9.v]{0,40}$/)
    fc.assert(
      fc.property(
        fc.oneof(likely, fc.string()),
        (text) => (plainNumbers(text) !== null) === PLAIN.test(text) && isPlain(text) === PLAIN.test(text),
      ),
    )
  })
})
