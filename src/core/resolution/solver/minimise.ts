import { type Budget, cellOf, cellsOf, type Elimination, eliminate, type Factor, leastOf, SETUP, type Sizes, slice } from './factors.ts'

/** Largest table that taking out a variable may make; beyond it a variable is tried choice by choice instead. */
const MAX_CELLS = 4096

/** A best combination: choices by variable, and their cost. */
export interface Best {
  cost: number
  choices: ReadonlyMap<number, number>
}

/**
 * The combination of least total cost, or null where none costs less than `limit` or the budget ran out (`budget.left < 0`).
 * Exact. Variables are taken out one by one, those first that leave the smallest table (bucket elimination), which is all it takes for rules
 * that form trees, chains and stars. Where a table would grow too large, the variable that most factors touch is fixed to each of its choices
 * in turn and what falls apart is solved apart (conditioning), with a lower bound to stop early.
 */
export function minimise(
  variables: readonly number[],
  factors: readonly Factor[],
  sizes: Sizes,
  budget: Budget,
  limit = Number.POSITIVE_INFINITY,
): Best | null {
  budget.left -= factors.length * SETUP
  if (budget.left < 0) return null
  const state = takeOutCheap(variables, factors, sizes, budget)
  const floor = state.factors.reduce((sum, factor) => sum + leastOf(factor), state.constant)
  if (budget.left < 0 || floor >= limit) return null
  const choices = new Map<number, number>()
  let cost = floor
  for (const part of partsOf(state.left, state.factors)) {
    cost -= part.factors.reduce((sum, factor) => sum + leastOf(factor), 0)
    const best = condition(part.variables, part.factors, sizes, budget, limit - cost)
    if (best === null) return null
    cost += best.cost
    for (const [variable, choice] of best.choices) choices.set(variable, choice)
  }
  if (cost >= limit) return null
  for (const { variable, factor, best } of state.trail.reverse()) {
    choices.set(variable, best[cellOf(factor.scope, sizes, (one) => choices.get(one) ?? 0)] ?? 0)
  }
  return { cost, choices }
}

interface State {
  left: number[]
  factors: Factor[]
  constant: number
  trail: Elimination[]
}

function takeOutCheap(variables: readonly number[], factors: readonly Factor[], sizes: Sizes, budget: Budget): State {
  const state: State = { left: [], factors: [], constant: 0, trail: [] }
  const touching = new Map<number, Set<Factor>>(variables.map((one) => [one, new Set()]))
  const near = new Map<number, Set<number>>(variables.map((one) => [one, new Set()]))
  const add = (factor: Factor): void => {
    if (factor.scope.length === 0) state.constant += factor.table[0] ?? 0
    for (const one of factor.scope) {
      touching.get(one)?.add(factor)
      const own = near.get(one)
      for (const other of factor.scope) if (other !== one) own?.add(other)
    }
  }
  factors.forEach(add)
  const price = new Map<number, number>()
  for (const [one, around] of near) price.set(one, cellsOf(around, sizes))
  while (price.size > 0 && budget.left >= 0) {
    const cheapest = cheapestOf(price)
    budget.left -= price.size
    if (cheapest === null || cheapest.cells * (sizes[cheapest.variable] ?? 1) > MAX_CELLS) break
    const { variable } = cheapest
    const own = [...(touching.get(variable) ?? [])]
    const elimination = eliminate(variable, own, sizes, budget)
    for (const factor of own) for (const one of factor.scope) touching.get(one)?.delete(factor)
    for (const one of near.get(variable) ?? []) near.get(one)?.delete(variable)
    for (const known of [touching, near, price]) known.delete(variable)
    add(elimination.factor)
    for (const one of elimination.factor.scope) price.set(one, cellsOf(near.get(one) ?? [], sizes))
    state.trail.push(elimination)
  }
  state.left = [...touching.keys()]
  state.factors = [...new Set([...touching.values()].flatMap((set) => [...set]))]
  return state
}

/** Ties go to the variable that comes first, so that the answer is always the same. */
function cheapestOf(price: ReadonlyMap<number, number>): { variable: number; cells: number } | null {
  let best: { variable: number; cells: number } | null = null
  for (const [variable, cells] of price) {
    if (best === null || cells < best.cells || (cells === best.cells && variable < best.variable)) best = { variable, cells }
  }
  return best
}

/** Variables that factors join, directly or through others. */
export interface Part {
  variables: number[]
  factors: Factor[]
}

/** Parts that share no factor, each with its variables ascending. */
export function partsOf(variables: readonly number[], factors: readonly Factor[]): Part[] {
  const touching = new Map<number, Factor[]>(variables.map((one) => [one, []]))
  for (const factor of factors) for (const one of factor.scope) touching.get(one)?.push(factor)
  const seen = new Set<number>()
  const parts: Part[] = []
  for (const start of [...variables].sort((a, b) => a - b)) {
    if (seen.has(start)) continue
    seen.add(start)
    const members = [start]
    const own = new Set<Factor>()
    for (const member of members) {
      for (const factor of touching.get(member) ?? []) {
        own.add(factor)
        for (const one of factor.scope) {
          if (seen.has(one)) continue
          seen.add(one)
          members.push(one)
        }
      }
    }
    parts.push({ variables: members.sort((a, b) => a - b), factors: [...own] })
  }
  return parts
}

function condition(variables: readonly number[], factors: readonly Factor[], sizes: Sizes, budget: Budget, limit: number): Best | null {
  const pivot = mostTouched(variables, factors)
  if (pivot === null) return { cost: factors.reduce((sum, factor) => sum + (factor.table[0] ?? 0), 0), choices: new Map() }
  const rest = variables.filter((one) => one !== pivot)
  let best: Best | null = null
  for (let choice = 0; choice < (sizes[pivot] ?? 1); choice += 1) {
    const fixed = factors.map((factor) => slice(factor, pivot, choice, sizes))
    budget.left -= fixed.reduce((sum, factor) => sum + factor.table.length, 0)
    const found = minimise(rest, fixed, sizes, budget, Math.min(limit, best?.cost ?? Number.POSITIVE_INFINITY))
    if (budget.left < 0) return null
    if (found !== null) best = { cost: found.cost, choices: new Map([...found.choices, [pivot, choice]]) }
  }
  return best
}

function mostTouched(variables: readonly number[], factors: readonly Factor[]): number | null {
  const degree = new Map<number, number>(variables.map((one) => [one, 0]))
  for (const factor of factors) for (const one of factor.scope) degree.set(one, (degree.get(one) ?? 0) + factor.scope.length - 1)
  let best: number | null = null
  for (const one of variables) if (best === null || (degree.get(one) ?? 0) > (degree.get(best) ?? 0)) best = one
  return best
}
