import { basename, dirname } from 'node:path'
import { getBuiltinModule } from 'node:process'
import type { Readings } from '../ports/readings.ts'
import { readKept, sweepKept, writeKept } from './kept-file.ts'

const NAME_LENGTH = 32
/** So many of each kind are kept: what somebody works on at a time. */
const MOST = 32

/** Readings in files whose names begin with `beside`, which names the program, too; `write` is for the end of a run. Old ones go after a week. */
export function keptReadings(beside: string): Readings & { write(): void } {
  const begun = new Map<string, () => unknown>()
  const fileOf = (name: string, of: readonly string[]) => `${beside}-${name}-${nameOf(of)}`
  return {
    nameOf,
    find(name, of) {
      const bytes = readKept(fileOf(name, of))
      try {
        return bytes === undefined ? undefined : getBuiltinModule('node:v8').deserialize(bytes)
      } catch {
        return undefined
      }
    },
    keep(name, of, value) {
      begun.set(fileOf(name, of), value)
    },
    write() {
      for (const [file, value] of begun) {
        writeKept(file, () => getBuiltinModule('node:v8').serialize(value()))
        const siblings = basename(file).slice(0, -NAME_LENGTH)
        sweepKept(dirname(file), (name) => name.startsWith(siblings), MOST)
      }
      begun.clear()
    },
  }
}

/** Half of a SHA-256 over the texts, each with its length before it. */
function nameOf(texts: readonly string[]): string {
  const hash = getBuiltinModule('node:crypto').createHash('sha256')
  for (const text of texts) hash.update(`${text.length}:`).update(text)
  return hash.digest('hex').slice(0, NAME_LENGTH)
}
