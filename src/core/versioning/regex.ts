import type { Distance } from '../model/upgrade.ts'
import { compilePattern, isPattern, type Pattern } from '../text/pattern.ts'
import { type ConstraintGrammar, constraint } from './constraint.ts'
import type { Order, Versioning } from './contract.ts'
import { releaseDistance } from './distance.ts'
import { compareReleases, dottedNumerals, MAX_VERSION_LENGTH, type Numeral, part } from './numeral.ts'
import { compareQualifiers, parseQualifier, type Qualifier } from './qualifier.ts'

/** What the named groups of the user's pattern took out of a version. */
export interface PatternVersion {
  text: string
  /** major, minor, patch, build, revision; up to the last that the pattern has. */
  release: readonly Numeral[]
  pre: Qualifier
  /** Whether the group `prerelease` matched anything. */
  isPre: boolean
  compatibility: string
}

const NUMBER_GROUPS = ['major', 'minor', 'patch', 'build', 'revision'] as const

/** Used where the id is `regex` alone. */
export const DEFAULT_PATTERN =
  '^[^0-9]*(?P<major>[0-9]+)(?:[._](?P<minor>[0-9]+))?(?:[._](?P<patch>[0-9]+))?(?:[._](?P<build>[0-9]+))?(?:[._-]?(?P<prerelease>(?:alpha|beta|rc|dev|pre)[0-9A-Za-z.]*))?(?:-(?P<compatibility>[0-9A-Za-z._-]*))?$'

/**
 * A scheme from an RE2 pattern with the named groups `major`, `minor`, `patch`, `build`, `revision`, `prerelease`, `compatibility`, or with
 * `version` for dotted numbers as a whole. Returns the reason where the pattern cannot be read or names none of them.
 */
export function regexVersioning(source: string): Versioning<PatternVersion> | { error: string } {
  const pattern = compilePattern(source)
  if (!isPattern(pattern)) return { error: `the pattern is no RE2 pattern: ${pattern.error}` }
  if (!/\(\?P?<(?:major|minor|patch|build|revision|version)>/.test(source))
    return { error: 'the pattern has no named group `major`, `minor`, `patch`, `build`, `revision` or `version`' }
  return scheme(() => pattern)
}

function scheme(pattern: () => Pattern): Versioning<PatternVersion> {
  const parse = (text: string): PatternVersion | null => readVersion(pattern(), text)
  const grammar: ConstraintGrammar<PatternVersion> = { parse, compare, release: (v) => v.release }
  return {
    id: 'regex',
    label: 'Named groups of a regular expression (RE2)',
    docs: 'https://github.com/google/re2/wiki/Syntax',
    parse,
    format: (v) => v.text,
    compare,
    isStable: (v) => !v.isPre,
    distance,
    parts: (v) => ({ major: part(v.release[0]), minor: part(v.release[1]), patch: part(v.release[2]) }),
    rangeExamples: ['>=1.4 <2', '^1.4', '1.x'],
    range: (text) => constraint(grammar, text),
    compatible: (a, b) => a.compatibility === b.compatibility,
  }
}

/** The scheme for texts that only need their numbers found; users write `regex:` and their own pattern behind it. */
export const regex: Versioning<PatternVersion> = scheme(defaultPattern)

let compiled: Pattern | undefined

/** Compiled with its first use: hardly any run needs it, and all would wait for it. */
function defaultPattern(): Pattern {
  if (compiled !== undefined) return compiled
  const pattern = compilePattern(DEFAULT_PATTERN)
  if (!isPattern(pattern)) throw new Error(pattern.error)
  compiled = pattern
  return pattern
}

/**
 * What the pattern's group `version` takes from a tag: `^v(?<version>.+)$` takes `1.2.3` from `v1.2.3`. Null where the pattern does not match
 * or the group took no part; a reason where it is no RE2 pattern or has no such group.
 */
export function extractVersion(source: string, tag: string): { version: string | null } | { error: string } {
  const pattern = compilePattern(source)
  if (!isPattern(pattern)) return { error: `the pattern is no RE2 pattern: ${pattern.error}` }
  if (!/\(\?P?<version>/.test(source)) return { error: 'the pattern has no named group `version`' }
  return { version: tag.length > MAX_VERSION_LENGTH ? null : (pattern.exec(tag)?.groups['version']?.text ?? null) }
}

function readVersion(pattern: Pattern, text: string): PatternVersion | null {
  const groups = text.length > MAX_VERSION_LENGTH ? undefined : pattern.exec(text)?.groups
  if (groups === undefined) return null
  const whole = groups['version']?.text
  const numbers = NUMBER_GROUPS.map((name) => groups[name]?.text)
  const release = numbers.some((number) => number !== undefined) ? numbersOf(numbers) : headOf(whole ?? '')
  if (release === null) return null
  const pre = groups['prerelease']?.text ?? ''
  return { text, release, pre: parseQualifier(pre), isPre: pre !== '', compatibility: groups['compatibility']?.text ?? '' }
}

/** A group that is absent in the middle is 0. */
function numbersOf(numbers: readonly (string | undefined)[]): Numeral[] | null {
  const last = numbers.findLastIndex((number) => number !== undefined)
  const found = numbers.slice(0, last + 1).map((number) => number ?? '0')
  return found.every((number) => /^\d+$/.test(number)) ? dottedNumerals(found.join('.')) : null
}

function headOf(version: string): Numeral[] | null {
  const head = /^\d+(?:[._]\d+)*/.exec(version)?.[0]
  return head === undefined ? null : dottedNumerals(head.replaceAll('_', '.'))
}

/** A pre-release of any name stands below its release. */
function compare(a: PatternVersion, b: PatternVersion): Order {
  const order = compareReleases(a.release, b.release)
  if (order !== 0) return order
  if (a.isPre !== b.isPre) return a.isPre ? -1 : 1
  return compareQualifiers(a.pre, b.pre)
}

function distance(a: PatternVersion, b: PatternVersion): Distance {
  const found = releaseDistance(a.release, b.release)
  return found === 'none' && compare(a, b) !== 0 ? 'prerelease' : found
}
