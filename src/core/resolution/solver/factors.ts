/** A cost that depends on some variables: `table` holds it for every combination, the last variable of `scope` running fastest. */
export interface Factor {
  scope: readonly number[]
  table: Float64Array
}

/** Choices of each variable by its number. */
export type Sizes = readonly number[]

/** Work that may still be done, counted in table cells read. Shared by everything that works on one answer. */
export interface Budget {
  left: number
}

/** What preparing one factor for a piece of work costs, in cells. */
export const SETUP = 12

/** A variable taken out of the sum, with its best choice for each combination of the variables that it touched. */
export interface Elimination {
  variable: number
  factor: Factor
  best: Uint16Array
}

/** Cells that a table over a scope has. */
export function cellsOf(scope: Iterable<number>, sizes: Sizes): number {
  let cells = 1
  for (const one of scope) cells *= sizes[one] ?? 1
  return cells
}

/** Replaces all factors of a variable by one without it: the smallest cost that any choice of the variable leaves. */
export function eliminate(variable: number, factors: readonly Factor[], sizes: Sizes, budget: Budget): Elimination {
  const scope = [...new Set(factors.flatMap((factor) => factor.scope))].filter((one) => one !== variable).sort((a, b) => a - b)
  const cells = cellsOf(scope, sizes)
  const choices = sizes[variable] ?? 1
  const table = new Float64Array(cells)
  const best = new Uint16Array(cells)
  const walkers = factors.map((factor) => walkerOf(factor, variable, scope, sizes))
  const counter = scope.map(() => 0)
  for (let cell = 0; cell < cells; cell += 1) {
    let least = Number.POSITIVE_INFINITY
    let choice = 0
    for (let x = 0; x < choices; x += 1) {
      let sum = 0
      for (const walker of walkers) sum += walker.table[walker.at + x * walker.own] ?? 0
      if (sum < least) {
        least = sum
        choice = x
      }
    }
    table[cell] = least
    best[cell] = choice
    advance(counter, scope, sizes, walkers)
  }
  budget.left -= cells * choices * factors.length
  return { variable, factor: { scope, table }, best }
}

/** The factor with one variable fixed. */
export function slice({ scope, table }: Factor, variable: number, choice: number, sizes: Sizes): Factor {
  const rest = scope.filter((one) => one !== variable)
  if (rest.length === scope.length) return { scope, table }
  const walker = walkerOf({ scope, table }, variable, rest, sizes)
  const counter = rest.map(() => 0)
  const out = new Float64Array(cellsOf(rest, sizes))
  for (let cell = 0; cell < out.length; cell += 1) {
    out[cell] = table[walker.at + choice * walker.own] ?? 0
    advance(counter, rest, sizes, [walker])
  }
  return { scope: rest, table: out }
}

/** Where a combination stands in a table over `scope`. */
export function cellOf(scope: readonly number[], sizes: Sizes, choiceOf: (variable: number) => number): number {
  return scope.reduce((at, one) => at * (sizes[one] ?? 1) + choiceOf(one), 0)
}

/** Smallest entry. */
export function leastOf({ table }: Factor): number {
  let least = Number.POSITIVE_INFINITY
  for (const cost of table) if (cost < least) least = cost
  return least
}

/** Runs through one factor's table while a counter runs through the combinations of a wider or different scope. */
interface Walker {
  table: Float64Array
  at: number
  own: number
  strides: number[]
}

function walkerOf({ scope, table }: Factor, variable: number, outer: readonly number[], sizes: Sizes): Walker {
  const strides = new Map<number, number>()
  let stride = 1
  for (const one of [...scope].reverse()) {
    strides.set(one, stride)
    stride *= sizes[one] ?? 1
  }
  return { table, at: 0, own: strides.get(variable) ?? 0, strides: outer.map((one) => strides.get(one) ?? 0) }
}

function advance(counter: number[], scope: readonly number[], sizes: Sizes, walkers: readonly Walker[]): void {
  for (let digit = counter.length - 1; digit >= 0; digit -= 1) {
    const size = sizes[scope[digit] ?? -1] ?? 1
    const next = (counter[digit] ?? 0) + 1
    if (next < size) {
      counter[digit] = next
      for (const walker of walkers) walker.at += walker.strides[digit] ?? 0
      return
    }
    counter[digit] = 0
    for (const walker of walkers) walker.at -= (walker.strides[digit] ?? 0) * (size - 1)
  }
}
