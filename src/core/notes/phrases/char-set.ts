import { isLetter, isWordCode } from './word-keys.ts'

/** A class of characters: a table for ASCII, and what holds beyond. */
export interface CharSet {
  /** 1 for each code below 128 that is in the class. */
  table: Uint8Array
  /** Whether characters beyond ASCII are in the class, save those of `others`. */
  beyond: boolean
  /** Characters beyond ASCII that are the other way round. */
  others: string
  /** Whether any letter of ASCII is in the class, any character of a word. */
  letters: boolean
  wordly: boolean
}

const ASCII = 128
const SPACES =
  ' \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'
const DIGITS = '0123456789'
const WORD = `${DIGITS}ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz`

/** `.`: all but the end of a line. */
export const EVERYTHING = negated(setOf('\n\r\u2028\u2029'))
const ESCAPES: ReadonlyMap<string, CharSet> = new Map([
  ['d', setOf(DIGITS)],
  ['D', negated(setOf(DIGITS))],
  ['w', setOf(WORD)],
  ['W', negated(setOf(WORD))],
  ['s', setOf(SPACES)],
  ['S', negated(setOf(SPACES))],
])

/** Whether a character belongs to a class. */
export function holds(set: CharSet, code: number): boolean {
  if (code < ASCII) return set.table[code] === 1
  return set.others === '' ? set.beyond : set.others.includes(String.fromCharCode(code)) !== set.beyond
}

/** The characters of a class; null where they are more than so many. */
export function charsIn(set: CharSet, most: number): string[] | null {
  if (set.beyond || set.others !== '') return null
  const chars: string[] = []
  for (let code = set.table.indexOf(1); code !== -1; code = set.table.indexOf(1, code + 1)) {
    if (chars.length === most) return null
    chars.push(String.fromCharCode(code))
  }
  return chars
}

/** `\d` and its like; null for an escaped character that stands for itself. */
export function escapedSet(escaped: string): CharSet | null {
  return ESCAPES.get(escaped) ?? null
}

/** The same classes stand in many phrases. */
const known = new Map<string, { set: CharSet; length: number }>()

/** Reads a class behind its `[`. `next`: the offset behind its `]`. */
export function charSetAt(source: string, from: number): { set: CharSet; next: number } {
  const written = source.slice(from, source.indexOf(']', from) + 1)
  const same = known.get(written)
  if (same !== undefined) return { set: same.set, next: from + same.length }
  if (written.includes('\\')) return read(source, from)
  const made = read(source, from)
  known.set(written, { set: made.set, length: made.next - from })
  return made
}

function read(source: string, from: number): { set: CharSet; next: number } {
  const inverse = source.charAt(from) === '^'
  let at = inverse ? from + 1 : from
  let chars = ''
  while (at < source.length && source.charAt(at) !== ']') {
    const escaped = source.charAt(at) === '\\'
    const char = source.charAt(escaped ? at + 1 : at)
    const named = escaped ? charsOf(char) : null
    at += escaped ? 2 : 1
    if (named === null && source.charAt(at) === '-' && source.charAt(at + 1) !== ']') {
      chars += rangeOf(char, source.charAt(at + 1))
      at += 2
    } else chars += named ?? char
  }
  const set = setOf(chars)
  return { set: inverse ? negated(set) : set, next: at + 1 }
}

function charsOf(escaped: string): string | null {
  return escaped === 'd' ? DIGITS : escaped === 'w' ? WORD : escaped === 's' ? SPACES : null
}

function rangeOf(first: string, last: string): string {
  let chars = ''
  for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code += 1) chars += String.fromCharCode(code)
  return chars
}

function setOf(chars: string): CharSet {
  const table = new Uint8Array(ASCII)
  let others = ''
  for (let at = 0; at < chars.length; at += 1) {
    const code = chars.charCodeAt(at)
    if (code < ASCII) table[code] = 1
    else others += chars.charAt(at)
  }
  return made(table, false, others)
}

function negated(set: CharSet): CharSet {
  return made(
    set.table.map((one) => 1 - one),
    !set.beyond,
    set.others,
  )
}

function made(table: Uint8Array, beyond: boolean, others: string): CharSet {
  let [letters, wordly] = [false, false]
  for (let code = 0; code < ASCII; code += 1) {
    if (table[code] !== 1) continue
    letters ||= isLetter(code)
    wordly ||= isWordCode(code)
  }
  return { table, beyond, others, letters, wordly }
}
