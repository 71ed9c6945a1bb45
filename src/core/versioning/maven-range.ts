import { MAX_RANGE_LENGTH } from './constraint.ts'
import type { Order } from './contract.ts'

type Predicate<V> = (v: V) => boolean

interface Interval<V> {
  lower: { version: V; inclusive: boolean } | null
  upper: { version: V; inclusive: boolean } | null
}

/**
 * Maven's version ranges: intervals joined by commas, of which one must hold; `]1.0,2.0[` as Gradle and Ivy write them is read too.
 * A bare version, for Maven only a recommendation, means exactly that version. A list that runs backwards or overlaps is no range.
 */
export function mavenRange<V>(text: string, parse: (text: string) => V | null, compare: (a: V, b: V) => Order): Predicate<V> | null {
  if (text.length > MAX_RANGE_LENGTH) return null
  const trimmed = text.trim()
  if (!/^[[\](]/.test(trimmed)) {
    const exact = parse(trimmed)
    return exact === null ? null : (v) => compare(v, exact) === 0
  }
  const intervals = readIntervals(trimmed, parse, compare)
  return intervals === null ? null : (v) => intervals.some((interval) => contains(interval, v, compare))
}

const INTERVAL = /^([[\](])([^[\](),]*)(?:(,)([^[\](),]*))?([[\])])\s*(,?)\s*/

function readIntervals<V>(text: string, parse: (text: string) => V | null, compare: (a: V, b: V) => Order): Interval<V>[] | null {
  const intervals: Interval<V>[] = []
  let rest = text
  let comma = true
  while (rest !== '') {
    const found = INTERVAL.exec(rest)
    if (found === null || !comma) return null
    const interval = readInterval(found, parse, compare)
    if (interval === null || overlaps(intervals.at(-1), interval, compare)) return null
    intervals.push(interval)
    rest = rest.slice(found[0].length)
    comma = found[6] === ','
  }
  return comma ? null : intervals
}

function readInterval<V>(found: RegExpExecArray, parse: (text: string) => V | null, compare: (a: V, b: V) => Order): Interval<V> | null {
  const [, open, low = '', comma, high = '', close] = found
  const [from, to] = [open === '[', close === ']']
  if (comma === undefined) {
    const exact = parse(low.trim())
    return exact === null || !from || !to
      ? null
      : { lower: { version: exact, inclusive: true }, upper: { version: exact, inclusive: true } }
  }
  const lower = bound(low.trim(), from, parse)
  const upper = bound(high.trim(), to, parse)
  if (lower === undefined || upper === undefined) return null
  if (lower !== null && upper !== null) {
    const order = compare(lower.version, upper.version)
    if (order > 0 || (order === 0 && !(from && to))) return null
  }
  return { lower, upper }
}

function bound<V>(
  text: string,
  inclusive: boolean,
  parse: (text: string) => V | null,
): { version: V; inclusive: boolean } | null | undefined {
  if (text === '') return null
  const version = parse(text)
  return version === null ? undefined : { version, inclusive }
}

/** As Maven sees it: behind an interval that is open above it looks no further. */
function overlaps<V>(before: Interval<V> | undefined, after: Interval<V>, compare: (a: V, b: V) => Order): boolean {
  const end = before?.upper ?? null
  return end !== null && (after.lower === null || compare(after.lower.version, end.version) < 0)
}

function contains<V>(interval: Interval<V>, v: V, compare: (a: V, b: V) => Order): boolean {
  const { lower, upper } = interval
  if (lower !== null && compare(v, lower.version) < (lower.inclusive ? 0 : 1)) return false
  return upper === null || compare(v, upper.version) <= (upper.inclusive ? 0 : -1)
}
