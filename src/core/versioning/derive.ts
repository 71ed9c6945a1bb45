import type { Distance } from '../model/upgrade.ts'
import type { Order, RangeOptions, Versioning } from './contract.ts'

/** A text and what a scheme made of it: parse once, compare often. */
export interface Read<V = unknown> {
  text: string
  version: V
}

/** The texts that are versions of the scheme, in their order; the others are left out. */
export function readAll<V>(versioning: Versioning<V>, texts: readonly string[]): Read<V>[] {
  const read: Read<V>[] = []
  for (const text of texts) {
    const version = versioning.parse(text)
    if (version !== null) read.push({ text, version })
  }
  return read
}

/** Lowest first; texts that are no versions are left out, equal ones keep their order. */
export function sortVersions(versioning: Versioning, texts: readonly string[]): string[] {
  return readAll(versioning, texts)
    .sort((a, b) => versioning.compare(a.version, b.version))
    .map(({ text }) => text)
}

/** The highest version, the first of equal ones; null where none of the texts is a version. */
export function maxVersion(versioning: Versioning, texts: readonly string[]): string | null {
  return best(versioning, readAll(versioning, texts), 1)
}

/** The lowest version, the first of equal ones; null where none of the texts is a version. */
export function minVersion(versioning: Versioning, texts: readonly string[]): string | null {
  return best(versioning, readAll(versioning, texts), -1)
}

function best<V>(versioning: Versioning<V>, versions: readonly Read<V>[], wanted: Order): string | null {
  let found: Read<V> | undefined
  for (const one of versions) {
    if (found === undefined || versioning.compare(one.version, found.version) === wanted) found = one
  }
  return found?.text ?? null
}

/** Whether a version is in a range. Null where the range is none of the scheme; false where the text is no version. */
export function satisfies(versioning: Versioning, text: string, range: string, options?: RangeOptions): boolean | null {
  const inRange = versioning.range(range, options)
  if (inRange === null) return null
  const version = parseLeniently(versioning, text, options?.loose ?? false)
  return version === null ? false : inRange(version)
}

/** The highest version in the range; null where there is none, or no such range. */
export function maxSatisfying(versioning: Versioning, texts: readonly string[], range: string, options?: RangeOptions): string | null {
  return best(versioning, allSatisfying(versioning, texts, range, options), 1)
}

/** The lowest version in the range; null where there is none, or no such range. */
export function minSatisfying(versioning: Versioning, texts: readonly string[], range: string, options?: RangeOptions): string | null {
  return best(versioning, allSatisfying(versioning, texts, range, options), -1)
}

function allSatisfying(versioning: Versioning, texts: readonly string[], range: string, options?: RangeOptions): Read[] {
  const inRange = versioning.range(range, options)
  return inRange === null ? [] : readAll(versioning, texts).filter(({ version }) => inRange(version))
}

/** Strictly first, then, where asked or where nothing else reads it, as loosely as the scheme can. */
export function parseLeniently(versioning: Versioning, text: string, loose = true): unknown {
  return versioning.parse(text) ?? (loose ? (versioning.parseLoose?.(text) ?? null) : null)
}

/** Null where one of the texts is no version. */
export function compareTexts(versioning: Versioning, a: string, b: string): Order | null {
  const [left, right] = [parseLeniently(versioning, a), parseLeniently(versioning, b)]
  return left === null || right === null ? null : versioning.compare(left, right)
}

/** Null where one of the texts is no version. */
export function distanceOf(versioning: Versioning, a: string, b: string): Distance | null {
  const [left, right] = [parseLeniently(versioning, a), parseLeniently(versioning, b)]
  return left === null || right === null ? null : versioning.distance(left, right)
}

/**
 * Whether a step may break by its numbers alone: a major one (below 1.0.0 a minor one, in `cargo` below 0.1.0 any), or one from or to a
 * pre-release, for which SemVer section 9 promises nothing. Dates and calendar versions tell nothing, so they do not break.
 */
export function isBreaking(versioning: Versioning, from: unknown, to: unknown): boolean {
  if (versioning.compare(from, to) === 0) return false
  const distance = versioning.distance(from, to)
  if (distance === 'major') return true
  return distance !== 'other' && !(versioning.isStable(from) && versioning.isStable(to))
}

/** Whether a step keeps the flavour; schemes without flavours always do. */
export function isCompatible(versioning: Versioning, from: unknown, to: unknown): boolean {
  return versioning.compatible?.(from, to) ?? true
}

/**
 * The newest stable version above `current` that keeps its flavour. Where there is none, the newest that may follow it otherwise
 * (`follows`). Null where `current` is the newest, or no version.
 */
export function nextVersion(versioning: Versioning, current: string, candidates: readonly string[]): string | null {
  const from = parseLeniently(versioning, current)
  if (from === null) return null
  const newer = readAll(versioning, candidates).filter(
    ({ version }) => versioning.isStable(version) && versioning.compare(version, from) > 0,
  )
  const compatible = newer.filter(({ version }) => isCompatible(versioning, from, version))
  if (compatible.length > 0 || versioning.follows === undefined) return best(versioning, compatible, 1)
  return best(
    versioning,
    newer.filter(({ version }) => versioning.follows?.(from, version) ?? false),
    1,
  )
}
