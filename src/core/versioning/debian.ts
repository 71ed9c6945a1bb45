import type { Distance } from '../model/upgrade.ts'
import { type ConstraintGrammar, constraint } from './constraint.ts'
import type { Order, Versioning } from './contract.ts'
import { releaseDistance } from './distance.ts'
import { compareNumerals, dottedNumerals, MAX_VERSION_LENGTH, type Numeral, numeral, part } from './numeral.ts'

/** `epoch:upstream-revision`. */
export interface DebianVersion {
  text: string
  epoch: Numeral
  upstream: string
  revision: string
  release: readonly Numeral[]
}

/** Debian and Ubuntu packages, ordered as dpkg orders them: `~` stands before everything, even the end. */
export const debian: Versioning<DebianVersion> = {
  id: 'debian',
  label: 'Debian packages (dpkg)',
  docs: 'https://manpages.debian.org/stable/dpkg-dev/deb-version.7.en.html',
  parse,
  format: (v) => v.text,
  compare,
  isStable: (v) => !ANNOUNCES.test(v.upstream),
  distance,
  parts: (v) => ({ major: part(v.release[0]), minor: part(v.release[1]), patch: part(v.release[2]) }),
  rangeExamples: ['>= 2.31-13+deb11u5', '<< 3.0', '= 1:7.4p1-10'],
  range: (text) => constraint(GRAMMAR, text.replaceAll('<<', '<').replaceAll('>>', '>')),
}

const EPOCH = /^\d{1,10}$/
const UPSTREAM = /^\d[A-Za-z0-9.+~:-]*$/
const REVISION = /^[A-Za-z0-9.+~]+$/
const ANNOUNCES = /[~+.-](?:alpha|beta|rc|pre|dev|git|svn|bzr|hg|exp)/i

function parse(text: string): DebianVersion | null {
  if (text.length > MAX_VERSION_LENGTH) return null
  const colon = text.indexOf(':')
  const epoch = colon === -1 ? '0' : text.slice(0, colon)
  const rest = text.slice(colon + 1)
  const hyphen = rest.lastIndexOf('-')
  const upstream = hyphen === -1 ? rest : rest.slice(0, hyphen)
  const revision = hyphen === -1 ? '' : rest.slice(hyphen + 1)
  if (!EPOCH.test(epoch) || !UPSTREAM.test(upstream) || (hyphen !== -1 && !REVISION.test(revision))) return null
  return { text, epoch: numeral(epoch), upstream, revision, release: dottedNumerals(/^\d+(?:\.\d+)*/.exec(upstream)?.[0] ?? '0') }
}

function compare(a: DebianVersion, b: DebianVersion): Order {
  return compareNumerals(a.epoch, b.epoch) || compareParts(a.upstream, b.upstream) || compareParts(a.revision, b.revision)
}

/** Runs of non-digits and of digits in turn, from the left. */
function compareParts(a: string, b: string): Order {
  let [atA, atB] = [0, 0]
  while (atA < a.length || atB < b.length) {
    const [endA, endB] = [endOfWord(a, atA), endOfWord(b, atB)]
    const words = compareWords(a.slice(atA, endA), b.slice(atB, endB))
    if (words !== 0) return words
    atA = endOfNumber(a, endA)
    atB = endOfNumber(b, endB)
    const numbers = compareNumerals(numeral(a.slice(endA, atA) || '0'), numeral(b.slice(endB, atB) || '0'))
    if (numbers !== 0) return numbers
  }
  return 0
}

function endOfWord(text: string, from: number): number {
  let at = from
  while (at < text.length && !isDigit(text, at)) at += 1
  return at
}

function endOfNumber(text: string, from: number): number {
  let at = from
  while (at < text.length && isDigit(text, at)) at += 1
  return at
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57
}

function compareWords(a: string, b: string): Order {
  const length = Math.max(a.length, b.length)
  for (let at = 0; at < length; at += 1) {
    const [weightA, weightB] = [weight(a, at), weight(b, at)]
    if (weightA !== weightB) return weightA < weightB ? -1 : 1
  }
  return 0
}

/** `~` below the end, the end below letters, letters below everything else. */
function weight(text: string, at: number): number {
  if (at >= text.length) return 0
  const code = text.charCodeAt(at)
  if (text[at] === '~') return -1
  return /[A-Za-z]/.test(text[at] ?? '') ? code : code + 256
}

function distance(a: DebianVersion, b: DebianVersion): Distance {
  if (compare(a, b) === 0) return 'none'
  if (a.epoch !== b.epoch) return 'major'
  const found = releaseDistance(a.release, b.release)
  return found === 'none' ? 'patch' : found
}

const GRAMMAR: ConstraintGrammar<DebianVersion> = { parse, compare, release: (v) => v.release }
