import type { Branch, Phrase } from './phrase.ts'
import { allSeen, look } from './words-seen.ts'

interface Candidate {
  index: number
  branch: Branch
}

interface Table {
  /** Alternatives by the number of their rarest cue. */
  byCue: Map<number, Candidate[]>
  /** Those that have none. */
  always: Candidate[]
}

/**
 * Asks many phrases about one text at once: only those are looked at of which the text has the rarest word. The answer is the indexes of
 * those that are found, in order.
 */
export function sieve(phrases: readonly Phrase[]): (text: string) => number[] {
  let table: Table | null = null
  return (text) => {
    table ??= tableOf(phrases)
    const found: number[] = []
    for (const candidate of table.always) ask(candidate, text, found)
    for (const cue of look(text)) for (const candidate of table.byCue.get(cue) ?? []) ask(candidate, text, found)
    return found.sort((a, b) => a - b)
  }
}

function ask({ index, branch }: Candidate, text: string, found: number[]): void {
  if (!found.includes(index) && allSeen(branch.cues) && branch.search(text)) found.push(index)
}

function tableOf(phrases: readonly Phrase[]): Table {
  const table: Table = { byCue: new Map(), always: [] }
  for (const [index, phrase] of phrases.entries()) {
    for (const branch of phrase.branches()) {
      const rarest = branch.cues[0]
      const same = rarest === undefined ? table.always : (table.byCue.get(rarest) ?? [])
      same.push({ index, branch })
      if (rarest !== undefined) table.byCue.set(rarest, same)
    }
  }
  return table
}
