import type { Distance } from '../model/upgrade.ts'
import { MAX_RANGE_LENGTH } from './constraint.ts'
import type { Order, Versioning } from './contract.ts'
import { releaseDistance } from './distance.ts'
import { bump, compareNumerals, compareText, MAX_VERSION_LENGTH, type Numeral, numeral, part } from './numeral.ts'

/** A version by Gem::Version: numbers and words. A word makes it a pre-release. */
export interface RubyVersion {
  text: string
  segments: readonly string[]
  /** Without zeros at the end of the numbers and of the rest, which do not count in the order. */
  canonical: readonly string[]
  /** The numbers before the first word. */
  release: readonly Numeral[]
}

/** RubyGems. A leading `v` is read, as tags have it. */
export const ruby: Versioning<RubyVersion> = {
  id: 'ruby',
  label: 'RubyGems',
  docs: 'https://docs.ruby-lang.org/en/master/Gem/Version.html',
  parse: parseRuby,
  format: (v) => v.text,
  compare: compareRuby,
  isStable: (v) => !v.segments.some(isWord),
  distance: rubyDistance,
  parts: (v) => ({ major: part(v.release[0]), minor: part(v.release[1]), patch: part(v.release[2]) }),
  rangeExamples: ['~> 7.1', '~> 7.1.3', '>= 3.0.5, < 3.2', '!= 1.4.1'],
  range: requirement,
}

const VERSION = /^v?([0-9]+(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)$/
const SEGMENT = /[0-9]+|[a-z]+/gi

function parseRuby(text: string): RubyVersion | null {
  if (text.length > MAX_VERSION_LENGTH) return null
  const found = VERSION.exec(text.trim())?.[1]
  if (found === undefined) return null
  const segments = (found.replaceAll('-', '.pre.').match(SEGMENT) ?? []).map((segment) => (isWord(segment) ? segment : numeral(segment)))
  const firstWord = segments.findIndex(isWord)
  const release = firstWord === -1 ? segments : segments.slice(0, firstWord)
  const rest = firstWord === -1 ? [] : segments.slice(firstWord)
  return { text, segments, canonical: [...withoutZeros(release), ...withoutZeros(rest)], release }
}

function withoutZeros(segments: readonly string[]): readonly string[] {
  const last = segments.findLastIndex((segment) => segment !== '0')
  return segments.slice(0, last + 1)
}

function isWord(segment: string): boolean {
  return segment.charCodeAt(0) > 57
}

/** Segment by segment, a missing one being 0; words stand below numbers. */
function compareRuby(a: RubyVersion, b: RubyVersion): Order {
  const length = Math.max(a.canonical.length, b.canonical.length)
  for (let at = 0; at < length; at += 1) {
    const order = compareSegments(a.canonical[at] ?? '0', b.canonical[at] ?? '0')
    if (order !== 0) return order
  }
  return 0
}

function compareSegments(a: string, b: string): Order {
  const [wordA, wordB] = [isWord(a), isWord(b)]
  if (wordA !== wordB) return wordA ? -1 : 1
  return wordA ? compareText(a, b) : compareNumerals(a, b)
}

function rubyDistance(a: RubyVersion, b: RubyVersion): Distance {
  const distance = releaseDistance(a.release, b.release)
  return distance === 'none' && compareRuby(a, b) !== 0 ? 'prerelease' : distance
}

type Predicate = (v: RubyVersion) => boolean

const REQUIREMENT = /^(=|!=|>=|<=|~>|>|<)?\s*([^\s=<>!~].*)$/

/** Comma-separated requirements, all of which must hold; quotes as in a Gemfile are allowed around each. */
function requirement(text: string): Predicate | null {
  if (text.length > MAX_RANGE_LENGTH) return null
  const all: Predicate[] = []
  for (const word of text.split(',')) {
    const one = single(unquoted(word.trim()))
    if (one === null) return null
    all.push(one)
  }
  return (v) => all.every((holds) => holds(v))
}

function unquoted(text: string): string {
  const quoted = text.length > 1 && (text[0] === '"' || text[0] === "'") && text.at(-1) === text[0]
  return quoted ? text.slice(1, -1).trim() : text
}

function single(text: string): Predicate | null {
  const [, operator = '=', operand = ''] = REQUIREMENT.exec(text) ?? []
  const bound = parseRuby(operand)
  if (bound === null) return null
  const order = (v: RubyVersion): Order => compareRuby(v, bound)
  switch (operator) {
    case '=':
      return (v) => order(v) === 0
    case '!=':
      return (v) => order(v) !== 0
    case '>':
      return (v) => order(v) > 0
    case '>=':
      return (v) => order(v) >= 0
    case '<':
      return (v) => order(v) < 0
    case '<=':
      return (v) => order(v) <= 0
    default:
      return pessimistic(bound)
  }
}

/** `~> 7.1.3` is `>= 7.1.3` and, pre-releases counted as their release, `< 7.2`. */
function pessimistic(bound: RubyVersion): Predicate {
  const release = bound.release.slice(0, Math.max(1, bound.release.length - 1))
  const end = { ...bound, canonical: bump(release, release.length - 1) }
  return (v) => compareRuby(v, bound) >= 0 && compareRuby({ ...v, canonical: withoutZeros(v.release) }, end) < 0
}
