import type { Readings } from '../../src/ports/readings.ts'

/** Readings that outlive a run as files would: nothing that a later run does to them changes what is kept. */
export function keptInMemory(): Readings & { nextRun(): void; found: string[] } {
  const kept = new Map<string, unknown>()
  const begun = new Map<string, () => unknown>()
  const found: string[] = []
  const nameOf = (texts: readonly string[]) => JSON.stringify(texts)
  const keyOf = (name: string, of: readonly string[]) => `${name} ${nameOf(of)}`
  return {
    found,
    nameOf,
    find<T>(name: string, of: readonly string[]): T | undefined {
      const key = keyOf(name, of)
      if (!kept.has(key)) return undefined
      found.push(name)
      return structuredClone(kept.get(key)) as T
    },
    keep: (name, of, value) => void begun.set(keyOf(name, of), value),
    nextRun() {
      for (const [key, value] of begun) kept.set(key, structuredClone(value()))
      begun.clear()
      found.length = 0
    },
  }
}
