import { compareText } from '../order.ts'
import type { Relation } from './relations.ts'

/** A component that moves: its version after the step, and the versions it may have while others move and it does not. */
export interface Move {
  to: unknown
  before: readonly unknown[]
  /** Set where it has no step of the lane in question and comes along only where another one needs it. */
  follows?: true
}

type IsBroken = (relation: Relation, a: unknown, b: unknown) => boolean

/**
 * Components that can only move together: two moving ones are joined where one moving without the other breaks a rule that both together keep.
 * Every rule joins two components, so what holds for each pair holds in whatever order the groups are merged. `together` joins some beforehand.
 * Groups and their members come in order of name; single ones are left out.
 */
export function travelGroups(
  moves: ReadonlyMap<string, Move>,
  relations: readonly Relation[],
  isBroken: IsBroken,
  together: readonly (readonly string[])[] = [],
): string[][] {
  const sets = disjointSets(moves.keys())
  for (const [first, ...others] of together) for (const other of others) if (first !== undefined) sets.join(first, other)
  for (const relation of relations) {
    const [a, b] = [moves.get(relation.a), moves.get(relation.b)]
    if (a === undefined || b === undefined || relation.a === relation.b) continue
    const needsB = a.follows !== true && b.before.some((was) => isBroken(relation, a.to, was))
    const needsA = b.follows !== true && a.before.some((was) => isBroken(relation, was, b.to))
    if (needsA || needsB) sets.join(relation.a, relation.b)
  }
  const groups = new Map<string, string[]>()
  for (const name of [...moves.keys()].sort(compareText)) groups.set(sets.find(name), [...(groups.get(sets.find(name)) ?? []), name])
  return [...groups.values()].filter((members) => members.length > 1).sort((a, b) => compareText(a[0] ?? '', b[0] ?? ''))
}

function disjointSets(names: Iterable<string>): { find(name: string): string; join(a: string, b: string): void } {
  const leader = new Map([...names].map((name) => [name, name]))
  const find = (name: string): string => {
    let at = name
    for (let up = leader.get(at); up !== undefined && up !== at; up = leader.get(at)) at = up
    if (leader.has(name)) leader.set(name, at)
    return at
  }
  const join = (a: string, b: string): void => {
    if (leader.has(a) && leader.has(b)) leader.set(find(a), find(b))
  }
  return { find, join }
}
