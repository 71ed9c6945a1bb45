import { alternativesOf } from './constraint-words.ts'
import type { Order } from './contract.ts'
import { bump, compareReleases, dottedNumerals, type Numeral } from './numeral.ts'

/**
 * One range grammar for the schemes that bring none of their own: comparators joined by commas, spaces or `and`, alternatives by
 * `||` or `or`; `>=1.2`, `!=1.3`, `^1.2`, `~1.2`, `~> 1.2`, `1.2.x`, `1.2 - 1.4`, `*`. A version alone means exactly it.
 */
export interface ConstraintGrammar<V> {
  parse(text: string): V | null
  compare(a: V, b: V): Order
  /** Where `=` is stricter than `compare`: `docker` wants the suffix equal too. */
  equal?(a: V, b: V): boolean
  /** The dotted numbers at the head of a version. */
  release(v: V): readonly Numeral[]
}

type Predicate<V> = (v: V) => boolean

/** Ranges are written by people; what is longer is hostile. */
export const MAX_RANGE_LENGTH = 1024

const COMPARATOR = /^(>=|<=|==|!=|~>|~=|=|>|<|\^|~)?(.*)$/s
const WILDCARD = /^v?((?:\d+\.)*)[xX*](?:\.[xX*])*$/
const NUMBERS = /^v?(\d+(?:\.\d+)*)$/
const LEADING = /^v?(\d+(?:\.\d+)*)/

/** A predicate for the text, or null where it is no range. Linear in the text. */
export function constraint<V>(grammar: ConstraintGrammar<V>, text: string): Predicate<V> | null {
  if (text.length > MAX_RANGE_LENGTH) return null
  const alternatives: Predicate<V>[] = []
  for (const words of alternativesOf(text)) {
    const all = conjunction(grammar, words)
    if (all === null) return null
    alternatives.push(all)
  }
  return (v) => alternatives.some((holds) => holds(v))
}

function conjunction<V>(grammar: ConstraintGrammar<V>, words: readonly string[]): Predicate<V> | null {
  if (words.length === 0) return null
  const all: Predicate<V>[] = []
  for (let at = 0; at < words.length; at += 1) {
    const hyphen = words[at + 1] === '-'
    const parts = hyphen ? [`>=${words[at]}`, `<=${words[at + 2] ?? ''}`] : [words[at] ?? '']
    for (const word of parts) {
      const one = comparator(grammar, word)
      if (one === null) return null
      all.push(one)
    }
    if (hyphen) at += 2
  }
  return (v) => all.every((holds) => holds(v))
}

function comparator<V>(grammar: ConstraintGrammar<V>, word: string): Predicate<V> | null {
  const [, operator = '', operand = ''] = COMPARATOR.exec(word) ?? []
  const wildcard = WILDCARD.exec(operand)
  if (wildcard !== null) return wildcardComparator(grammar, operator, (wildcard[1] ?? '').split('.').slice(0, -1))
  const numbers = NUMBERS.exec(operand)?.[1]
  const bound = boundOf(grammar, operand, numbers)
  if (bound === null) return null
  const { order, isVersion } = bound
  switch (operator) {
    case '>=':
      return (v) => order(v) >= 0
    case '>':
      return (v) => order(v) > 0
    case '<=':
      return (v) => order(v) <= 0
    case '<':
      return (v) => order(v) < 0
    case '!=':
      return (v) => !bound.equal(v)
    case '':
    case '=':
    case '==':
      return isVersion ? bound.equal : prefix(grammar, dottedNumerals(numbers ?? '0'))
    default:
      return below(grammar, operator, operand, order)
  }
}

interface Bound<V> {
  order(v: V): Order
  equal(v: V): boolean
  /** False for a text that only begins a version: `27` where the scheme wants two parts. */
  isVersion: boolean
}

function boundOf<V>(grammar: ConstraintGrammar<V>, operand: string, numbers: string | undefined): Bound<V> | null {
  const version = grammar.parse(operand)
  if (version !== null) {
    const order = (v: V): Order => grammar.compare(v, version)
    return { order, equal: (v) => (grammar.equal === undefined ? order(v) === 0 : grammar.equal(v, version)), isVersion: true }
  }
  if (numbers === undefined) return null
  const release = dottedNumerals(numbers)
  const order = (v: V): Order => compareReleases(grammar.release(v), release)
  return { order, equal: (v) => order(v) === 0, isVersion: false }
}

/** `^1.2`, `~1.2`, `~> 1.2`, `~=1.2`: from the operand up to, and without, the release that the operator ends at. */
function below<V>(grammar: ConstraintGrammar<V>, operator: string, operand: string, order: (v: V) => Order): Predicate<V> | null {
  const release = dottedNumerals(LEADING.exec(operand)?.[1] ?? '')
  const end = bump(release, endingAt(operator, release))
  if (operator === '~=' && release.length < 2) return null
  return (v) => order(v) >= 0 && compareReleases(grammar.release(v), end) < 0
}

function endingAt(operator: string, release: readonly Numeral[]): number {
  if (operator === '^') {
    const significant = release.findIndex((number) => number !== '0')
    return significant === -1 ? release.length - 1 : significant
  }
  if (operator === '~') return Math.min(1, release.length - 1)
  return Math.max(0, release.length - 2)
}

function wildcardComparator<V>(grammar: ConstraintGrammar<V>, operator: string, digits: readonly string[]): Predicate<V> | null {
  const release = dottedNumerals(digits.join('.') || '0')
  const inside = digits.length === 0 ? () => true : prefix(grammar, release)
  const order = (v: V): Order => compareReleases(grammar.release(v), release)
  switch (operator) {
    case '':
    case '=':
    case '==':
    case '^':
    case '~':
      return inside
    case '!=':
      return (v) => !inside(v)
    case '>=':
      return (v) => digits.length === 0 || order(v) >= 0
    case '<':
      return (v) => digits.length > 0 && order(v) < 0
    case '<=':
      return (v) => inside(v) || order(v) < 0
    case '>':
      return (v) => !inside(v) && order(v) > 0
    default:
      return null
  }
}

/** All versions whose numbers begin with `release`. */
function prefix<V>(grammar: ConstraintGrammar<V>, release: readonly Numeral[]): Predicate<V> {
  const end = bump(release, release.length - 1)
  return (v) => compareReleases(grammar.release(v), release) >= 0 && compareReleases(grammar.release(v), end) < 0
}
