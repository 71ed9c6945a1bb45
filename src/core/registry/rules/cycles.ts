/** Circles of a mapping in which everything points to at most one other; each once, beginning with its first name in order. */
export function cycles(next: ReadonlyMap<string, string>): string[][] {
  const done = new Set<string>()
  const found: string[][] = []
  for (const start of [...next.keys()].sort()) {
    const way: string[] = []
    let at: string | undefined = start
    while (at !== undefined && !done.has(at)) {
      done.add(at)
      way.push(at)
      at = next.get(at)
    }
    const again = at === undefined ? -1 : way.indexOf(at)
    if (again !== -1) found.push(fromFirst(way.slice(again)))
  }
  return found
}

function fromFirst(cycle: readonly string[]): string[] {
  const first = cycle.indexOf([...cycle].sort()[0] ?? '')
  return [...cycle.slice(first), ...cycle.slice(0, first)]
}
