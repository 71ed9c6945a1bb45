import { type CharSet, charSetAt, charsIn, EVERYTHING, escapedSet } from './char-set.ts'

/** What a phrase is made of. `words`: any of these texts, for look-ups. `word`: any word with its space. `start`, `end`: of the text; `edge`: of a word. */
export type Part =
  | { type: 'text'; text: string }
  | { type: 'words'; words: readonly string[] }
  | { type: 'set'; set: CharSet }
  | { type: 'seq'; parts: readonly Part[] }
  | { type: 'any'; parts: readonly Part[] }
  | { type: 'repeat'; part: Part; least: number; most: number }
  | { type: 'word' }
  | { type: 'start' }
  | { type: 'end' }
  | { type: 'edge' }

/** More spellings of one alternative than this are not written out. */
const MOST_SPELLINGS = 24
/** A class of more characters than this is no way to spell a word: `[sz]`, `[ -]`. */
const FEW = 3
const META = /[\\[\](){}^$.*+?]/
const REPEATING = '?*+{'
const PLAIN = /[^\\[\](){}^$.*+?|]{1,1000}/y
/** No list of words: groups, classes and bounds, an escaped sign between two alternatives. */
const NO_LIST = /[([{]|\\[|)]|\\$/
/** As `gap` writes it. */
const ANY_WORD = '?:[^ ]+ )'

/** Groups without groups inside, which are lists of words as a rule and stand in many phrases. */
const lists = new Map<string, Part>()

/**
 * Reads the notation of regular expressions as far as our own phrases use it: alternatives, classes, repetitions, anchors; no flags, no
 * captures that count, nothing that looks around or back. Greedy or not is the same, for only whether something is found is asked.
 * @throws Error for what is not part of it
 */
export function readNotation(source: string): Part {
  const reader = { source, at: 0 }
  const part = alternatives(reader)
  if (reader.at < source.length) throw new Error(`unbalanced at ${reader.at}: ${source}`)
  return part
}

interface Reader {
  source: string
  at: number
}

function alternatives(reader: Reader): Part {
  const parts = [sequence(reader)]
  while (reader.source.charAt(reader.at) === '|') {
    reader.at += 1
    parts.push(sequence(reader))
  }
  return anyOf(parts)
}

/** Alternatives that can be spelt out become one list of words. */
function anyOf(parts: readonly Part[]): Part {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0]
  const words: string[] = []
  const others: Part[] = []
  for (const part of parts) {
    const spelt = spellings(part)
    if (spelt === null) others.push(part)
    else words.push(...spelt)
  }
  if (others.length === 0) return { type: 'words', words }
  return { type: 'any', parts: words.length === 0 ? others : [{ type: 'words', words }, ...others] }
}

function sequence(reader: Reader): Part {
  const parts: Part[] = []
  let text = ''
  const flush = () => {
    if (text !== '') parts.push({ type: 'text', text })
    text = ''
  }
  while (reader.at < reader.source.length) {
    text += plainRun(reader)
    const char = reader.source.charAt(reader.at)
    if (char === '' || char === '|' || char === ')') break
    const part = atom(reader, char)
    const repeated = repetition(reader, part)
    if (repeated.type === 'text') text += repeated.text
    else {
      flush()
      parts.push(repeated)
    }
  }
  flush()
  return rowOf(parts)
}

/** An ending that may be left out is spelt out with what stands beside it: `need` and `s?` and a space are `need ` or `needs `. */
function rowOf(parts: readonly Part[]): Part {
  const row: Part[] = []
  let joining = false
  for (const part of parts) {
    const before = row.at(-1)
    joining = before !== undefined && (isOptional(part) || (joining && part.type === 'text'))
    const joined: readonly string[] | null = joining && before !== undefined ? joinedSpellings(before, part) : null
    joining = joined !== null
    if (joined === null) row.push(part)
    else row[row.length - 1] = { type: 'words', words: joined }
  }
  return row.length === 1 && row[0] !== undefined ? row[0] : { type: 'seq', parts: row }
}

function isOptional(part: Part): boolean {
  return part.type === 'repeat' && part.least === 0 && part.most === 1
}

/** Characters that stand for themselves, up to one that is repeated. */
function plainRun(reader: Reader): string {
  const { source, at: from } = reader
  PLAIN.lastIndex = from
  if (!PLAIN.test(source)) return ''
  const end = PLAIN.lastIndex
  reader.at = end < source.length && REPEATING.includes(source.charAt(end)) ? end - 1 : end
  return source.slice(from, reader.at)
}

function atom(reader: Reader, char: string): Part {
  reader.at += 1
  if (char === '(') return group(reader)
  if (char === '[') {
    const { set, next } = charSetAt(reader.source, reader.at)
    reader.at = next
    return { type: 'set', set }
  }
  if (char === '^') return { type: 'start' }
  if (char === '$') return { type: 'end' }
  if (char === '.') return { type: 'set', set: EVERYTHING }
  if (char !== '\\') return { type: 'text', text: char }
  const escaped = reader.source.charAt(reader.at)
  reader.at += 1
  if (escaped === 'b') return { type: 'edge' }
  const set = escapedSet(escaped)
  return set === null ? { type: 'text', text: escaped } : { type: 'set', set }
}

function group(reader: Reader): Part {
  if (reader.source.startsWith(ANY_WORD, reader.at)) {
    reader.at += ANY_WORD.length
    return { type: 'word' }
  }
  if (reader.source.startsWith('?:', reader.at)) reader.at += 2
  else if (reader.source.charAt(reader.at) === '?') throw new Error(`no part of the notation: ${reader.source.slice(reader.at - 1)}`)
  const close = reader.source.indexOf(')', reader.at)
  const inside = reader.source.slice(reader.at, close)
  if (close !== -1 && !NO_LIST.test(inside)) {
    reader.at = close + 1
    const known = lists.get(inside) ?? listOf(inside)
    lists.set(inside, known)
    return known
  }
  const part = alternatives(reader)
  if (reader.source.charAt(reader.at) !== ')') throw new Error(`a group is open: ${reader.source}`)
  reader.at += 1
  return part
}

/** `options?|flag|node\\.js|$`: most of a list needs no reading. */
function listOf(inside: string): Part {
  const words: string[] = []
  const others: Part[] = []
  for (const word of inside.split('|')) {
    const mark = word.search(META)
    if (mark === -1) words.push(word)
    else if (mark === word.length - 1 && mark > 0 && word.endsWith('?')) words.push(word.slice(0, -1), word.slice(0, -2))
    else others.push(readNotation(word))
  }
  return anyOf([{ type: 'words', words }, ...others])
}

function repetition(reader: Reader, part: Part): Part {
  const bounds = boundsAt(reader)
  if (bounds === null) return part
  if (reader.source.charAt(reader.at) === '?') reader.at += 1
  return { type: 'repeat', part, ...bounds }
}

function boundsAt(reader: Reader): { least: number; most: number } | null {
  const char = reader.source.charAt(reader.at)
  if (char !== '?' && char !== '*' && char !== '+' && char !== '{') return null
  reader.at += 1
  if (char === '?') return { least: 0, most: 1 }
  if (char !== '{') return { least: char === '+' ? 1 : 0, most: Number.POSITIVE_INFINITY }
  const close = reader.source.indexOf('}', reader.at)
  const [least = '', most] = reader.source.slice(reader.at, close).split(',')
  reader.at = close + 1
  return { least: Number(least), most: most === undefined ? Number(least) : most === '' ? Number.POSITIVE_INFINITY : Number(most) }
}

/** All texts that a part stands for; null where they are too many or need a look at the text around. */
function spellings(part: Part): readonly string[] | null {
  if (part.type === 'text') return [part.text]
  if (part.type === 'words') return part.words
  if (part.type === 'set') return charsIn(part.set, FEW)
  if (part.type === 'repeat') {
    const once = part.least === 0 && part.most === 1 ? spellings(part.part) : null
    return once === null ? null : ['', ...once]
  }
  if (part.type !== 'seq') return null
  let all: readonly string[] | null = ['']
  for (const one of part.parts) all = all === null ? null : joinedSpellings({ type: 'words', words: all }, one)
  return all
}

function joinedSpellings(before: Part, after: Part): readonly string[] | null {
  const [first, second] = [spellings(before), spellings(after)]
  if (first === null || second === null || first.length * second.length > MOST_SPELLINGS) return null
  return first.flatMap((begun) => second.map((ending) => begun + ending))
}
