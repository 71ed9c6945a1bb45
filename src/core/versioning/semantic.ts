import type { Distance } from '../model/upgrade.ts'
import type { Order, Parts } from './contract.ts'
import { releaseDistance } from './distance.ts'
import { compareNumerals, compareReleases, compareText, MAX_VERSION_LENGTH, type Numeral, part } from './numeral.ts'

/** A version by SemVer 2.0, numbers of any size. Shared by the schemes that are SemVer at heart. */
export interface Semantic {
  /** As it was written. */
  text: string
  /** Three numbers. */
  release: readonly Numeral[]
  /** Dot-separated identifiers; empty for a release. */
  pre: readonly string[]
  build: string | null
}

const NUMBER = '(0|[1-9]\\d*)'
const SEMANTIC = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-([0-9A-Za-z.-]+))?(?:\\+([0-9A-Za-z.-]+))?$`)
const DIGITS = /^\d+$/

/** Strict SemVer 2.0 (https://semver.org/#backusnaur-form-grammar-for-valid-semver-versions); null for anything else, a leading `v` included. */
export function parseSemantic(text: string): Semantic | null {
  if (text.length > MAX_VERSION_LENGTH) return null
  const found = SEMANTIC.exec(text)
  if (found === null) return null
  const [, major = '', minor = '', patch = '', preText, buildText] = found
  const pre = preText === undefined ? [] : preText.split('.')
  if (!pre.every(isIdentifier)) return null
  if (buildText?.split('.').includes('')) return null
  return { text, release: [major, minor, patch], pre, build: buildText ?? null }
}

/** As `parseSemantic`, where one leading `v` is allowed, as tags have it. */
export function parseTag(text: string): Semantic | null {
  const found = text.length > MAX_VERSION_LENGTH ? null : parseSemantic(text.startsWith('v') ? text.slice(1) : text)
  return found === null ? null : { ...found, text }
}

function isIdentifier(identifier: string): boolean {
  return identifier !== '' && !(identifier.length > 1 && identifier.startsWith('0') && DIGITS.test(identifier))
}

/** Precedence by SemVer section 11: build metadata does not count. */
export function compareSemantic(a: Semantic, b: Semantic): Order {
  return compareReleases(a.release, b.release) || comparePre(a.pre, b.pre)
}

/** A release stands above its pre-releases; numeric identifiers below alphanumeric ones; fewer identifiers below more. */
export function comparePre(a: readonly string[], b: readonly string[]): Order {
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 0 : a.length === 0 ? 1 : -1
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at += 1) {
    const order = compareIdentifiers(a[at] ?? '', b[at] ?? '')
    if (order !== 0) return order
  }
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1
}

function compareIdentifiers(a: string, b: string): Order {
  const numericA = DIGITS.test(a)
  const numericB = DIGITS.test(b)
  if (numericA && numericB) return compareNumerals(a, b)
  if (numericA !== numericB) return numericA ? -1 : 1
  return compareText(a, b)
}

export function semanticDistance(a: Semantic, b: Semantic): Distance {
  const distance = releaseDistance(a.release, b.release)
  return distance === 'none' && comparePre(a.pre, b.pre) !== 0 ? 'prerelease' : distance
}

export function semanticParts(v: Semantic): Parts {
  return { major: part(v.release[0]), minor: part(v.release[1]), patch: part(v.release[2]) }
}
