import type { Cue } from './cues.ts'
import { eachKey } from './word-keys.ts'

/** Numbers of cues, those of a single word by its key; for each key the numbers of the cues that have it. */
const numbers = new WeakMap<Cue, number>()
const single = new Map<number, number>()
const cuesByKey = new Map<number, number[]>()
let count = 0

/**
 * The text that was looked through last, and for each cue the turn in which a word of it was last seen. Kept here, for many phrases are
 * asked about one text in a row; what is answered depends on the text alone.
 */
let latest: string | null = null
let turn = 0
let seenAt = new Int32Array(1024)
let seen: number[] = []

/** The number that a cue goes by; the same for the same list and for the same word. */
export function numberOf(cue: Cue): number {
  const [key, ...more] = cue
  const alone = key === undefined || more.length > 0 ? undefined : key
  const known = alone === undefined ? numbers.get(cue) : single.get(alone)
  if (known !== undefined) return known
  const number = newNumber(cue)
  if (alone === undefined) numbers.set(cue, number)
  else single.set(alone, number)
  return number
}

function newNumber(cue: Cue): number {
  const number = count
  count += 1
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
