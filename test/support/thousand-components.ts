import type { CompatibilityRule } from '../../src/core/registry/resolved.ts'
import type { SolveInput } from '../../src/core/resolution/solver.ts'
import { versionings } from '../../src/core/versioning/index.ts'

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
export function thousandComponents(shape: 'random' | 'chain' | 'hub' | 'kept in step', rules: number): SolveInput {
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
