import type { Order } from '../versioning/contract.ts'
import { orderOf, versionOrder } from './ecosystems.ts'
import type { VersionOrder } from './orders/contract.ts'
import type { OsvAffected, OsvEvent, OsvRange } from './osv-record.ts'

/** What evaluation says of one version: affected, not affected, or not to be placed in the order of the ranges. */
export type Verdict = 'affected' | 'safe' | 'unreadable'

/** An entry of `affected[]`, ready to be asked; parsed on the first question, for most are never asked. */
export type Test = (version: string) => Verdict

/** Everything that happens at one version of a range. `last_affected` takes effect right above it. */
interface Turn {
  at: unknown
  introduced: number
  fixed: number
  lastAffected: number
}

/** A range with its own order; `turns` lowest first. */
interface Span {
  order: VersionOrder
  turns: readonly Turn[]
  limits: readonly unknown[]
}

/** A test for one entry, by the algorithm of https://ossf.github.io/osv-schema/#evaluation. */
export function testOf(affected: OsvAffected): Test {
  let prepared: ReturnType<typeof prepare> | undefined
  return (version) => {
    prepared ??= prepare(affected)
    const { listed, listedAlike, spans } = prepared
    if (listed.has(version) || listedAlike(version)) return 'affected'
    let unreadable = false
    for (const span of spans) {
      const parsed = span.order.parse(version)
      if (parsed === null) unreadable = true
      else if (isWithin(span, parsed)) return 'affected'
    }
    return unreadable ? 'unreadable' : 'safe'
  }
}

function prepare(affected: OsvAffected) {
  return {
    listed: new Set(affected.versions),
    listedAlike: alikeTest(affected),
    spans: affected.ranges.flatMap((range) => spanOf(range, affected.ecosystem)),
  }
}

/** Whether a version equals a listed one in the ecosystem's order: `1.0` and `1.0.0` of PyPI, `v1.2.3` and `1.2.3` of Go. */
function alikeTest({ ecosystem, versions }: OsvAffected): (version: string) => boolean {
  const order = versionOrder(ecosystem)
  if (order === null || versions.length === 0) return () => false
  let sorted: unknown[] | undefined
  return (version) => {
    const wanted = order.parse(version)
    if (wanted === null) return false
    sorted ??= versions
      .map((one) => order.parse(one))
      .filter((one) => one !== null)
      .sort((a, b) => order.compare(a, b))
    return hasEqual(sorted, wanted, order)
  }
}

function hasEqual(sorted: readonly unknown[], wanted: unknown, order: VersionOrder): boolean {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const found: Order = order.compare(sorted[middle], wanted)
    if (found === 0) return true
    if (found < 0) low = middle + 1
    else high = middle
  }
  return false
}

/** `"0"` stands below every version. */
const BELOW_ALL = Symbol('below every version')

/**
 * A bound that cannot be read must not let a version pass: an `introduced` counts from the beginning, a `fixed`, `last_affected` or `limit`
 * ends nothing. A range without a version order says nothing.
 */
function spanOf(range: OsvRange, ecosystem: string): Span[] {
  const order = orderOf(ecosystem, range.type)
  if (order === null || !range.events.some(({ kind }) => kind === 'introduced')) return []
  const bounds = range.events
    .filter(({ kind }) => kind !== 'limit')
    .map((event) => ({ kind: event.kind, at: boundOf(event, order) }))
    .filter(({ at }) => at !== null)
    .sort((a, b) => compareBounds(a.at, b.at, order))
  const turns: Turn[] = []
  for (const { kind, at } of bounds) {
    const last = turns.at(-1)
    const turn = last !== undefined && compareBounds(last.at, at, order) === 0 ? last : newTurn(turns, at)
    if (kind === 'introduced') turn.introduced += 1
    else if (kind === 'fixed') turn.fixed += 1
    else turn.lastAffected += 1
  }
  return [{ order, turns, limits: limitsOf(range.events, order) }]
}

function boundOf({ kind, version }: OsvEvent, order: VersionOrder): unknown {
  if (kind === 'introduced') return version === '0' ? BELOW_ALL : (order.parse(version) ?? BELOW_ALL)
  return order.parse(version)
}

function newTurn(turns: Turn[], at: unknown): Turn {
  const turn = { at, introduced: 0, fixed: 0, lastAffected: 0 }
  turns.push(turn)
  return turn
}

function compareBounds(a: unknown, b: unknown, order: VersionOrder): number {
  if (a === BELOW_ALL || b === BELOW_ALL) return a === b ? 0 : a === BELOW_ALL ? -1 : 1
  return order.compare(a, b)
}

/** Empty: no limit. A version must stand below one of them. */
function limitsOf(events: readonly OsvEvent[], order: VersionOrder): unknown[] {
  const limits = events.filter(({ kind }) => kind === 'limit')
  const parsed = limits.map(({ version }) => (version.includes('*') ? null : order.parse(version)))
  return parsed.includes(null) ? [] : parsed
}

function isWithin({ order, turns, limits }: Span, version: unknown): boolean {
  if (limits.length > 0 && !limits.some((limit) => order.compare(version, limit) < 0)) return false
  let inside = false
  for (const turn of turns) {
    const place = turn.at === BELOW_ALL ? 1 : order.compare(version, turn.at)
    if (place < 0) break
    inside = afterTurn(turn, inside, place > 0)
  }
  return inside
}

/** Where intervals end and begin at one version, they cancel out: what held below it goes on, an empty interval adds nothing. */
function afterTurn({ introduced, fixed, lastAffected }: Turn, before: boolean, isAbove: boolean): boolean {
  if (lastAffected > 0 && isAbove) return before && introduced > 0
  if (introduced > 0 && fixed > 0) return Number(before) + introduced - fixed > 0
  return introduced > 0 || (before && fixed === 0)
}
