import { type CharSet, holds } from './char-set.ts'
import type { Part } from './notation.ts'

/** Whether the rest of a phrase is found in a text from an offset on. */
export type Matcher = (text: string, at: number) => boolean

/** Beyond this a repetition is walked instead of written out. */
const MOST_WRITTEN_OUT = 40

/** Turns a part into a function that looks for it at an offset and then for what follows. @throws Error for an endless repetition of nothing */
export function matcherOf(part: Part, next: Matcher): Matcher {
  if (part.type === 'text') return ofText(part.text, next)
  if (part.type === 'words') return ofWords(part.words, next)
  if (part.type === 'set') return (text, at) => at < text.length && holds(part.set, text.charCodeAt(at)) && next(text, at + 1)
  if (part.type === 'seq') return part.parts.reduceRight((after, one) => matcherOf(one, after), next)
  if (part.type === 'any') return ofAny(part.parts, next)
  if (part.type === 'repeat') return ofRepeat(part.part, part.least, part.most, next)
  if (part.type === 'word') return ofGap(1, 1, next)
  if (part.type === 'start') return (text, at) => at === 0 && next(text, at)
  if (part.type === 'end') return (text, at) => at === text.length && next(text, at)
  return (text, at) => isWord(text, at - 1) !== isWord(text, at) && next(text, at)
}

function ofText(wanted: string, next: Matcher): Matcher {
  if (wanted.length > 1) return (text, at) => text.startsWith(wanted, at) && next(text, at + wanted.length)
  const code = wanted.charCodeAt(0)
  return wanted === '' ? next : (text, at) => text.charCodeAt(at) === code && next(text, at + 1)
}

/** Words by their first two characters. */
function ofWords(words: readonly string[], next: Matcher): Matcher {
  const table = tableOf(words)
  const { short } = table
  return (text, at) => {
    const candidates = table.long.get(text.charCodeAt(at) * 65_536 + text.charCodeAt(at + 1))
    if (candidates !== undefined) {
      for (const word of candidates) if (text.startsWith(word, at) && next(text, at + word.length)) return true
    }
    for (const word of short) if (text.startsWith(word, at) && next(text, at + word.length)) return true
    return false
  }
}

interface WordTable {
  long: ReadonlyMap<number, readonly string[]>
  short: readonly string[]
}

const tables = new WeakMap<readonly string[], WordTable>()

function tableOf(words: readonly string[]): WordTable {
  const known = tables.get(words)
  if (known !== undefined) return known
  const long = new Map<number, string[]>()
  const short: string[] = []
  for (const word of words) {
    if (word.length < 2) short.push(word)
    else {
      const key = word.charCodeAt(0) * 65_536 + word.charCodeAt(1)
      const same = long.get(key)
      if (same === undefined) long.set(key, [word])
      else same.push(word)
    }
  }
  const table = { long, short }
  tables.set(words, table)
  return table
}

function ofAny(parts: readonly Part[], next: Matcher): Matcher {
  const matchers = parts.map((part) => matcherOf(part, next))
  return (text, at) => {
    for (const matcher of matchers) if (matcher(text, at)) return true
    return false
  }
}

function ofRepeat(part: Part, least: number, most: number, next: Matcher): Matcher {
  if (part.type === 'set') return ofRun(part.set, least, most, next)
  if (part.type === 'word') return ofGap(least, most, next)
  if (most <= MOST_WRITTEN_OUT) {
    let matcher = next
    for (let count = most; count > 0; count -= 1) {
      const after = matcher
      const once = matcherOf(part, after)
      matcher = count > least ? (text, at) => once(text, at) || next(text, at) : once
    }
    return matcher
  }
  if (canBeNothing(part) || least > 1) throw new Error('a repetition without end of what may be nothing')
  const again: Matcher = (text, at) => once(text, at) || next(text, at)
  const once = matcherOf(part, again)
  return least === 0 ? again : once
}

/** So many characters of a class, the longest run first. */
function ofRun(set: CharSet, least: number, most: number, next: Matcher): Matcher {
  return (text, at) => {
    let end = at
    while (end < text.length && end - at < most && holds(set, text.charCodeAt(end))) end += 1
    for (; end >= at + least; end -= 1) if (next(text, end)) return true
    return false
  }
}

/** So many words of whatever kind, each with its space, the fewest first. */
function ofGap(least: number, most: number, next: Matcher): Matcher {
  return (text, at) => {
    let from = at
    for (let count = 0; ; count += 1) {
      if (count >= least && next(text, from)) return true
      if (count >= most) return false
      const space = text.indexOf(' ', from)
      if (space <= from) return false
      from = space + 1
    }
  }
}

function canBeNothing(part: Part): boolean {
  if (part.type === 'text') return part.text === ''
  if (part.type === 'words') return part.words.includes('')
  if (part.type === 'seq') return part.parts.every(canBeNothing)
  if (part.type === 'any') return part.parts.some(canBeNothing)
  return part.type === 'repeat' ? part.least === 0 || canBeNothing(part.part) : part.type !== 'set' && part.type !== 'word'
}

/** Whether a character is one of a word, as `\b` has it. */
function isWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95
}
