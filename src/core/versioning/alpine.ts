import type { Distance } from '../model/upgrade.ts'
import { type ConstraintGrammar, constraint } from './constraint.ts'
import type { Order, Versioning } from './contract.ts'
import { releaseDistance } from './distance.ts'
import { compareNumerals, compareText, MAX_VERSION_LENGTH, type Numeral, numeral, part } from './numeral.ts'

/** `1.2.3a_rc1_git20240101~abcdef-r4`. */
export interface AlpineVersion {
  text: string
  /** Digits as written: behind the first, a leading zero makes them compare as text (`1.05` < `1.1`). */
  numbers: readonly string[]
  letter: string
  suffixes: readonly { rank: number; number: Numeral | null }[]
  hash: string
  revision: Numeral | null
}

/** Alpine packages, ordered as apk orders them: pre-release suffixes below the version, the others above it. */
export const alpine: Versioning<AlpineVersion> = {
  id: 'alpine',
  label: 'Alpine packages (apk)',
  docs: 'https://wiki.alpinelinux.org/wiki/APKBUILD_Reference#pkgver',
  parse,
  format: (v) => v.text,
  compare,
  isStable: (v) => v.suffixes.every((suffix) => suffix.rank > 0),
  distance,
  parts: (v) => ({ major: part(v.numbers[0]), minor: part(v.numbers[1]), patch: part(v.numbers[2]) }),
  rangeExamples: ['>=3.0.12-r2', '<3.1', '=1.36.1-r15'],
  range: (text) => constraint(GRAMMAR, text),
}

const VERSION = /^(\d+(?:\.\d+)*)([a-z]?)((?:_[a-z]+\d*)*)(?:~([0-9a-f]+))?(?:-r(\d+))?$/
const SUFFIX = /_([a-z]+)(\d*)/g
const SUFFIX_RANK: Readonly<Record<string, number>> = { alpha: -4, beta: -3, pre: -2, rc: -1, cvs: 1, svn: 2, git: 3, hg: 4, p: 5 }

function parse(text: string): AlpineVersion | null {
  const found = text.length > MAX_VERSION_LENGTH ? null : VERSION.exec(text)
  if (found === null) return null
  const [, numbers = '', letter = '', suffixText = '', hash = '', revision] = found
  const suffixes: { rank: number; number: Numeral | null }[] = []
  for (const [, word = '', number = ''] of suffixText.matchAll(SUFFIX)) {
    const rank = Object.hasOwn(SUFFIX_RANK, word) ? SUFFIX_RANK[word] : undefined
    if (rank === undefined) return null
    suffixes.push({ rank, number: number === '' ? null : numeral(number) })
  }
  return { text, numbers: numbers.split('.'), letter, suffixes, hash, revision: revision === undefined ? null : numeral(revision) }
}

/** A version that goes on with a number, letter, suffix, hash or revision where the other ends stands above it, unless by a pre-release suffix. */
function compare(a: AlpineVersion, b: AlpineVersion): Order {
  return (
    compareNumbers(a.numbers, b.numbers) ||
    compareText(a.letter, b.letter) ||
    compareSuffixes(a, b) ||
    compareText(a.hash, b.hash) ||
    compareNumerals(a.revision === null ? '' : a.revision, b.revision === null ? '' : b.revision)
  )
}

function compareNumbers(a: readonly string[], b: readonly string[]): Order {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at += 1) {
    const [left, right] = [a[at] ?? '', b[at] ?? '']
    const asText = at > 0 && (left.startsWith('0') || right.startsWith('0'))
    const order = asText ? compareText(left, right) : compareNumerals(numeral(left), numeral(right))
    if (order !== 0) return order
  }
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1
}

/** Word, then what follows it; a missing word stands between the pre-release suffixes and the others. */
function compareSuffixes(a: AlpineVersion, b: AlpineVersion): Order {
  const length = Math.max(a.suffixes.length, b.suffixes.length)
  for (let at = 0; at < length; at += 1) {
    const [rankA, rankB] = [a.suffixes[at]?.rank ?? 0, b.suffixes[at]?.rank ?? 0]
    if (rankA !== rankB) return rankA < rankB ? -1 : 1
    const [behindA, behindB] = [behindSuffix(a, at), behindSuffix(b, at)]
    if (behindA !== behindB) return behindA < behindB ? -1 : 1
    const order = compareNumerals(a.suffixes[at]?.number ?? '0', b.suffixes[at]?.number ?? '0')
    if (order !== 0) return order
  }
  return 0
}

/** Lowest first: a pre-release suffix, nothing of its own, the suffix's number, another suffix. */
function behindSuffix(v: AlpineVersion, at: number): number {
  if ((v.suffixes[at]?.number ?? null) !== null) return 1
  const next = v.suffixes[at + 1]?.rank ?? 0
  return next === 0 ? 0 : next < 0 ? -1 : 2
}

function distance(a: AlpineVersion, b: AlpineVersion): Distance {
  if (compare(a, b) === 0) return 'none'
  const found = releaseDistance(a.numbers.map(numeral), b.numbers.map(numeral))
  if (found !== 'none') return found
  return alpine.isStable(a) && alpine.isStable(b) ? 'patch' : 'prerelease'
}

const GRAMMAR: ConstraintGrammar<AlpineVersion> = { parse, compare, release: (v) => v.numbers.map(numeral) }
