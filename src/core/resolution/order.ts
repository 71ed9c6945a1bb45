import type { Release } from '../model/release.ts'
import type { ReadRelease } from '../strategies/contract.ts'
import type { Versioning } from '../versioning/contract.ts'

/** Newest first, by version and never by date. Equal versions in an order that does not depend on how upstream lists them. */
export function newestFirst(releases: readonly ReadRelease[], versioning: Versioning): ReadRelease[] {
  const order = (a: ReadRelease, b: ReadRelease) => versioning.compare(b.parsed, a.parsed) || compareReleases(a.release, b.release)
  // Most upstreams list them so.
  const isInOrder = releases.every((one, at) => at === 0 || order(releases[at - 1] ?? one, one) <= 0)
  return isInOrder ? [...releases] : [...releases].sort(order)
}

/** Highest tag first, and two of the same tag by all that is known of them. */
export function compareReleases(a: Release, b: Release): number {
  return compareTags(b.tag, a.tag) || compareText(JSON.stringify(a), JSON.stringify(b))
}

/** Texts with their numbers as numbers: `bookworm-9` before `bookworm-10`. A total order. */
export function compareTags(a: string, b: string): number {
  const [one, other] = [pieces(a), pieces(b)]
  for (let index = 0; index < Math.min(one.length, other.length); index += 1) {
    const order = comparePieces(one[index] ?? '', other[index] ?? '')
    if (order !== 0) return order
  }
  return one.length - other.length || compareText(a, b)
}

/** By UTF-16 code units: the same on every machine. */
export function compareText(a: string, b: string): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0
}

function pieces(text: string): string[] {
  return text.match(/\d+|\D+/g) ?? []
}

function comparePieces(a: string, b: string): number {
  if (!/^\d/.test(a) || !/^\d/.test(b)) return compareText(a, b)
  const [one, other] = [a.replace(/^0+(?=\d)/, ''), b.replace(/^0+(?=\d)/, '')]
  return one.length - other.length || compareText(one, other)
}
