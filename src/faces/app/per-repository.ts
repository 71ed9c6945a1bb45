/** Numbers by label that every repository tells anew with each run, summed over all of them. */
export interface PerRepository {
  /** Replaces what the repository told before. */
  set(repository: number, values: ReadonlyMap<string, number>): void
  forget(repository: number): void
}

/** `show` gets every sum that changed, 0 for labels that nobody has any more. */
export function createPerRepository(show: (label: string, sum: number) => void): PerRepository {
  const told = new Map<number, ReadonlyMap<string, number>>()
  const sums = new Map<string, number>()
  const change = (values: ReadonlyMap<string, number>, sign: 1 | -1, changed: Set<string>) => {
    for (const [label, value] of values) {
      sums.set(label, (sums.get(label) ?? 0) + sign * value)
      changed.add(label)
    }
  }
  const set = (repository: number, values: ReadonlyMap<string, number>) => {
    const changed = new Set<string>()
    change(told.get(repository) ?? new Map(), -1, changed)
    change(values, 1, changed)
    if (values.size === 0) told.delete(repository)
    else told.set(repository, values)
    for (const label of changed) show(label, sums.get(label) ?? 0)
  }
  return { set, forget: (repository) => set(repository, new Map()) }
}
