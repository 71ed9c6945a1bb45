import type { Order } from '../../versioning/contract.ts'
import { compareNumerals, compareReleases, dottedNumerals, MAX_VERSION_LENGTH, type Numeral } from '../../versioning/numeral.ts'
import type { VersionOrder } from './contract.ts'

/** A version of a PHP package: numbers, how stable it is, and whether it leads up to that. */
export interface ComposerVersion {
  release: readonly Numeral[]
  stability: number
  numbers: readonly Numeral[]
  dev: boolean
}

const VERSION = /^v?(\d+(?:\.\d+)*)(?:[._-]?(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?\d)*))?([.-]?dev)?(?:\+\S*)?$/i
const STABILITY: Readonly<Record<string, number>> = { alpha: 1, a: 1, beta: 2, b: 2, rc: 3, stable: 4, patch: 5, pl: 5, p: 5 }

/** Packagist, by Composer's own reading: dev < alpha < beta < RC < release < patch (https://getcomposer.org/doc/articles/versions.md). */
export const composer: VersionOrder<ComposerVersion> = { parse, compare }

function parse(text: string): ComposerVersion | null {
  const trimmed = text.trim()
  const found = trimmed.length > MAX_VERSION_LENGTH ? null : VERSION.exec(trimmed)
  if (found === null) return null
  const [, release = '', word, numbers = '', dev] = found
  return {
    release: dottedNumerals(release),
    stability: STABILITY[(word ?? (dev === undefined ? 'stable' : '')).toLowerCase()] ?? 0,
    numbers: numbers.match(/\d+/g)?.flatMap(dottedNumerals) ?? [],
    dev: dev !== undefined,
  }
}

function compare(a: ComposerVersion, b: ComposerVersion): Order {
  return (
    compareReleases(a.release, b.release) ||
    compareNumerals(String(a.stability), String(b.stability)) ||
    compareReleases(a.numbers, b.numbers) ||
    (a.dev === b.dev ? 0 : a.dev ? -1 : 1)
  )
}
