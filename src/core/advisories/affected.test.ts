import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anAffected } from '../../../test/support/osv.ts'
import { testOf } from './affected.ts'

type Events = NonNullable<Parameters<typeof anAffected>[1]>

const rows: { what: string; events: Events; affected: string[]; safe: string[] }[] = [
  { what: 'everything, where nothing is fixed', events: [{ introduced: '0' }], affected: ['0.0.0-0', '1.0.0', '99.0.0'], safe: [] },
  { what: 'what stands below the fix', events: [{ introduced: '0' }, { fixed: '1.2.3' }], affected: ['1.2.2'], safe: ['1.2.3', '1.2.4'] },
  {
    what: 'pre-releases of the fix',
    events: [{ introduced: '1.0.0' }, { fixed: '2.0.0' }],
    affected: ['2.0.0-rc.1'],
    safe: ['1.0.0-rc.1'],
  },
  {
    what: 'the last affected version itself',
    events: [{ introduced: '1.0.0' }, { last_affected: '1.5.0' }],
    affected: ['1.5.0'],
    safe: ['1.5.1', '0.9.0'],
  },
  {
    what: 'several intervals of one range',
    events: [{ introduced: '1.0.0' }, { fixed: '1.0.2' }, { introduced: '3.0.0' }, { fixed: '3.2.5' }],
    affected: ['1.0.1', '3.2.4'],
    safe: ['1.0.2', '2.9.9', '3.2.5'],
  },
  {
    what: 'the same, whatever the order of the events',
    events: [{ fixed: '3.2.5' }, { introduced: '3.0.0' }, { fixed: '1.0.2' }, { introduced: '1.0.0' }],
    affected: ['1.0.1', '3.2.4'],
    safe: ['1.0.2', '2.9.9', '3.2.5'],
  },
  {
    what: 'only what stands below the limit',
    events: [{ introduced: '1.0.0' }, { limit: '2.0.0' }],
    affected: ['1.9.9'],
    safe: ['2.0.0', '3.0.0'],
  },
  { what: 'all, where the limit is infinity', events: [{ introduced: '1.0.0' }, { limit: '*' }], affected: ['9.0.0'], safe: ['0.1.0'] },
  {
    what: 'what stands below one of several limits',
    events: [{ introduced: '0' }, { limit: '1.0.0' }, { limit: '2.0.0' }],
    affected: ['1.5.0'],
    safe: ['2.0.0'],
  },
  {
    what: 'a single version',
    events: [{ introduced: '10.5.0' }, { last_affected: '10.5.0' }],
    affected: ['10.5.0'],
    safe: ['10.4.9', '10.5.1'],
  },
  {
    what: 'nothing, where it was fixed as it came',
    events: [{ introduced: '2.0.0' }, { fixed: '2.0.0' }],
    affected: [],
    safe: ['1.0.0', '2.0.0', '3.0.0'],
  },
  {
    what: 'what lies in two intervals that touch',
    events: [{ introduced: '1.0.0' }, { fixed: '2.0.0' }, { introduced: '2.0.0' }, { fixed: '3.0.0' }],
    affected: ['1.0.0', '2.0.0', '2.5.0'],
    safe: ['0.9.0', '3.0.0'],
  },
  {
    what: 'more, where the fix cannot be read',
    events: [{ introduced: '1.0.0' }, { fixed: 'the next one' }],
    affected: ['9.0.0'],
    safe: ['0.9.0'],
  },
  {
    what: 'more, where the beginning cannot be read',
    events: [{ introduced: 'long ago' }, { fixed: '2.0.0' }],
    affected: ['0.0.1'],
    safe: ['2.0.0'],
  },
]

describe('a range', () => {
  it.each(rows)('takes in $what', ({ events, affected, safe }) => {
    const test = testOf(anAffected({}, events))
    expect(affected.map(test)).toEqual(affected.map(() => 'affected'))
    expect(safe.map(test)).toEqual(safe.map(() => 'safe'))
  })

  it('says so where a version has no place in its order', () => {
    expect(testOf(anAffected())('the newest')).toBe('unreadable')
  })

  it('says nothing where the ecosystem has no order: then only the list counts', () => {
    const test = testOf(anAffected({ ecosystem: 'OSS-Fuzz', versions: ['v2.9.11'] }))
    expect([test('v2.9.11'), test('2.9.11'), test('1.0.0')]).toEqual(['affected', 'safe', 'safe'])
  })
})

describe('a list of versions', () => {
  it.each([
    ['PyPI', '1.0', ['1.0.0', '1.0']],
    ['Go', '1.2.3', ['v1.2.3', '1.2.3+incompatible']],
    ['npm', 'v2.0.0', ['2.0.0']],
    ['RubyGems', '1.0.0', ['1.0', '1']],
    ['Maven', '1.0', ['1.0.0', '1.0-final']],
  ])('of %s that has %s takes in the same version in another spelling', (ecosystem, listed, asked) => {
    const test = testOf(anAffected({ ecosystem, versions: [listed] }, []))
    expect(asked.map(test)).toEqual(asked.map(() => 'affected'))
    expect(test('7.7.7')).toBe('safe')
  })
})

/** The pseudocode of https://ossf.github.io/osv-schema/#evaluation, word for word, over whole numbers. */
function specified(version: number, events: readonly [kind: string, at: number][]): boolean {
  const limits = events.filter(([kind]) => kind === 'limit')
  if (limits.length > 0 && !limits.some(([, at]) => version < at)) return false
  let vulnerable = false
  for (const [kind, at] of events.toSorted(([, a], [, b]) => a - b)) {
    if (kind === 'introduced' && version >= at) vulnerable = true
    else if (kind === 'fixed' && version >= at) vulnerable = false
    else if (kind === 'last_affected' && version > at) vulnerable = false
  }
  return vulnerable
}

describe('evaluation', () => {
  const kind = fc.constantFrom('introduced', 'fixed', 'last_affected', 'limit')
  const events = fc.uniqueArray(fc.tuple(kind, fc.integer({ min: 1, max: 20 })), { selector: ([, at]) => at, minLength: 1, maxLength: 8 })

  it('agrees with the algorithm of the specification', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 0, max: 21 }), (made, version) => {
        const written = made.map(([kind, at]) => ({ [kind]: `${at}.0.0` }))
        expect(testOf(anAffected({}, written))(`${version}.0.0`)).toBe(specified(version, made) ? 'affected' : 'safe')
      }),
      { numRuns: 500 },
    )
  })

  it('takes in just the union of intervals, wherever they touch or overlap', () => {
    const interval = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 6 }))
    fc.assert(
      fc.property(fc.array(interval, { minLength: 1, maxLength: 4 }), fc.integer({ min: 0, max: 20 }), (made, version) => {
        const sorted = made.toSorted(([a], [b]) => a - b)
        const apart = sorted.filter(([from], at) => sorted.slice(0, at).every(([before, length]) => before + length <= from))
        const written = apart.flatMap(([from, length]) => [{ introduced: `${from}.0.0` }, { fixed: `${from + length}.0.0` }])
        const inside = apart.some(([from, length]) => version >= from && version < from + length)
        expect(testOf(anAffected({}, written))(`${version}.0.0`)).toBe(inside ? 'affected' : 'safe')
      }),
      { numRuns: 500 },
    )
  })

  it('takes time in proportion to the events, however many a record has', () => {
    const many = Array.from({ length: 200_000 }, (_, at) => ({ [at % 2 === 0 ? 'introduced' : 'fixed']: `${at}.0.0` }))
    const started = performance.now()
    expect(testOf(anAffected({}, many))('100000.5.0')).toBe('affected')
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
