import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import type { CompatibilityRule } from '../registry/resolved.ts'
import { versionings } from '../versioning/index.ts'
import { type SolveInput, solve } from './solver.ts'

const VERSIONS = ['4.0.0', '3.2.0', '3.0.0', '2.1.0', '2.0.0', '1.5.0', '1.2.0']
const WHEN = ['>=2.0.0', '>=3.0.0', '>=4.0.0', '>=1.5.0', '3.x']
const NEEDED = ['<2.0.0', '<1.5.0', '<3.0.0', '>=2.0.0', '1.0.0 || >=4', '=1.0.0', '=1.0.0 || =2.0.0']

/** Numbers that look random and are the same every time (a linear congruential generator). */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** A thousand components whose rules contradict each other, joined as `shape` says. */
function thousand(shape: 'random' | 'chain' | 'hub' | 'kept in step', rules: number): SolveInput {
  const pick = numbers(rules + shape.length)
  const name = (at: number): string => `component-${String(at).padStart(4, '0')}`
  const components = Object.fromEntries(
    [...Array(1000).keys()].map((at) => [
      name(at),
      { current: '1.0.0', candidates: VERSIONS.slice(pick(4), 4 + pick(3)), versioning: versionings.semver },
    ]),
  )
  const pairs = [...Array(rules).keys()].map((at): [number, number] => {
    if (shape === 'chain') return [at % 999, (at % 999) + 1]
    if (shape === 'hub') return [1 + (at % 999), 0]
    return [pick(1000), pick(1000)]
  })
  const rule = ([a, b]: [number, number]): CompatibilityRule => ({
    component: name(a),
    versions: WHEN[pick(WHEN.length)] ?? '*',
    requires: { [name(b)]: NEEDED[pick(NEEDED.length)] ?? '*' },
  })
  if (shape !== 'kept in step') return { components, rules: pairs.filter(([a, b]) => a !== b).map(rule) }
  return {
    components,
    rules: [],
    syncs: pairs.map(([a, b]) => ({ component: name(a), other: name(b), drift: pick(2) === 0 ? '0.1.0' : '0.0.0' })),
  }
}

/** The quickest of a few runs: what the work takes, not what else the machine does. Stops at the first that is quick enough. */
function quickest(work: () => void, enough: number): number {
  let best = Number.POSITIVE_INFINITY
  for (let run = 0; run < 8 && best >= enough; run += 1) {
    const start = performance.now()
    work()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

describe('a thousand components with contradicting rules', () => {
  it.each([
    ['random', 500, true],
    ['random', 1000, true],
    ['random', 2000, false],
    ['random', 6000, false],
    ['chain', 1998, true],
    ['hub', 1998, true],
    ['kept in step', 1000, true],
  ] as const)('%s with %i rules takes less than half a second', (shape, rules, optimal) => {
    const task = thousand(shape, rules)
    const solution = solve(task)
    expect(Object.values(solution.assignment).filter((version) => version !== '1.0.0').length).toBeGreaterThan(300)
    if (optimal) expect(solution.optimal).toBe(true)
    expect(quickest(() => solve(task), 500)).toBeLessThan(500)
  })
})
