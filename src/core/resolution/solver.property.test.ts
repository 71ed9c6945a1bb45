import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CompatibilityRule } from '../registry/resolved.ts'
import { semver } from '../versioning/semver.ts'
import { driftsApart, isFurther, parseDrift } from './solver/drift.ts'
import { type SolveInput, type SyncRule, solve } from './solver.ts'

const NAMES = ['api', 'bot', 'cli', 'db', 'edge']
const VERSIONS = ['1.0.0', '1.1.0', '1.2.0', '2.0.0', '2.1.0', '3.0.0']
const RANGES = ['>=1.1.0', '<2.0.0', '^1.0.0', '>=2.0.0', '2.x', '<3.0.0', '1.1.x || 3.x']

const component = fc
  .tuple(fc.nat(2), fc.subarray(VERSIONS.slice(1), { maxLength: 3 }))
  .map(([at, more]) => ({ current: VERSIONS[at] ?? '1.0.0', candidates: more.reverse(), versioning: semver }))
const rule: fc.Arbitrary<CompatibilityRule> = fc
  .record({
    component: fc.constantFrom(...NAMES),
    versions: fc.option(fc.constantFrom(...RANGES), { nil: undefined }),
    other: fc.constantFrom(...NAMES),
    range: fc.constantFrom(...RANGES),
  })
  .map((one) => ({
    component: one.component,
    ...(one.versions === undefined ? {} : { versions: one.versions }),
    requires: { [one.other]: one.range },
  }))
const sync: fc.Arbitrary<SyncRule> = fc.record({
  component: fc.constantFrom(...NAMES),
  other: fc.constantFrom(...NAMES),
  drift: fc.constantFrom('0.0.0', '0.1.0', '1.0.0', '0.0.1', 'minor'),
})
const input: fc.Arbitrary<SolveInput> = fc.record({
  components: fc
    .tuple(...NAMES.map(() => component))
    .map((all) => Object.fromEntries(NAMES.map((name, at) => [name, all[at] ?? { current: '1.0.0', candidates: [], versioning: semver }]))),
  rules: fc.array(rule, { maxLength: 7 }),
  syncs: fc.array(sync, { maxLength: 2 }),
})

type Assignment = Record<string, string>

/** An independent reading of the rules: how a pair of versions stands under each of them. */
function verdicts({ rules, syncs = [], components }: SolveInput, chosen: Assignment): ('kept' | 'broken' | 'worse')[] {
  const at = (name: string) => semver.parse(chosen[name] ?? '')
  const was = (name: string) => semver.parse(components[name]?.current ?? '')
  const inside = (version: unknown, range: string) => semver.range(range)?.(version as never) === true
  const ranged = rules.flatMap((one) =>
    Object.entries(one.requires).map(([other, range]) => {
      const applies = one.versions === undefined || inside(at(one.component), one.versions)
      return applies && !inside(at(other), range) ? ('broken' as const) : ('kept' as const)
    }),
  )
  const synced = syncs
    .filter((one) => one.component !== one.other)
    .map((one) => {
      const drift = parseDrift(one.drift)
      const side = (parsed: unknown) => ({ parsed, versioning: semver })
      if (drift === null || !driftsApart(side(at(one.component)), side(at(one.other)), drift)) return 'kept' as const
      const further = isFurther([side(at(one.component)), side(at(one.other))], [side(was(one.component)), side(was(one.other))], drift)
      return further ? ('worse' as const) : ('broken' as const)
    })
  return [...ranged, ...synced]
}

/** How good an allowed combination is, best first in order of comparison; null where it is not allowed. */
function worth(task: SolveInput, chosen: Assignment): number[] | null {
  const before = verdicts(task, Object.fromEntries(Object.entries(task.components).map(([name, one]) => [name, one.current ?? ''])))
  const after = verdicts(task, chosen)
  if (after.some((one, at) => one === 'worse' || (one === 'broken' && before[at] === 'kept'))) return null
  const broken = new Set(after.flatMap((one, at) => (one === 'broken' ? [JSON.stringify(ruleAt(task, at))] : []))).size
  let [moved, passedOver] = [0, 0]
  for (const [name, one] of Object.entries(task.components)) {
    const values = newer(one.current ?? '', one.candidates)
    const at = values.indexOf(chosen[name] ?? '')
    if (at !== -1) moved += 1
    passedOver += at === -1 ? values.length : at
  }
  return [broken, -moved, passedOver]
}

/** A rule that stands twice counts once. */
function ruleAt({ rules, syncs = [] }: SolveInput, at: number): unknown {
  const flat = [
    ...rules.flatMap((one) => Object.entries(one.requires).map((pair) => [one.component, one.versions, pair])),
    ...syncs.filter((one) => one.component !== one.other),
  ]
  return flat[at]
}

function newer(current: string, candidates: readonly string[]): string[] {
  return VERSIONS.filter((one) => candidates.includes(one) && VERSIONS.indexOf(one) > VERSIONS.indexOf(current)).reverse()
}

function combinations(task: SolveInput): Assignment[] {
  return Object.entries(task.components).reduce<Assignment[]>(
    (all, [name, one]) =>
      all.flatMap((chosen) =>
        [...newer(one.current ?? '', one.candidates), one.current ?? ''].map((version) => ({ ...chosen, [name]: version })),
      ),
    [{}],
  )
}

describe('the compatibility solver, on any rules', () => {
  it('finds a combination that no other beats', () => {
    fc.assert(
      fc.property(input, (task) => {
        const solution = solve(task)
        const own = worth(task, { ...solution.assignment })
        expect(own).not.toBeNull()
        const best = combinations(task)
          .flatMap((one) => [worth(task, one)].filter((value) => value !== null))
          .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0) || (a[2] ?? 0) - (b[2] ?? 0))[0]
        expect(own).toEqual(best)
        expect(solution.optimal).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  it('keeps every rule that held before when a group is merged alone, in any order', () => {
    fc.assert(
      fc.property(input, fc.array(fc.nat(100), { minLength: 5, maxLength: 5 }), (task, keys) => {
        const { assignment, groups } = solve(task)
        const alone = Object.keys(assignment).filter((name) => !groups.some((group) => group.includes(name)))
        const units = [...groups, ...alone.map((name) => [name])].map((unit, at) => ({ unit, key: keys[at % keys.length] ?? 0 }))
        const merged: Assignment = Object.fromEntries(Object.entries(task.components).map(([name, one]) => [name, one.current ?? '']))
        for (const { unit } of units.sort((a, b) => a.key - b.key)) {
          for (const name of unit) merged[name] = assignment[name] ?? ''
          expect(worth(task, merged)).not.toBeNull()
        }
      }),
      { numRuns: 300 },
    )
  })

  it('answers the same whatever the order of components, candidates and rules', () => {
    fc.assert(
      fc.property(input, (task) => {
        const turned: SolveInput = {
          components: Object.fromEntries(
            Object.entries(task.components)
              .reverse()
              .map(([name, one]) => [name, { ...one, candidates: [...one.candidates].reverse() }]),
          ),
          rules: [...task.rules].reverse(),
          syncs: [...(task.syncs ?? [])].reverse(),
        }
        expect(JSON.stringify(solve(turned))).toBe(JSON.stringify(solve(task)))
      }),
      { numRuns: 200 },
    )
  })

  it('says of every component that stays behind its newest candidate which rule blocks it', () => {
    fc.assert(
      fc.property(input, (task) => {
        const { assignment, held } = solve(task)
        const behind = Object.entries(task.components).flatMap(([name, one]) => {
          const newest = newer(one.current ?? '', one.candidates)[0]
          return newest === undefined || assignment[name] === newest ? [] : [name]
        })
        expect(Object.keys(held).sort()).toEqual(behind.sort())
        for (const one of Object.values(held)) expect(one.reason).toMatch(/needs|must match/)
      }),
      { numRuns: 200 },
    )
  })

  it('stays allowed when the budget is spent at once', () => {
    fc.assert(
      fc.property(input, (task) => {
        expect(worth(task, { ...solve({ ...task, budget: 0 }).assignment })).not.toBeNull()
      }),
      { numRuns: 200 },
    )
  })
})
