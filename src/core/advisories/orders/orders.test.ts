import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composer } from './composer.ts'
import type { VersionOrder } from './contract.ts'
import { dotted } from './dotted.ts'
import { legacyPep440 } from './legacy-pep440.ts'
import { go, lenientSemver, nuget, pub } from './lenient-semver.ts'

/** Lowest first; texts in one inner list are equal. */
const orders: Record<string, { order: VersionOrder; ascending: string[][]; none: string[] }> = {
  'lenient SemVer': {
    order: lenientSemver,
    ascending: [
      ['0.0.0-0'],
      ['1.0.0-alpha.9'],
      ['1.0.0-alpha.10'],
      ['1.0.0-rc1', '1.0.0rc1'],
      ['1', 'v1.0', '1.0.0', '1.0.0+build', '01.0.0'],
      ['1.0.0.1'],
      ['1.0.1'],
      ['18446744073709551616.0.0'],
    ],
    none: ['', 'latest', 'v', '1.0.0 beta', 'x.1'],
  },
  Go: {
    order: go,
    ascending: [
      ['0.0.0-20220524220425-1d687d428aca'],
      ['go1.20rc1', '1.20.0-rc.1'],
      ['1.20rc2'],
      ['go1.20', 'v1.20.0'],
      ['v2.0.0+incompatible', '2.0.0'],
    ],
    none: ['(devel)', 'main'],
  },
  NuGet: { order: nuget, ascending: [['1.0.0-BETA', '1.0.0-beta'], ['1.0.0', '1.0.0.0'], ['1.0.0.1']], none: ['one'] },
  Pub: { order: pub, ascending: [['1.0.0-dev'], ['1.0.0'], ['1.0.0+1'], ['1.0.0+2'], ['1.0.1']], none: ['any'] },
  Packagist: {
    order: composer,
    ascending: [
      ['1.0.0-dev'],
      ['1.0.0-alpha1', 'v1.0a1'],
      ['1.0.0-beta'],
      ['1.0.0-RC1'],
      ['1.0.0-RC2'],
      ['1.0', 'v1.0.0', '1.0.0.0'],
      ['1.0.0-p1'],
      ['1.0.1'],
    ],
    none: ['dev-master', '1.x-dev'],
  },
  'R and Haskell': { order: dotted, ascending: [['0.9'], ['1.0', '1-0'], ['1.0.0'], ['1.0.1'], ['1.10']], none: ['1.0a', ''] },
  PyPI: {
    order: legacyPep440,
    ascending: [['0.1dev-r1716'], ['1.0.dev1'], ['1.0a1'], ['1.0', '1.0.0', 'v1'], ['1.0+local'], ['1.0.post1'], ['1!0.1']],
    none: ['', 'two words'],
  },
}

describe.each(Object.entries(orders))('the order of %s', (_, { order, ascending, none }) => {
  const read = (text: string) => order.parse(text) ?? expect.fail(`${text} should be a version`)

  it('sorts as the ecosystem does', () => {
    const all = ascending.flatMap((texts, rank) => texts.map((text) => ({ text, rank, version: read(text) })))
    for (const a of all)
      for (const b of all)
        expect([a.text, b.text, Math.sign(order.compare(a.version, b.version))]).toEqual([a.text, b.text, Math.sign(a.rank - b.rank)])
  })

  it('places nothing that is no version', () => {
    expect(none.map((text) => order.parse(text))).toEqual(none.map(() => null))
  })

  it('is an order, and reads any text in no time', () => {
    const text = fc.stringMatching(/^v?[0-9]{1,3}([.+_-]?[0-9a-c~]{1,3}){0,5}$/)
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        const [x, y, z] = [order.parse(a), order.parse(b), order.parse(c)]
        if (x === null || y === null || z === null) return
        expect(order.compare(x, y)).toBe(-order.compare(y, x) + 0)
        if (order.compare(x, y) <= 0 && order.compare(y, z) <= 0) expect(order.compare(x, z)).toBeLessThanOrEqual(0)
      }),
    )
    const started = performance.now()
    for (const hostile of ['1'.repeat(1e6), '1.'.repeat(1e5), `1-${'a.'.repeat(1e5)}`, `1.0p${'1'.repeat(250)}!`, `${'1'.repeat(250)}!`])
      order.parse(hostile)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
