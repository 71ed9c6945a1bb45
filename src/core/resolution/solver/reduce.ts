import type { Edge, Problem } from './problem.ts'

/** Choices that are left by variable, as indexes into its `costs`. */
export type Live = number[][]

/** What is left of a problem. */
export interface Reduced {
  live: Live
  /** An allowed combination of choices that are left, no worse than staying put: staying put, with each choice that was beaten replaced by its better. */
  standing: number[]
}

/**
 * Takes out choices that no best answer needs, until nothing changes: those that some rule forbids with every choice of the other side
 * (arc consistency), and those that another choice of the same variable beats whatever the others do (dominance). At least one best answer
 * stays. Most components end with one choice here, so that what is left for the search are the real conflicts.
 */
export function reduce({ choices, edges }: Problem): Reduced {
  const live: Live = choices.map((one) => one.costs.flatMap((cost, x) => (cost === Number.POSITIVE_INFINITY ? [] : [x])))
  const around = choices.map((): Side[] => [])
  for (const edge of edges) {
    around[edge.i]?.push({ edge, other: edge.j, read: (x, y) => cellOf(edge, choices, x, y) })
    around[edge.j]?.push({ edge, other: edge.i, read: (x, y) => cellOf(edge, choices, y, x) })
  }
  const standing = choices.map((one) => one.staying)
  let waiting = new Set(choices.keys())
  while (waiting.size > 0) {
    const next = new Set<number>()
    for (const variable of waiting) {
      const sides = around[variable] ?? []
      const { left, better } = strongest(choices[variable]?.costs ?? [], possible(live[variable] ?? [], sides, live), sides, live)
      standing[variable] = replaced(standing[variable] ?? 0, better)
      if (left.length === (live[variable] ?? []).length) continue
      live[variable] = left
      next.add(variable)
      for (const side of sides) next.add(side.other)
    }
    waiting = next
  }
  return { live, standing }
}

/** An edge seen from one of its ends. */
interface Side {
  edge: Edge
  other: number
  /** Cost of the own choice and the other's. */
  read(own: number, other: number): number
}

function cellOf({ j, table }: Edge, choices: Problem['choices'], x: number, y: number): number {
  return table[x * (choices[j]?.values.length ?? 0) + y] ?? 0
}

function possible(own: readonly number[], sides: readonly Side[], live: Live): number[] {
  return own.filter((x) => sides.every((side) => (live[side.other] ?? []).some((y) => side.read(x, y) !== Number.POSITIVE_INFINITY)))
}

/** The choices that none other beats, and for each beaten one which did. */
function strongest(
  costs: readonly number[],
  own: readonly number[],
  sides: readonly Side[],
  live: Live,
): { left: number[]; better: Map<number, number> } {
  let left = [...own]
  const better = new Map<number, number>()
  for (const x of own) {
    const winner = left.find((one) => one !== x && isBeaten(x, one, costs, sides, live))
    if (winner === undefined) continue
    better.set(x, winner)
    left = left.filter((one) => one !== x)
  }
  return { left, better }
}

function replaced(choice: number, better: ReadonlyMap<number, number>): number {
  let now = choice
  for (let next = better.get(now); next !== undefined; next = better.get(now)) now = next
  return now
}

/** Whether `better` costs no more than `x`, whatever the neighbours choose. */
function isBeaten(x: number, better: number, costs: readonly number[], sides: readonly Side[], live: Live): boolean {
  let worst = (costs[better] ?? 0) - (costs[x] ?? 0)
  for (const side of sides) {
    let most = Number.NEGATIVE_INFINITY
    for (const y of live[side.other] ?? []) {
      const [own, other] = [side.read(x, y), side.read(better, y)]
      if (own === Number.POSITIVE_INFINITY) continue
      if (other === Number.POSITIVE_INFINITY) return false
      most = Math.max(most, other - own)
    }
    if (most !== Number.NEGATIVE_INFINITY) worst += most
  }
  return worst <= 0
}
