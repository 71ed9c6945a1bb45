import { DAY, type Duration, HOUR, MINUTE } from '../model/instant.ts'

/** Longest piece of foreign text that a reason carries, in UTF-16 code units. */
const LONGEST = 200

/** Foreign text on one line, without control characters, cut where it is long. Faces escape it further for their own format. */
export function clip(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1).trimEnd()}…`
}

/** The same, ending as a sentence does. */
export function closing(text: string): string {
  const line = clip(text)
  return /[.!?…]$/.test(line) ? line : `${line}.`
}

/** `3 days`, `36 hours`, `90 minutes`: the largest unit that is exact, else rounded to minutes. */
export function span(length: Duration): string {
  for (const [unit, name] of [
    [DAY, 'day'],
    [HOUR, 'hour'],
  ] as const) {
    if (length % unit === 0) return plural(length / unit, name)
  }
  return plural(Math.round(length / MINUTE), 'minute')
}

/** `1 release`, `2 releases`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}
