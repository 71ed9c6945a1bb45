import type { Order } from './contract.ts'
import { compareNumerals, compareText, type Numeral, numeral } from './numeral.ts'

/** A number or a qualifier, and whether a dot stood before it; a change between digits and letters counts as a hyphen. */
export interface MavenToken {
  dot: boolean
  number: Numeral | null
  /** Spelled out and in lower case: `rc` for `CR`, empty for `ga`, `final` and `release`. */
  word: string
}

const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp']
const RELEASE_RANK = QUALIFIERS.indexOf('')
const ALIASES: Readonly<Record<string, string>> = { ga: '', final: '', release: '', cr: 'rc' }
const ABBREVIATIONS: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' }

/**
 * The tokens of a version by https://maven.apache.org/pom.html#version-order-specification, trimmed. Maven's own comparison nests lists
 * and is no order for a few odd texts (`10-alpha` < `10` < `10.x.1` < `10-alpha`); where it is one, both agree.
 */
export function mavenTokens(text: string): MavenToken[] {
  const tokens: MavenToken[] = []
  for (const token of rawTokens(text.toLowerCase())) {
    // What stands before a hyphen loses its zeros and empty qualifiers; a qualifier is read as if it had a hyphen (MNG-7644).
    if (!token.dot || token.word !== '') trim(tokens)
    tokens.push(token)
  }
  trim(tokens)
  return tokens
}

function trim(tokens: MavenToken[]): void {
  while (tokens.length > 0 && isNull(tokens.at(-1))) tokens.pop()
}

function isNull(token: MavenToken | undefined): boolean {
  return token?.number === '0' || (token?.number === null && token.word === '')
}

function rawTokens(text: string): MavenToken[] {
  const tokens: MavenToken[] = []
  let dot = true
  let start = 0
  const push = (end: number, beforeDigit: boolean): void => {
    tokens.push(tokenOf(text.slice(start, end), dot, beforeDigit))
  }
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? ''
    if (char === '.' || char === '-') {
      push(at, false)
      dot = char === '.'
      start = at + 1
    } else if (at > start && isDigit(char) !== isDigit(text[at - 1] ?? '')) {
      push(at, isDigit(char))
      dot = false
      start = at
    }
  }
  if (start < text.length) push(text.length, false)
  return tokens
}

/** Nothing between two separators is 0. */
function tokenOf(run: string, dot: boolean, beforeDigit: boolean): MavenToken {
  if (run === '' || isDigit(run)) return { dot, number: numeral(run || '0'), word: '' }
  const word = beforeDigit ? (ABBREVIATIONS[run] ?? run) : run
  return { dot, number: null, word: Object.hasOwn(ALIASES, word) ? (ALIASES[word] ?? word) : word }
}

function isDigit(text: string): boolean {
  const code = text.charCodeAt(0)
  return code >= 48 && code <= 57
}

/** Token by token; `1.1` > `1-1` > `1-foo` > `1-sp` > `1` > `1-rc`. */
export function compareMavenTokens(a: readonly MavenToken[], b: readonly MavenToken[]): Order {
  const length = Math.max(a.length, b.length)
  for (let at = 0; at < length; at += 1) {
    const order = compareTokens(a[at], b[at])
    if (order !== 0) return order
  }
  return 0
}

function compareTokens(a: MavenToken | undefined, b: MavenToken | undefined): Order {
  const [rankA, rankB] = [rank(a), rank(b)]
  if (rankA !== rankB) return rankA < rankB ? -1 : 1
  if (a === undefined || b === undefined) return 0
  return a.number !== null && b.number !== null ? compareNumerals(a.number, b.number) : compareText(a.word, b.word)
}

/** Known qualifiers in their order, the end of the version just below the empty one, unknown qualifiers, numbers. */
function rank(token: MavenToken | undefined): number {
  if (token === undefined) return RELEASE_RANK - 0.5
  if (token.number !== null) return QUALIFIERS.length + (token.dot ? 2 : 1)
  const known = QUALIFIERS.indexOf(token.word)
  return known === -1 ? QUALIFIERS.length : known
}

/** Whether a qualifier that Maven orders below the release stands anywhere in it. */
export function announcesRelease(tokens: readonly MavenToken[]): boolean {
  return tokens.some((token) => token.number === null && rank(token) < RELEASE_RANK)
}
