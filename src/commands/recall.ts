import type { Readings } from '../ports/readings.ts'

/** What an earlier run made of these texts, or what `make` makes now: a function of the texts alone, giving plain data. */
export function recall<T>(readings: Readings | undefined, name: string, of: readonly string[], make: () => T): T {
  if (readings === undefined) return make()
  const kept = readings.find<T>(name, of)
  if (kept !== undefined) return kept
  const made = make()
  // Copied now, so that nothing that a run does to it later is kept.
  const copy = structuredClone(made)
  readings.keep(name, of, () => copy)
  return made
}
