import type { Cue } from './cues.ts'
import { eachKey } from './word-keys.ts'

/** Number of each cue by its keys; for each key the numbers of the cues that have it. */
const numbers = new Map<string, number>()
const cuesByKey = new Map<number, number[]>()

/**
 * The text that was looked through last, and for each cue the turn in which a word of it was last seen. Kept here, for many phrases are
 * asked about one text in a row; what is answered depends on the text alone.
 */
let latest: string | null = null
let turn = 0
let seenAt = new Int32Array(1024)
let seen: number[] = []

/** The number that a cue goes by; the same for the same keys. */
export function numberOf(cue: Cue): number {
  const name = [...cue].sort((a, b) => a - b).join()
  const known = numbers.get(name)
  if (known !== undefined) return known
  const number = numbers.size
  numbers.set(name, number)
  for (const key of cue) {
    const same = cuesByKey.get(key)
    if (same === undefined) cuesByKey.set(key, [number])
    else same.push(number)
  }
  if (number === seenAt.length) {
    const more = new Int32Array(seenAt.length * 2)
    more.set(seenAt)
    seenAt = more
  }
  latest = null
  return number
}

/** Looks the words of a text up, unless it is the one that was looked through last. Returns the cues that are there. */
export function look(text: string): readonly number[] {
  if (text === latest) return seen
  latest = text
  turn += 1
  seen = []
  eachKey(text, mark)
  return seen
}

function mark(key: number): void {
  const cues = cuesByKey.get(key)
  if (cues === undefined) return
  for (const cue of cues) {
    if (seenAt[cue] !== turn) seen.push(cue)
    seenAt[cue] = turn
  }
}

/** Whether the text that was looked through last has a word of each of these cues. */
export function allSeen(cues: readonly number[]): boolean {
  for (const cue of cues) if (seenAt[cue] !== turn) return false
  return true
}
