import type { Held } from '../../model/upgrade.ts'
import type { Relation } from './relations.ts'
import type { Value, Variable } from './variables.ts'

/** What the solver chose. */
export interface Outcome {
  variables: readonly Variable[]
  relations: readonly Relation[]
  chosen: ReadonlyMap<string, Value>
  optimal: boolean
}

/** For each component that does not reach its newest candidate: one sentence that names the rule which blocks it, and what would free it. */
export function heldBack(outcome: Outcome): Map<string, Held> {
  const touching = new Map<string, Relation[]>()
  for (const relation of outcome.relations) {
    for (const name of new Set([relation.a, relation.b])) touching.set(name, [...(touching.get(name) ?? []), relation])
  }
  const byName = new Map(outcome.variables.map((one) => [one.name, one]))
  const held = new Map<string, Held>()
  for (const { name, values } of outcome.variables) {
    const [newest, now] = [values[0], outcome.chosen.get(name)]
    if (newest === undefined || now === undefined || newest.text === null || !newest.moves || newest === now) continue
    const breaking = (touching.get(name) ?? []).filter((relation) => breaksWith(relation, name, newest, outcome.chosen))
    const relation = breaking.find((one) => !breaksWith(one, name, now, outcome.chosen)) ?? breaking[0]
    held.set(
      name,
      relation === undefined
        ? unblocked(name, newest.text, outcome.optimal)
        : blocked({ name, value: newest, version: newest.text }, relation, outcome.chosen, byName),
    )
  }
  return held
}

interface Wanted {
  name: string
  value: Value
  version: string
}

function breaksWith(relation: Relation, name: string, value: Value, chosen: ReadonlyMap<string, Value>): boolean {
  const at = (side: string): unknown => (side === name ? value.parsed : (chosen.get(side)?.parsed ?? null))
  return relation.breaks(at(relation.a), at(relation.b))
}

function blocked(wanted: Wanted, relation: Relation, chosen: ReadonlyMap<string, Value>, byName: ReadonlyMap<string, Variable>): Held {
  const { name, version } = wanted
  const side = relation.a === name ? 'a' : 'b'
  const other = side === 'a' ? relation.b : relation.a
  const there = chosen.get(other)
  const at = (one: string): string => (one === name ? version : (chosen.get(one)?.text ?? 'of an unknown version'))
  const rule = relation.phrase(at(relation.a), at(relation.b))
  const where = `${other} ${there?.moves === true ? 'only reaches' : 'stays at'} ${there?.text ?? 'an unknown version'}`
  const fitting = byName.get(other)?.values.find((value) => value.moves && fits(relation, wanted, value))?.text
  const also = fitting === undefined || fitting === null ? '' : ` (${other} ${fitting} would fit, but is not part of the best combination)`
  return {
    version,
    code: 'compatibility',
    reason: other === name ? `${name} ${version} is held back: ${rule}.` : `${name} ${version} is held back: ${rule}, and ${where}${also}.`,
    frees: relation.frees(side, version),
  }
}

function fits(relation: Relation, { name, value }: Wanted, other: Value): boolean {
  return !(relation.a === name ? relation.breaks(value.parsed, other.parsed) : relation.breaks(other.parsed, value.parsed))
}

function unblocked(name: string, version: string, optimal: boolean): Held {
  const why = optimal
    ? 'another choice of versions moves more components'
    : 'the rules around it are too entangled to weigh every combination'
  return {
    version,
    code: 'compatibility',
    reason: `${name} ${version} is held back: ${why}.`,
    frees: 'Fewer rules between these components, or steps made one by one.',
  }
}
