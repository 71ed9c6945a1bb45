import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellOf, type Factor, type Sizes } from './factors.ts'
import { minimise } from './minimise.ts'
import { improve } from './neighbourhoods.ts'

interface Task {
  sizes: Sizes
  factors: Factor[]
}

/** Entangled on purpose: every pair of nine variables has a table, so that taking variables out alone cannot solve it. */
const dense: fc.Arbitrary<Task> = fc
  .tuple(fc.array(fc.integer({ min: 2, max: 3 }), { minLength: 9, maxLength: 9 }), fc.infiniteStream(fc.nat(12)))
  .map(([sizes, stream]) => {
    const next = (): number => {
      const value = stream.next().value
      return value === 12 ? Number.POSITIVE_INFINITY : value
    }
    const factors = sizes.flatMap((size, i) =>
      sizes.slice(i + 1).map((other, k) => ({
        scope: [i, i + 1 + k],
        table: Float64Array.from({ length: size * other }, (_, at) => (at === size * other - 1 ? 13 : next())),
      })),
    )
    return { sizes, factors }
  })

function costOf({ sizes, factors }: Task, choice: (variable: number) => number): number {
  return factors.reduce((sum, { scope, table }) => sum + (table[cellOf(scope, sizes, choice)] ?? 0), 0)
}

function bestByTrying(task: Task): number {
  const total = task.sizes.reduce((product, size) => product * size, 1)
  let best = Number.POSITIVE_INFINITY
  for (let number = 0; number < total; number += 1) {
    let rest = number
    const choices = task.sizes.map((size) => {
      const choice = rest % size
      rest = Math.floor(rest / size)
      return choice
    })
    best = Math.min(
      best,
      costOf(task, (variable) => choices[variable] ?? 0),
    )
  }
  return best
}

const all = [...Array(9).keys()]

describe('finding the least cost', () => {
  it('finds what trying everything finds, also where tables grow too large to take variables out', () => {
    fc.assert(
      fc.property(dense, (task) => {
        const best = bestByTrying(task)
        const found = minimise(all, task.factors, task.sizes, { left: 50_000_000 })
        expect(found?.cost).toBe(best)
        expect(costOf(task, (variable) => found?.choices.get(variable) ?? 0)).toBe(best)
      }),
      { numRuns: 25 },
    )
  })

  it('finds nothing where nothing is below the limit, and nothing without a budget', () => {
    fc.assert(
      fc.property(dense, (task) => {
        const best = bestByTrying(task)
        expect(minimise(all, task.factors, task.sizes, { left: 50_000_000 }, best)).toBeNull()
        expect(minimise(all, task.factors, task.sizes, { left: 50_000_000 }, best + 1)?.cost).toBe(best)
        expect(minimise(all, task.factors, task.sizes, { left: 0 })).toBeNull()
      }),
      { numRuns: 10 },
    )
  })
})

describe('improving an allowed combination', () => {
  it('never leaves what is allowed and never gets worse, however little it may do', () => {
    fc.assert(
      fc.property(dense, fc.nat(20_000), (task, left) => {
        const start = new Map(task.sizes.map((size, variable) => [variable, size - 1]))
        const before = costOf(task, (variable) => start.get(variable) ?? 0)
        const better = improve(all, task.factors, task.sizes, start, { left })
        const after = costOf(task, (variable) => better.get(variable) ?? 0)
        expect(before).toBe(13 * task.factors.length)
        expect(after).toBeLessThanOrEqual(before)
      }),
      { numRuns: 60 },
    )
  })
})
