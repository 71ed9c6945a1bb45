import { type Budget, cellOf, type Factor, leastOf, SETUP, type Sizes, slice } from './factors.ts'
import { minimise } from './minimise.ts'

/** Variables that are chosen anew together, and work for one such region in cells: small ones until nothing gets better, then wider ones. */
const REGIONS = [
  { size: 10, work: 10_000 },
  { size: 24, work: 60_000 },
  { size: 60, work: 300_000 },
] as const

/** A combination that is being improved. */
interface Standing {
  chosen: Map<number, number>
  touching: ReadonlyMap<number, Factor[]>
  sizes: Sizes
  budget: Budget
}

/**
 * Improves an allowed combination until no neighbourhood of it gets better or the budget is spent: takes a variable that could cost less with
 * those around it, holds all others fast, and chooses these anew, exactly. Every combination on the way is allowed, so it can stop anywhere.
 */
export function improve(
  variables: readonly number[],
  factors: readonly Factor[],
  sizes: Sizes,
  start: ReadonlyMap<number, number>,
  budget: Budget,
): Map<number, number> {
  const touching = new Map<number, Factor[]>(variables.map((one) => [one, []]))
  for (const factor of factors) for (const one of factor.scope) touching.get(one)?.push(factor)
  const standing: Standing = { chosen: new Map(start), touching, sizes, budget }
  for (const region of REGIONS) improveBy(region, variables, standing)
  return standing.chosen
}

function improveBy(region: (typeof REGIONS)[number], variables: readonly number[], standing: Standing): void {
  let waiting = [...variables]
  while (waiting.length > 0 && standing.budget.left > 0) {
    const changed = new Set<number>()
    for (const variable of waiting) {
      if (standing.budget.left <= 0) break
      if (isCheapest(variable, standing)) continue
      for (const one of chooseAnew(regionAround(variable, region.size, standing), region.work, standing)) changed.add(one)
    }
    waiting = variables.filter(
      (one) => changed.has(one) || (standing.touching.get(one) ?? []).some((factor) => factor.scope.some((other) => changed.has(other))),
    )
  }
}

/** Whether each factor of the variable costs as little as it ever can. */
function isCheapest(variable: number, { touching, chosen, sizes }: Standing): boolean {
  return (touching.get(variable) ?? []).every((factor) => costOf(factor, chosen, sizes) <= leastOf(factor))
}

function costOf({ scope, table }: Factor, chosen: ReadonlyMap<number, number>, sizes: Sizes): number {
  return table[cellOf(scope, sizes, (one) => chosen.get(one) ?? 0)] ?? 0
}

/** The variable and those nearest to it, ring by ring; in a ring those first that are not at their best. */
function regionAround(variable: number, size: number, { touching, chosen, sizes }: Standing): number[] {
  const region = [variable]
  const seen = new Set(region)
  for (const member of region) {
    if (region.length >= size) break
    const ring = (touching.get(member) ?? []).flatMap((factor) => factor.scope).filter((one) => !seen.has(one) && (sizes[one] ?? 1) > 1)
    const ordered = [...new Set(ring)].sort((a, b) => Number((chosen.get(b) ?? 0) > 0) - Number((chosen.get(a) ?? 0) > 0) || a - b)
    for (const one of ordered.slice(0, size - region.length)) {
      seen.add(one)
      region.push(one)
    }
  }
  return region.sort((a, b) => a - b)
}

/** Chooses a region anew where that costs less; gives the variables whose choice changed. */
function chooseAnew(region: readonly number[], most: number, { touching, chosen, sizes, budget }: Standing): number[] {
  const inside = new Set(region)
  const own = [...new Set(region.flatMap((one) => touching.get(one) ?? []))]
  const fixed = own.map((factor) =>
    factor.scope.filter((one) => !inside.has(one)).reduce((rest, one) => slice(rest, one, chosen.get(one) ?? 0, sizes), factor),
  )
  const now = own.reduce((sum, factor) => sum + costOf(factor, chosen, sizes), 0)
  const granted = Math.min(most, budget.left)
  const work: Budget = { left: granted }
  const better = minimise(region, fixed, sizes, work, now)
  budget.left -= granted - work.left + fixed.length * SETUP
  if (better === null) return []
  return [...better.choices].flatMap(([variable, choice]) => {
    if (chosen.get(variable) === choice) return []
    chosen.set(variable, choice)
    return [variable]
  })
}
