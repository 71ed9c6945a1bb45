import type { Order } from './contract.ts'

/**
 * A whole number as its digits, without leading zeros. Version numbers outgrow doubles (`2026051723231779060208` is a real tag),
 * and comparing two short texts is as quick as comparing two numbers.
 */
export type Numeral = string

/** No version is longer; what is longer is hostile or no version at all. */
export const MAX_VERSION_LENGTH = 256

export function numeral(digits: string): Numeral {
  let start = 0
  while (start < digits.length - 1 && digits.charCodeAt(start) === 48) start += 1
  return start === 0 ? digits : digits.slice(start)
}

export function compareNumerals(a: Numeral, b: Numeral): Order {
  if (a === b) return 0
  if (a.length !== b.length) return a.length < b.length ? -1 : 1
  return a < b ? -1 : 1
}

/** By code unit: locale must not change what is newest. */
export function compareText(a: string, b: string): Order {
  return a === b ? 0 : a < b ? -1 : 1
}

/** `1.2.3` as `['1', '2', '3']`; the text must be digits and dots. */
export function dottedNumerals(text: string): Numeral[] {
  return text.split('.').map(numeral)
}

/** Compares dotted numbers, a missing one being 0: `27.1` equals `27.1.0`. */
export function compareReleases(a: readonly Numeral[], b: readonly Numeral[]): Order {
  const length = Math.max(a.length, b.length)
  for (let at = 0; at < length; at += 1) {
    const order = compareNumerals(a[at] ?? '0', b[at] ?? '0')
    if (order !== 0) return order
  }
  return 0
}

/** The release that follows all those which begin like `release` up to and including `at`: (`1.2.3`, 1) gives `1.3`. */
export function bump(release: readonly Numeral[], at: number): Numeral[] {
  return [...release.slice(0, at), (BigInt(release[at] ?? '0') + 1n).toString()]
}

/** A part as a number for readers; null where it is absent. */
export function part(value: Numeral | undefined): number | null {
  return value === undefined ? null : Number(value)
}
