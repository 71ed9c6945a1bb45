import { describe, expect, it } from 'vitest'
import { thousandComponents } from '../../../test/support/thousand-components.ts'
import { solve } from './solver.ts'

describe('a thousand components with contradicting rules', () => {
  it.each([
    ['random', 500, true],
    ['random', 1000, true],
    ['random', 6000, false],
    ['chain', 1998, true],
    ['hub', 1998, true],
    ['kept in step', 1000, true],
  ] as const)('%s with %i rules: most move, and where it is proven, to the best', (shape, rules, optimal) => {
    const solution = solve(thousandComponents(shape, rules))
    expect(Object.values(solution.assignment).filter((version) => version !== '1.0.0').length).toBeGreaterThan(300)
    if (optimal) expect(solution.optimal).toBe(true)
  })
})
