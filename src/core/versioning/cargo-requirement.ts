import { MAX_RANGE_LENGTH } from './constraint.ts'
import type { Order } from './contract.ts'
import { compareNumerals, type Numeral } from './numeral.ts'
import { comparePre, parseSemantic, type Semantic } from './semantic.ts'

/** One comparator: what it does not name (`1.2`, `1.*`) is left out of `release`. */
interface Comparator {
  operator: '=' | '>' | '>=' | '<' | '<=' | '~' | '^'
  release: readonly Numeral[]
  pre: readonly string[]
}

const COMPARATOR = /^(>=|<=|>|<|=|~|\^)?\s*(\d+)(?:\.(\d+|[*xX]))?(?:\.(\d+|[*xX]))?([-+].*)?$/s
const ANY = /^[*xX](?:\.[*xX]){0,2}$/

/** Comma-separated comparators, all of which must hold; a pre-release also needs one on its own major.minor.patch that has a pre-release. */
export function requirement(text: string): ((v: Semantic) => boolean) | null {
  if (text.length > MAX_RANGE_LENGTH) return null
  if (ANY.test(text.trim())) return (v) => v.pre.length === 0
  const comparators: Comparator[] = []
  for (const word of text.split(',')) {
    const one = comparatorOf(word.trim())
    if (one === null) return null
    comparators.push(one)
  }
  return (v) => comparators.every((one) => holds(one, v)) && (v.pre.length === 0 || comparators.some((one) => namesPreOf(one, v)))
}

function comparatorOf(word: string): Comparator | null {
  const [, written, major, minor, patch, tail = ''] = COMPARATOR.exec(word) ?? []
  if (major === undefined) return null
  const numbers = [major, minor, patch].filter((number) => number !== undefined)
  const wildcard = numbers.findIndex((number) => !/^\d/.test(number))
  const release = wildcard === -1 ? numbers : numbers.slice(0, wildcard)
  if (tail !== '' && release.length < 3) return null
  const version = parseSemantic([...release, '0', '0'].slice(0, 3).join('.') + tail)
  if (version === null) return null
  return { operator: operatorOf(written, wildcard !== -1), release, pre: version.pre }
}

/** `1.*` means exactly what it names, `1` at least that. */
function operatorOf(written: string | undefined, wildcard: boolean): Comparator['operator'] {
  switch (written) {
    case '=':
    case '>':
    case '>=':
    case '<':
    case '<=':
    case '~':
      return written
    default:
      return wildcard && written === undefined ? '=' : '^'
  }
}

function holds(one: Comparator, v: Semantic): boolean {
  const order = orderOf(one, v)
  if (order === null) return one.operator === '^' && same(one, v, caretLength(one.release))
  switch (one.operator) {
    case '=':
      return order === 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '~':
      return order >= 0 && same(one, v, Math.min(2, one.release.length))
    default:
      return order >= 0 && same(one, v, caretLength(one.release))
  }
}

/**
 * Where `v` stands to what the comparator names; a release that begins like it is equal to it. Null for a pre-release that begins
 * like an incomplete comparator: `1.0.0-beta` is neither below nor above `1.0`.
 */
function orderOf(one: Comparator, v: Semantic): Order | null {
  for (const [at, number] of one.release.entries()) {
    const found = compareNumerals(v.release[at] ?? '0', number)
    if (found !== 0) return found
  }
  if (one.release.length === 3) return comparePre(v.pre, one.pre)
  return v.pre.length === 0 ? 0 : null
}

function same(one: Comparator, v: Semantic, length: number): boolean {
  return one.release.slice(0, length).every((number, at) => v.release[at] === number)
}

/** How many numbers a caret holds fast: up to the first that is not 0, or all that are named. */
function caretLength(release: readonly Numeral[]): number {
  const significant = release.findIndex((number) => number !== '0')
  return significant === -1 ? release.length : significant + 1
}

function namesPreOf(one: Comparator, v: Semantic): boolean {
  return one.pre.length > 0 && one.release.every((number, at) => v.release[at] === number)
}
