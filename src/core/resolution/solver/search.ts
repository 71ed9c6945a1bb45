import { dive } from './dive.ts'
import { type Budget, cellOf, type Factor, type Sizes } from './factors.ts'
import { minimise, type Part, partsOf } from './minimise.ts'
import { improve } from './neighbourhoods.ts'
import type { Problem } from './problem.ts'
import { type Live, reduce } from './reduce.ts'

/** A choice for every variable, as an index into `choices[variable].values`. */
export interface Found {
  choices: number[]
  /** Whether it is proven that no other costs less. */
  optimal: boolean
}

/**
 * Solves a problem: reduce, split into parts that no rule joins, solve each part within its share of the budget. Small parts come first, for
 * they leave most of their share to the large ones.
 */
export function search(problem: Problem, budget: number): Found {
  const { live, standing } = reduce(problem)
  const start = standing.map((choice, variable) => (live[variable] ?? []).indexOf(choice))
  const sizes = live.map((own) => own.length)
  const parts = partsOf([...sizes.keys()], factorsOf(problem, live))
  const open = parts
    .filter((part) => part.variables.some((one) => (sizes[one] ?? 1) > 1))
    .sort((a, b) => a.variables.length - b.variables.length)
  const chosen = new Map<number, number>()
  let optimal = true
  let left = budget
  for (const [index, part] of open.entries()) {
    const share = Math.floor(left / (open.length - index))
    const found = solvePart(part, sizes, start, share)
    left -= share - found.left
    optimal &&= found.optimal
    for (const [variable, choice] of found.choices) chosen.set(variable, choice)
  }
  return { choices: live.map((own, variable) => own[chosen.get(variable) ?? 0] ?? 0), optimal }
}

/** Parts of a share for the first exact try, and for improving; what is left goes into the proof. */
const FIRST_TRY = 0.1
const IMPROVING = 0.7

/**
 * An exact try first, which is enough for nearly all rules that people write. A part that is too entangled for it begins with a quick dive and
 * with staying put, which breaks nothing; the better of both is improved neighbourhood by neighbourhood. A second exact try that looks only
 * for something better then finds it, or proves that there is nothing, or ends with the budget: always allowed, not always best.
 */
function solvePart(
  part: Part,
  sizes: Sizes,
  start: readonly number[],
  share: number,
): { choices: ReadonlyMap<number, number>; optimal: boolean; left: number } {
  const { variables, factors } = part
  const costOf = (choices: ReadonlyMap<number, number>): number =>
    factors.reduce((sum, { scope, table }) => sum + (table[cellOf(scope, sizes, (one) => choices.get(one) ?? 0)] ?? 0), 0)
  const first: Budget = { left: Math.floor(share * FIRST_TRY) }
  const exact = minimise(variables, factors, sizes, first)
  if (exact !== null) return { choices: exact.choices, optimal: true, left: share - Math.floor(share * FIRST_TRY) + first.left }
  const improving: Budget = { left: Math.floor(share * IMPROVING) }
  const staying = new Map(variables.map((one) => [one, start[one] ?? 0]))
  const dived = dive(part, sizes, improving)
  const begin = dived !== null && costOf(dived) < costOf(staying) ? dived : staying
  const good = improve(variables, factors, sizes, begin, improving)
  const rest: Budget = { left: Math.floor(share * (1 - FIRST_TRY - IMPROVING)) + Math.max(0, improving.left) }
  const better = minimise(variables, factors, sizes, rest, costOf(good))
  return { choices: better?.choices ?? good, optimal: rest.left >= 0, left: Math.max(0, rest.left) }
}

/** The costs over the choices that are left. */
function factorsOf({ choices, edges }: Problem, live: Live): Factor[] {
  const single = live.map((own, variable) => ({
    scope: [variable],
    table: Float64Array.from(own, (x) => choices[variable]?.costs[x] ?? 0),
  }))
  const pairs = edges.flatMap(({ i, j, table }) => {
    const [rows, columns] = [live[i] ?? [], live[j] ?? []]
    const width = choices[j]?.values.length ?? 0
    const cells = Float64Array.from(rows.flatMap((x) => columns.map((y) => table[x * width + y] ?? 0)))
    return cells.every((cost) => cost === 0) ? [] : [{ scope: [i, j], table: cells }]
  })
  return [...single, ...pairs]
}
