import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aRelease, daysAgo, NOW, told } from '../../../test/support/resolving.ts'
import { DAY } from '../model/instant.ts'
import { versionings } from '../versioning/index.ts'
import { resolveComponent } from './candidates.ts'
import { resolveSecurely } from './securely.ts'

const { semver } = versionings
const version = fc.tuple(fc.nat(2), fc.nat(3), fc.nat(3)).map((parts) => parts.join('.'))
const world = fc.record({
  current: version,
  releases: fc.uniqueArray(fc.record({ version, age: fc.nat(20) }), { selector: (one) => one.version, maxLength: 12 }),
  open: fc.dictionary(version, fc.uniqueArray(fc.constantFrom('CVE-1', 'CVE-2', 'CVE-3'))),
  strategy: fc.constantFrom('latest' as const, 'pinned' as const, 'locked' as const),
})

function isNewer(a: string, b: string): boolean {
  const [x, y] = [semver.parse(a), semver.parse(b)]
  return x !== null && y !== null && semver.compare(x, y) > 0
}

function resolved({ current, releases, open, strategy }: typeof world extends fc.Arbitrary<infer T> ? T : never, reversed = false) {
  const listed = releases.map((one) => aRelease(one.version, { date: daysAgo(one.age) }))
  const input = {
    component: told({ strategy, minimumReleaseAge: 7 * DAY, version: current }),
    releases: reversed ? listed.toReversed() : listed,
    current,
    versioning: semver,
    now: NOW,
  }
  return { input, secure: resolveSecurely(input, (one) => new Set(open[one] ?? [])) }
}

describe('security first, whatever is listed', () => {
  it('steps up only, never trades what is open for as much, and never past the age without need', () => {
    fc.assert(
      fc.property(world, (given) => {
        const { secure, input } = resolved(given)
        const plain = resolveComponent(input)
        const at = (one: string) => given.open[one] ?? []
        for (const { release, lane } of secure.candidates) {
          expect(isNewer(release.version, given.current)).toBe(true)
          if (!secure.security?.waived.has(release.version)) continue
          expect(at(release.version).every((one) => at(given.current).includes(one))).toBe(true)
          expect(at(release.version).length).toBeLessThan(at(given.current).length)
          // Nothing that might be taken anyway in its lane mends as much.
          const ready = plain.options.filter(
            (one) => one.lane === lane && at(one.release.version).every((id) => at(given.current).includes(id)),
          )
          for (const one of ready) expect(at(one.release.version).length).toBeGreaterThan(at(release.version).length)
        }
        if (given.strategy === 'locked') expect(secure.candidates).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('does not depend on the order of the list, and is as if nobody had looked where nothing is open', () => {
    fc.assert(
      fc.property(world, (given) => {
        const steps = (one: ReturnType<typeof resolved>) => one.secure.candidates.map(({ lane, release }) => [lane, release.version])
        expect(steps(resolved(given, true))).toEqual(steps(resolved(given)))
        if ((given.open[given.current] ?? []).length > 0) return
        const { input, secure } = resolved(given)
        expect(secure.candidates).toEqual(resolveComponent(input).candidates)
      }),
      { numRuns: 300 },
    )
  })
})
