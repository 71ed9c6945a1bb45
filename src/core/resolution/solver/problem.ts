import type { Relation } from './relations.ts'
import type { Variable } from './variables.ts'

/** Values that behave alike in every rule are one choice, the newest of them; so many of the newest are weighed for one component. */
export const MAX_CHOICES = 120

/** The choices that are left for one variable, as indexes into its values, with what each costs by itself. */
export interface Choices {
  values: number[]
  costs: number[]
  /** The choice that behaves as the current version does: all of these together break nothing that held before. */
  staying: number
}

/** What a pair of choices costs: `Infinity` where a rule forbids it. `table[x * width + y]` for choice x of `i` and y of `j`, i < j. */
export interface Edge {
  i: number
  j: number
  table: Float64Array
}

/**
 * The choice as a sum of costs to be made smallest. Fewest broken rules weigh most (only rules that are broken already can be), then the
 * number of components that stay, then how many newer candidates are passed over. All costs are whole numbers below 2^53.
 */
export interface Problem {
  choices: Choices[]
  edges: Edge[]
  /** Whether some component had more choices than are weighed. */
  cut: boolean
}

/** Weights of the three aims, each above all that the next can sum up to. */
interface Weights {
  broken: number
  stays: number
}

export function buildProblem(variables: readonly Variable[], relations: readonly Relation[]): Problem {
  const index = new Map(variables.map((one, at) => [one.name, at]))
  const bound = relations.flatMap((relation) => {
    const [i, j] = [index.get(relation.a), index.get(relation.b)]
    return i === undefined || j === undefined ? [] : [{ relation, i, j }]
  })
  const weights = weightsOf(variables)
  const marks = marksOf(variables, bound)
  let cut = false
  const choices = variables.map((variable, at) => {
    const all = choicesOf(variable, marks[at] ?? [], weights)
    if (all.values.length <= MAX_CHOICES) return all
    cut = true
    return newest(all, MAX_CHOICES)
  })
  const edges = new Map<string, Edge>()
  for (const { relation, i, j } of bound) addRelation(relation, i, j, variables, choices, edges, weights)
  return { choices, edges: [...edges.values()], cut }
}

interface Bound {
  relation: Relation
  i: number
  j: number
}

function weightsOf(variables: readonly Variable[]): Weights {
  const passedOver = variables.reduce((sum, one) => sum + one.values.length, 0)
  const stays = passedOver + 1
  return { stays, broken: stays * (variables.length + 1) }
}

/** For each variable and value, how it behaves in all rules. */
function marksOf(variables: readonly Variable[], bound: readonly Bound[]): string[][] {
  const marks = variables.map((one) => one.values.map(() => ''))
  const add = (at: number, side: 'a' | 'b', relation: Relation): void => {
    const own = marks[at]
    variables[at]?.values.forEach((value, k) => {
      if (own !== undefined) own[k] += `${relation.mark(side, value.parsed, value.text ?? '')}\n`
    })
  }
  for (const { relation, i, j } of bound) {
    add(i, 'a', relation)
    add(j, 'b', relation)
  }
  return marks
}

/** The newest value of each behaviour. The current version is kept only where no candidate behaves like it. */
function choicesOf(variable: Variable, marks: readonly string[], weights: Weights): Choices {
  const seen = new Map<string, number>()
  const values: number[] = []
  const costs: number[] = []
  const alone = variable.values.length === 1
  variable.values.forEach((value, k) => {
    const mark = marks[k] ?? ''
    if (seen.has(mark)) return
    seen.set(mark, values.length)
    values.push(k)
    costs.push(k + (value.moves || alone ? 0 : weights.stays))
  })
  return { values, costs, staying: seen.get(marks.at(-1) ?? '') ?? 0 }
}

/** The first so many, and the one that behaves as the current version does, so that staying put is always among them. */
function newest({ values, costs, staying }: Choices, count: number): Choices {
  if (staying < count) return { values: values.slice(0, count), costs: costs.slice(0, count), staying }
  const pick = (all: readonly number[]): number[] => [...all.slice(0, count - 1), all[staying] ?? 0]
  return { values: pick(values), costs: pick(costs), staying: count - 1 }
}

function addRelation(
  relation: Relation,
  i: number,
  j: number,
  variables: readonly Variable[],
  choices: readonly Choices[],
  edges: Map<string, Edge>,
  weights: Weights,
): void {
  const cost = costReader(relation, variables[i], variables[j], weights)
  const [own, other] = [choices[i], choices[j]]
  if (own === undefined || other === undefined) return
  if (i === j) {
    own.costs = own.costs.map((before, x) => before + cost(own.values[x] ?? 0, own.values[x] ?? 0))
    return
  }
  const [low, high] = i < j ? [i, j] : [j, i]
  const [lows, highs] = i < j ? [own, other] : [other, own]
  const width = highs.values.length
  const edge = edges.get(`${low} ${high}`) ?? { i: low, j: high, table: new Float64Array(lows.values.length * width) }
  lows.values.forEach((x, row) => {
    highs.values.forEach((y, column) => {
      const at = row * width + column
      edge.table[at] = (edge.table[at] ?? 0) + (i < j ? cost(x, y) : cost(y, x))
    })
  })
  edges.set(`${low} ${high}`, edge)
}

/** What a pair of values costs under one rule. A rule that the current pair breaks is not made impossible, but it must not get worse. */
function costReader(
  relation: Relation,
  a: Variable | undefined,
  b: Variable | undefined,
  weights: Weights,
): (x: number, y: number) => number {
  const [from, to] = [a?.values.at(-1)?.parsed ?? null, b?.values.at(-1)?.parsed ?? null]
  const brokenBefore = relation.breaks(from, to)
  return (x, y) => {
    const pair = [a?.values[x]?.parsed ?? null, b?.values[y]?.parsed ?? null] as const
    if (!relation.breaks(...pair)) return 0
    if (!brokenBefore || relation.worse(pair, [from, to])) return Number.POSITIVE_INFINITY
    return weights.broken
  }
}
