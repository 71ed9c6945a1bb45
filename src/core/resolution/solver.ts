import { type BrokenRule, DEFAULT_BUDGET, type Solution, type SolveInput } from './solver/contract.ts'
import { type Move, travelGroups } from './solver/groups.ts'
import { heldBack } from './solver/held.ts'
import { buildProblem } from './solver/problem.ts'
import { compileRelations, type Relation } from './solver/relations.ts'
import { search } from './solver/search.ts'
import { type Value, type Variable, variablesOf } from './solver/variables.ts'

export type { Solution, SolveComponent, SolveInput, SyncRule } from './solver/contract.ts'

/**
 * Chooses versions of all components together, so that every rule that held before holds after the merge. Among the combinations that do:
 * fewest of the rules that are broken already stay broken, then most components move, then fewest newer candidates are passed over. A rule that
 * is broken already blocks nothing else; it is reported, and a pair kept in step must not drift further. Deterministic, and independent of any
 * order in the input. Exact within a budget of work; beyond it still allowed, but perhaps not best (`optimal: false`).
 */
export function solve(input: SolveInput): Solution {
  const { variables, unknown } = variablesOf(input)
  const compiled = compileRelations(input)
  const problem = buildProblem(variables, compiled.relations)
  const found = search(problem, input.budget ?? DEFAULT_BUDGET)
  const optimal = found.optimal && !problem.cut
  const chosen = new Map(
    variables.flatMap((variable, at) => {
      const value = variable.values[problem.choices[at]?.values[found.choices[at] ?? 0] ?? 0]
      return value === undefined ? [] : [[variable.name, value] as const]
    }),
  )
  const held = heldBack({ variables, relations: compiled.relations, chosen, optimal })
  return {
    assignment: Object.fromEntries([...chosen].flatMap(([name, { text }]) => (text === null ? [] : [[name, text]]))),
    groups: travelGroups(movesOf(variables, chosen), compiled.relations, worsens(variables)),
    held: Object.fromEntries(held),
    broken: brokenBefore(variables, compiled.relations, chosen),
    unknown: [...new Set([...unknown, ...compiled.unknown])].sort(),
    optimal,
  }
}

function movesOf(variables: readonly Variable[], chosen: ReadonlyMap<string, Value>): Map<string, Move> {
  return new Map(
    variables.flatMap((variable) => {
      const to = chosen.get(variable.name)
      return to?.moves === true ? [[variable.name, { to: to.parsed, before: [variable.values.at(-1)?.parsed ?? null] }] as const] : []
    }),
  )
}

/** Whether a pair breaks a rule that the current pair keeps, or breaks it worse. */
function worsens(variables: readonly Variable[]): (relation: Relation, a: unknown, b: unknown) => boolean {
  const current = new Map(variables.map((one) => [one.name, one.values.at(-1)?.parsed ?? null]))
  return (relation, a, b) => {
    const before = [current.get(relation.a) ?? null, current.get(relation.b) ?? null] as const
    return relation.breaks(a, b) && (!relation.breaks(...before) || relation.worse([a, b], before))
  }
}

function brokenBefore(variables: readonly Variable[], relations: readonly Relation[], chosen: ReadonlyMap<string, Value>): BrokenRule[] {
  const current = new Map(variables.map((one) => [one.name, one.values.at(-1)]))
  return relations.flatMap((relation) => {
    const [a, b] = [current.get(relation.a), current.get(relation.b)]
    if (a === undefined || b === undefined || !relation.breaks(a.parsed, b.parsed)) return []
    const mended = !relation.breaks(chosen.get(relation.a)?.parsed ?? null, chosen.get(relation.b)?.parsed ?? null)
    const rule = `${relation.phrase(a.text ?? '', b.text ?? '')}, and ${relation.b} is at ${b.text}`
    return [
      {
        rule: relation.key,
        mended,
        sentence: `Broken before the step ${mended ? 'and mended by it' : 'already and not mended by it'}: ${rule}.`,
      },
    ]
  })
}
