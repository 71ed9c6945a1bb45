import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeSnappy } from './snappy.ts'

const text = (bytes: Uint8Array | null) => (bytes === null ? null : new TextDecoder().decode(bytes))
const ascii = (words: string) => [...words].map((char) => char.charCodeAt(0))

describe('snappy blocks', () => {
  it.each<[string, number[], string]>([
    ['nothing', [0], ''],
    ['a literal', [5, 4 << 2, ...ascii('hello')], 'hello'],
    ['a copy with one byte of offset', [12, 3 << 2, ...ascii('abcd'), ((4 - 4) << 2) | 1, 4, ((4 - 4) << 2) | 1, 8], 'abcdabcdabcd'],
    ['a copy with two bytes of offset', [8, 3 << 2, ...ascii('abcd'), ((4 - 1) << 2) | 2, 4, 0], 'abcdabcd'],
    ['a copy with four bytes of offset', [8, 3 << 2, ...ascii('abcd'), ((4 - 1) << 2) | 3, 4, 0, 0, 0], 'abcdabcd'],
    ['a copy that reaches into itself', [10, 0 << 2, ...ascii('a'), ((9 - 1) << 2) | 2, 1, 0], 'aaaaaaaaaa'],
    ['a literal with its length behind the tag', [64, 60 << 2, 63, ...ascii('x'.repeat(64))], 'x'.repeat(64)],
    ['a length of two bytes', [0x80 | (200 & 0x7f), 1, 60 << 2, 199, ...ascii('y'.repeat(200))], 'y'.repeat(200)],
  ])('with %s are read', (_, block, expected) => expect(text(decodeSnappy(Uint8Array.from(block), 1000))).toBe(expected))

  it.each<[string, number[]]>([
    ['no bytes', []],
    ['a length that never ends', [0xff, 0xff, 0xff, 0xff, 0xff, 1]],
    ['more than is allowed', [0xe9, 0x07, 0]],
    ['a literal that breaks off', [5, 4 << 2, 104]],
    ['a copy from before the beginning', [5, 0 << 2, 97, ((4 - 4) << 2) | 1, 9]],
    ['a copy of nothing', [5, 0 << 2, 97, ((4 - 4) << 2) | 1, 0]],
    ['less than it says', [9, 4 << 2, ...ascii('hello')]],
    ['more than it says', [2, 4 << 2, ...ascii('hello')]],
    ['JSON', ascii('{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}')],
  ])('with %s are none', (_, block) => expect(decodeSnappy(Uint8Array.from(block), 1000)).toBeNull())

  it('never throw and never grow beyond what is allowed, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (block) => {
        expect(decodeSnappy(block, 300)?.length ?? 0).toBeLessThanOrEqual(300)
      }),
    )
  })
})
