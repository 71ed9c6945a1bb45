import type { Part } from './notation.ts'
import { isLetter, isWordCode, keyAt, LONGEST_KEY } from './word-keys.ts'

/** Keys of words of which a text must have one, or a part cannot be found in it. */
export type Cue = ReadonlySet<number>

/** Words that nearly every sentence has: a cue with one of them tells little. */
const COMMON = new Set(
  'is|are|was|were|the|to|a|an|in|of|for|and|be|been|has|have|with|on|by|it|as|from|or|this|that|now|not|we|when|if|CODE|FLAG|VER|will|all|use|uses|add|adds|added|fix|fixes|fixed|new|can'
    .split('|')
    .map((word) => keyAt(word, 0)),
)
const COMMON_COSTS = 40
const LETTERS = /^[A-Za-z]{1,40}$/

/**
 * What a text must have so that a part can be found in it: one word of each cue. Told by the words of the part alone, and only by those that
 * begin and end where words of the text do, so that none is asked for that a match could do without. The rarest first.
 */
export function cuesOf(part: Part): Cue[] {
  return demands(part, false, false).toSorted((a, b) => costOf(a) - costOf(b))
}

/** `open`, `close`: whether a word of the text must begin where the part begins, and end where it ends. */
function demands(part: Part, open: boolean, close: boolean): Cue[] {
  if (part.type === 'text') return runsOf(part.text, open, close).map((key) => new Set([key]))
  if (part.type === 'words') return ofWords(part.words, open, close)
  if (part.type === 'any') {
    const best = part.parts.map((one) => strongest(demands(one, open, close)))
    return best.includes(null) ? [] : [new Set(best.flatMap((cue) => (cue === null ? [] : [...cue])))]
  }
  if (part.type === 'repeat') return part.least === 0 ? [] : demands(part.part, open && part.most === 1, close && part.most === 1)
  if (part.type !== 'seq') return []
  const closed = closings(part.parts, close)
  let opened = open
  return part.parts.flatMap((one, index) => {
    const found = demands(one, opened, closed[index + 1] ?? false)
    opened = endsBetween(one, opened)
    return found
  })
}

/** What was found of a list, which stands in many phrases, by how it stands there. */
const known = new WeakMap<readonly string[], Map<string, Cue[]>>()

function ofWords(words: readonly string[], open: boolean, close: boolean): Cue[] {
  const before = known.get(words) ?? new Map<string, Cue[]>()
  const name = `${open}${close}`
  const same = before.get(name)
  if (same !== undefined) return same
  const keys = words.map((word) => (open && close && LETTERS.test(word) ? keyAt(word, 0) : rarest(runsOf(word, open, close))))
  const cues = keys.includes(null) ? [] : [new Set(keys.filter((key) => key !== null))]
  known.set(words, before.set(name, cues))
  return cues
}

/** For each part of a row, and for what follows the row, whether it begins with no letter. */
function closings(parts: readonly Part[], close: boolean): boolean[] {
  const closed = [...parts.map(() => false), close]
  for (let index = parts.length - 1; index >= 0; index -= 1) {
    const part = parts[index]
    if (part !== undefined) closed[index] = beginsBetween(part, closed[index + 1] ?? false)
  }
  return closed
}

/** Keys of the runs of letters in a text that are words, or long beginnings of words, of any text that it is found in. */
function runsOf(text: string, open: boolean, close: boolean): number[] {
  const keys: number[] = []
  for (let at = 0; at < text.length; at += 1) {
    if (!isLetter(text.charCodeAt(at))) continue
    const from = at
    while (at < text.length && isLetter(text.charCodeAt(at))) at += 1
    const begins = from === 0 ? open : !isWordCode(text.charCodeAt(from - 1))
    if (begins && (at < text.length || close || at - from >= LONGEST_KEY)) keys.push(keyAt(text, from))
  }
  return keys
}

/** A longer word has the greater number. */
function rarest(keys: readonly number[]): number | null {
  let best: number | null = null
  for (const key of keys) if (best === null || COMMON.has(best) || (key > best && !COMMON.has(key))) best = key
  return best
}

function strongest(cues: readonly Cue[]): Cue | null {
  let best: Cue | null = null
  for (const cue of cues) if (best === null || costOf(cue) < costOf(best)) best = cue
  return best
}

function costOf(cue: Cue): number {
  let cost = cue.size
  for (const key of cue) if (COMMON.has(key)) cost += COMMON_COSTS
  return cost
}

/** Whether a word of the text can begin right behind a part: its last character is none of a word. `before`: the same of where it begins. */
function endsBetween(part: Part, before: boolean): boolean {
  if (part.type === 'text') return part.text === '' ? before : !isWordCode(part.text.charCodeAt(part.text.length - 1))
  if (part.type === 'words') return part.words.every((text) => endsBetween({ type: 'text', text }, before))
  if (part.type === 'set') return !part.set.wordly
  if (part.type === 'seq') return part.parts.reduce((so, one) => endsBetween(one, so), before)
  if (part.type === 'any') return part.parts.every((one) => endsBetween(one, before))
  if (part.type === 'repeat') return endsBetween(part.part, before) && (part.least > 0 || before) && endsBetween(part.part, true)
  return part.type === 'end' ? before : true
}

/** Whether no letter stands where a part begins, a letter being before it. `after`: the same of what follows it. */
function beginsBetween(part: Part, after: boolean): boolean {
  if (part.type === 'text') return part.text === '' ? after : !isLetter(part.text.charCodeAt(0))
  if (part.type === 'words') return part.words.every((text) => beginsBetween({ type: 'text', text }, after))
  if (part.type === 'set') return !part.set.letters
  if (part.type === 'seq') return part.parts.reduceRight((so, one) => beginsBetween(one, so), after)
  if (part.type === 'any') return part.parts.every((one) => beginsBetween(one, after))
  if (part.type === 'repeat') return beginsBetween(part.part, after) && (part.least > 0 || after)
  return part.type === 'start' ? after : part.type !== 'word'
}
