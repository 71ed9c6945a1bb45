import type { LedgerRecord } from '../model/ledger.ts'

/** Names that components had before, each with the one that it has now. */
export type FormerNames = ReadonlyMap<string, string>

/** A component as the registry calls it. */
interface Named {
  name: string
  /** Names that it had before. */
  aliases?: readonly string[]
  /** Where it is one of several versions side by side: its `name` is `component@name`, and so was the former one. */
  track?: { component: string; name: string }
}

/** Former names of some components. A name that a component has today is nobody's former one. */
export function formerNames(components: readonly Named[]): FormerNames {
  const present = new Set(components.map(({ name }) => name))
  return new Map(
    components.flatMap(({ name, aliases = [], track }) =>
      aliases
        .map((alias) => (track === undefined ? alias : `${alias}@${track.name}`))
        .filter((alias) => !present.has(alias))
        .map((alias) => [alias, name] as const),
    ),
  )
}

/** The records as they would be had every component always had its present name. For reading only: the ledger itself is never changed. */
export function underPresentNames(records: readonly LedgerRecord[], former: FormerNames): readonly LedgerRecord[] {
  if (former.size === 0) return records
  const present = (name: string) => former.get(name) ?? name
  return records.map((record) => ({
    ...record,
    moves: record.moves.map((move) => ({ ...move, component: present(move.component) })),
    ...(record.points === undefined
      ? {}
      : {
          points: record.points.map((point) => ({
            ...point,
            component: present(point.component),
            siblings: point.siblings.map(present),
          })),
        }),
  }))
}
