import type { Order } from './contract.ts'
import { compareNumerals, compareText, numeral } from './numeral.ts'

/**
 * What stands behind the numbers of a version whose scheme has no grammar for it: `rc2`, `-beta.1`, `.Final`, `-groovy-2.4`.
 * Words that announce a release stand below it, other words and numbers above it.
 */
export type Qualifier = readonly string[]

/** Lowest first. Values are the rank below the release itself. */
const PRERELEASE_RANK: Readonly<Record<string, number>> = {
  dev: 0,
  devel: 0,
  snapshot: 0,
  nightly: 0,
  canary: 0,
  edge: 0,
  unstable: 0,
  insiders: 0,
  experimental: 0,
  alpha: 1,
  beta: 2,
  milestone: 3,
  ea: 3,
  pre: 3,
  prerelease: 3,
  preview: 3,
  next: 3,
  rc: 4,
  cr: 4,
}

/** One letter before a number is an abbreviation in every ecosystem that uses it: `3.7.0b1`, `2.1.0-M3`. */
const ABBREVIATIONS: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', c: 'rc', m: 'milestone' }

/** Words that say no more than the number does. */
const NEUTRAL: ReadonlySet<string> = new Set(['final', 'ga', 'release', 'stable'])

const TOKEN = /\d+|[a-z]+/g

/** Splits at every change between letters and digits and drops separators: `-RC.2` gives `rc`, `2`. Neutral words at the end go. */
export function parseQualifier(text: string): Qualifier {
  const tokens = text.toLowerCase().match(TOKEN) ?? []
  const words = tokens.map((token, at) => (isNumber(token) ? numeral(token) : spellOut(token, tokens[at + 1])))
  while (words.length > 0 && NEUTRAL.has(words.at(-1) ?? '')) words.pop()
  return words
}

function spellOut(word: string, next: string | undefined): string {
  return next !== undefined && isNumber(next) && Object.hasOwn(ABBREVIATIONS, word) ? (ABBREVIATIONS[word] ?? word) : word
}

/** Whether the text stands for many versions: `1.4.x`, `2024.*`. */
export function isWildcard(text: string): boolean {
  return /\.[xX*]$/.test(text)
}

export function isPrereleaseWord(word: string): boolean {
  return Object.hasOwn(PRERELEASE_RANK, word)
}

/** Whether any word announces a release: `groovy-2.4` does not, `1-SNAPSHOT` does. */
export function isPrerelease(qualifier: Qualifier): boolean {
  return qualifier.some(isPrereleaseWord)
}

/** Word by word; where one ends, what the other goes on with decides: `rc` is below the end, `patch` and numbers are above it. */
export function compareQualifiers(a: Qualifier, b: Qualifier): Order {
  const length = Math.max(a.length, b.length)
  for (let at = 0; at < length; at += 1) {
    const order = compareTokens(a[at], b[at])
    if (order !== 0) return order
  }
  return 0
}

/** Where a token stands beside the end of the version, lowest first. */
const CLASS = { announces: 0, end: 1, word: 2, number: 3 } as const

function compareTokens(a: string | undefined, b: string | undefined): Order {
  const [classA, classB] = [classOf(a), classOf(b)]
  if (classA !== classB) return classA < classB ? -1 : 1
  if (a === undefined || b === undefined || a === b) return 0
  if (classA === CLASS.number) return compareNumerals(a, b)
  if (classA === CLASS.word) return compareText(a, b)
  const [rankA, rankB] = [PRERELEASE_RANK[a] ?? 0, PRERELEASE_RANK[b] ?? 0]
  return rankA === rankB ? 0 : rankA < rankB ? -1 : 1
}

function classOf(token: string | undefined): number {
  if (token === undefined) return CLASS.end
  if (isNumber(token)) return CLASS.number
  return isPrereleaseWord(token) ? CLASS.announces : CLASS.word
}

function isNumber(token: string): boolean {
  const code = token.charCodeAt(0)
  return code >= 48 && code <= 57
}
