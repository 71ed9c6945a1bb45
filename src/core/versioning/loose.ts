import type { Distance } from '../model/upgrade.ts'
import { type ConstraintGrammar, constraint } from './constraint.ts'
import type { Order, Versioning } from './contract.ts'
import { releaseDistance } from './distance.ts'
import { compareNumerals, dottedNumerals, MAX_VERSION_LENGTH, type Numeral, part } from './numeral.ts'
import { compareQualifiers, isPrerelease, isWildcard, parseQualifier, type Qualifier } from './qualifier.ts'

/** Dotted numbers and whatever stands behind them. */
export interface LooseVersion {
  text: string
  release: readonly Numeral[]
  qualifier: Qualifier
}

/** For everything that has no scheme of its own: up to six dotted numbers, then words and numbers. */
export const loose: Versioning<LooseVersion> = {
  id: 'loose',
  label: 'Nearly anything that begins with a number',
  docs: 'docs/versioning.md',
  parse: parseLooseVersion,
  format: (v) => v.text,
  compare: compareLoose,
  isStable: (v) => !isPrerelease(v.qualifier),
  distance: looseDistance,
  parts: (v) => ({ major: part(v.release[0]), minor: part(v.release[1]), patch: part(v.release[2]) }),
  rangeExamples: ['>=1.4 <2', '^1.4', '~> 1.4.2', '1.4.x', '!=1.5.0'],
  range: (text) => constraint(GRAMMAR, text),
}

const VERSION = /^v?(\d+(?:\.\d+)*)([\w.+~:/-]*)$/i
const MAX_NUMBERS = 6
const COMMIT = /^[0-9a-f]{7,40}$/
const DIGITS = /^\d+$/

export function parseLooseVersion(text: string): LooseVersion | null {
  if (text.length > MAX_VERSION_LENGTH || isCommit(text) || isWildcard(text)) return null
  const [, release, rest = ''] = VERSION.exec(text) ?? []
  const numbers = dottedNumerals(release ?? '')
  if (release === undefined || numbers.length > MAX_NUMBERS) return null
  return { text, release: numbers, qualifier: parseQualifier(rest) }
}

/** Seven to forty lower-case hex digits with a letter among them: how git and registries write a commit. */
export function isCommit(text: string): boolean {
  return COMMIT.test(text) && !DIGITS.test(text)
}

/** Number by number, where a version with fewer numbers stands below one that goes on; then word by word. */
function compareLoose(a: LooseVersion, b: LooseVersion): Order {
  const length = Math.min(a.release.length, b.release.length)
  for (let at = 0; at < length; at += 1) {
    const order = compareNumerals(a.release[at] ?? '0', b.release[at] ?? '0')
    if (order !== 0) return order
  }
  if (a.release.length !== b.release.length) return a.release.length < b.release.length ? -1 : 1
  return compareQualifiers(a.qualifier, b.qualifier)
}

function looseDistance(a: LooseVersion, b: LooseVersion): Distance {
  if (compareLoose(a, b) === 0) return 'none'
  const distance = releaseDistance(a.release, b.release)
  if (distance !== 'none') return distance
  return isPrerelease(a.qualifier) || isPrerelease(b.qualifier) ? 'prerelease' : 'patch'
}

const GRAMMAR: ConstraintGrammar<LooseVersion> = { parse: parseLooseVersion, compare: compareLoose, release: (v) => v.release }
