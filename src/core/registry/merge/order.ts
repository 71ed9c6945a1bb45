/** The same mapping with its keys in order: what is printed of it must not depend on the order of the file. */
export function byName<T>(mapping: Readonly<Record<string, T | undefined>>): Record<string, T> {
  const entries = Object.entries(mapping).filter((entry): entry is [string, T] => entry[1] !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The entries in an order of their content alone; where they stand in the file (`at`) does not count. */
export function byContent<T extends { at?: unknown }>(entries: readonly T[]): T[] {
  return entries
    .map((entry) => ({ entry, key: JSON.stringify({ ...entry, at: undefined }) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ entry }) => entry)
}
