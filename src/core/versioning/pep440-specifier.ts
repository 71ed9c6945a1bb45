import { MAX_RANGE_LENGTH } from './constraint.ts'
import { bump, compareReleases } from './numeral.ts'
import { comparePep440, comparePublic, type Pep440 } from './pep440-order.ts'

type Predicate = (v: Pep440) => boolean
type Parse = (text: string) => Pep440 | null

const RELEASE_ONLY = /^v?(?:\d+!)?\d+(?:\.\d+)*$/i
const SPECIFIER = /^(===|~=|==|!=|<=|>=|<|>)?\s*(\S+)$/

/**
 * Comma-separated version specifiers of PEP 440; all must hold. Pre-releases are admitted wherever the order admits them.
 * A bare version means `==`, as people write it in a registry; no specifier at all admits everything.
 */
export function specifierSet(text: string, parse: Parse): Predicate | null {
  if (text.length > MAX_RANGE_LENGTH) return null
  const all: Predicate[] = []
  for (const word of text.split(',')) {
    if (word.trim() === '') continue
    const one = specifier(word.trim(), parse)
    if (one === null) return null
    all.push(one)
  }
  return (v) => all.every((holds) => holds(v))
}

function specifier(word: string, parse: Parse): Predicate | null {
  const [, operator = '==', operand = ''] = SPECIFIER.exec(word) ?? []
  if (operator === '===') return (v) => v.text.trim().toLowerCase() === operand.toLowerCase()
  if (operand.endsWith('.*')) return wildcard(operator, operand.slice(0, -2), parse)
  const bound = parse(operand)
  if (bound === null) return null
  if (operator === '==') return equal(bound)
  if (operator === '!=') return not(equal(bound))
  if (bound.local !== null) return null
  return ordered(operator, bound)
}

function not(predicate: Predicate): Predicate {
  return (v) => !predicate(v)
}

/** A local version is compared only where the specifier has one. */
function equal(bound: Pep440): Predicate {
  return bound.local === null ? (v) => comparePublic(v, bound) === 0 : (v) => comparePep440(v, bound) === 0
}

/** `==4.2.*` matches by the numbers it begins with, whatever follows: pre-, post- and local releases too. */
function wildcard(operator: string, prefix: string, parse: Parse): Predicate | null {
  const bound = RELEASE_ONLY.test(prefix) ? parse(prefix) : null
  if (bound === null || (operator !== '==' && operator !== '!=')) return null
  const { epoch, release } = bound
  const matches: Predicate = (v) => v.epoch === epoch && compareReleases(v.release.slice(0, release.length), release) === 0
  return operator === '==' ? matches : not(matches)
}

function ordered(operator: string, bound: Pep440): Predicate | null {
  switch (operator) {
    case '<=':
      return (v) => comparePublic(v, bound) <= 0
    case '>=':
      return (v) => comparePublic(v, bound) >= 0
    case '<':
      return (v) => comparePep440(v, bound) < 0 && !isPreOf(v, bound)
    case '>':
      return (v) => comparePep440(v, bound) > 0 && !isPostOrLocalOf(v, bound)
    default:
      return compatibleRelease(bound)
  }
}

/** `<3.0` does not admit `3.0rc1`, unless it names a pre-release itself. */
function isPreOf(v: Pep440, bound: Pep440): boolean {
  if (bound.pre !== null || bound.dev !== null || (v.pre === null && v.dev === null)) return false
  return comparePep440(v, { ...bound, dev: '0' }) >= 0
}

/** `>1.7` admits neither `1.7.post1`, unless it names a post-release itself, nor `1.7+local`. */
function isPostOrLocalOf(v: Pep440, bound: Pep440): boolean {
  if (v.local !== null && comparePublic(v, bound) === 0) return true
  return bound.post === null && v.post !== null && comparePublic({ ...v, post: null, dev: null }, bound) === 0
}

/** `~=2.2.post3` is `>=2.2.post3,==2.*`. */
function compatibleRelease(bound: Pep440): Predicate | null {
  if (bound.release.length < 2) return null
  const start = bound.release.slice(0, -1)
  const end = bump(start, start.length - 1)
  return (v) => comparePublic(v, bound) >= 0 && v.epoch === bound.epoch && compareReleases(v.release, end) < 0
}
