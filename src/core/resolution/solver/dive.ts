import { type Budget, type Factor, SETUP, type Sizes } from './factors.ts'
import type { Part } from './minimise.ts'

/** Choices that are left, by variable. */
type Live = Map<number, readonly number[]>

/**
 * A quick allowed combination of a part whose factors touch one or two variables: variable by variable, neighbours after neighbours, the choice
 * that looks cheapest, with all that it rules out taken away at once. Finds what must move together as a whole, which no step from staying
 * put reaches. Null where it runs into a dead end or out of budget: it never goes back by more than one choice.
 */
export function dive({ variables, factors }: Part, sizes: Sizes, budget: Budget): Map<number, number> | null {
  const touching = new Map<number, Factor[]>(variables.map((one) => [one, []]))
  for (const factor of factors) for (const one of factor.scope) touching.get(one)?.push(factor)
  const live: Live = new Map(variables.map((one) => [one, [...Array(sizes[one] ?? 1).keys()]]))
  const work = { touching, live, sizes, budget }
  for (const variable of variables) if (!propagate([variable], work, new Map())) return null
  for (const variable of inRings(variables, touching)) {
    const own = [...(live.get(variable) ?? [])]
    const ranked = own
      .map((choice) => ({ choice, cost: outlook(variable, choice, work) }))
      .sort((a, b) => a.cost - b.cost || a.choice - b.choice)
    if (budget.left < 0 || !ranked.some(({ choice }) => tryChoice(variable, choice, work))) return null
  }
  return new Map(variables.map((one) => [one, live.get(one)?.[0] ?? 0]))
}

interface Work {
  touching: ReadonlyMap<number, Factor[]>
  live: Live
  sizes: Sizes
  budget: Budget
}

/** Those that most rules touch first, each followed by its neighbours. */
function inRings(variables: readonly number[], touching: ReadonlyMap<number, Factor[]>): number[] {
  const degree = (one: number): number => touching.get(one)?.length ?? 0
  const byDegree = [...variables].sort((a, b) => degree(b) - degree(a) || a - b)
  const order = new Set<number>()
  for (const start of byDegree) {
    const ring = order.has(start) ? [] : [start]
    for (const one of ring) {
      order.add(one)
      for (const other of (touching.get(one) ?? []).flatMap((factor) => factor.scope)) {
        if (order.has(other)) continue
        order.add(other)
        ring.push(other)
      }
    }
  }
  return [...order]
}

/** What a choice costs by itself and at best with what its neighbours have left. */
function outlook(variable: number, choice: number, { touching, live, sizes, budget }: Work): number {
  let sum = 0
  for (const factor of touching.get(variable) ?? []) {
    const other = factor.scope.find((one) => one !== variable)
    const least =
      other === undefined
        ? (factor.table[choice] ?? 0)
        : Math.min(...(live.get(other) ?? []).map((y) => read(factor, variable, choice, y, sizes)))
    budget.left -= 1 + (other === undefined ? 0 : (live.get(other)?.length ?? 0))
    sum += least
  }
  return sum
}

function read({ scope, table }: Factor, variable: number, own: number, other: number, sizes: Sizes): number {
  const [first, second] = [scope[0] ?? 0, scope[1] ?? 0]
  return (first === variable ? table[own * (sizes[second] ?? 1) + other] : table[other * (sizes[second] ?? 1) + own]) ?? 0
}

/** Takes a choice and what follows from it; takes both back where some neighbour is left without any. */
function tryChoice(variable: number, choice: number, work: Work): boolean {
  const before: Live = new Map([[variable, work.live.get(variable) ?? []]])
  work.live.set(variable, [choice])
  if (propagate([variable], work, before)) return true
  for (const [one, choices] of before) work.live.set(one, choices)
  return false
}

/** Takes away what no choice of a neighbour allows any more, from the given variables outwards. `before` keeps what was there. */
function propagate(from: readonly number[], { touching, live, sizes, budget }: Work, before: Live): boolean {
  const waiting = new Set(from)
  for (const variable of waiting) {
    waiting.delete(variable)
    const own = live.get(variable) ?? []
    for (const factor of touching.get(variable) ?? []) {
      const other = factor.scope.find((one) => one !== variable)
      const theirs = other === undefined ? undefined : live.get(other)
      if (other === undefined || theirs === undefined) continue
      budget.left -= SETUP + own.length * theirs.length
      const left = theirs.filter((y) => own.some((x) => read(factor, variable, x, y, sizes) !== Number.POSITIVE_INFINITY))
      if (left.length === theirs.length) continue
      if (!before.has(other)) before.set(other, theirs)
      live.set(other, left)
      if (left.length === 0 || budget.left < 0) return false
      waiting.add(other)
    }
  }
  return true
}
