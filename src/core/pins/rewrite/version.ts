import { applyEdits } from '../../text/edit.ts'
import { type Comparator, hasWildcard, isConstraint, parseConstraint } from './constraint.ts'
import { restyle } from './style.ts'

/** How a version without operator is meant: exactly (`exact`), or as a range that shorter text widens (`range`, Cargo's `"1.2"`). */
export type BareMeaning = 'exact' | 'range'

/**
 * The text `old` made to say `next`. The rule, also for readers in docs/pins.md:
 *
 * - An exact version, with `=`, `==` or without operator, is replaced as a whole; the `v` style stays.
 * - `^`, `~`, `~>`, `~=`, `>=` and wildcards keep operator and precision: `~> 2.5` to 2.6.1 gives `~> 2.6`, `1.x` to 2.3.4 gives `2.x`.
 *   Where `~`, `~>` and `~=` have more places than `next`, zeros fill up, for fewer places would widen them. A pre-release is written in full.
 * - Of `>= 1.2, < 2.0` the floor is raised, and the ceiling moves only where `next` lies outside: to 2.1.3 it gives `>= 2.1, < 3.0`.
 *   `<=` then takes `next` in full; `!=` stays, and `>` stays where it allows `next`.
 * - Of alternatives (`^1 || ^2`) the one with the major version of `next` is rewritten, else the last.
 * - `next` that is a constraint itself is taken as it stands, and so is any `next` over text that is no version (`latest`, a branch).
 */
export function rewriteVersion(old: string, next: string, bare: BareMeaning = 'exact'): string {
  const parts = parseConstraint(old)
  if (parts === null || isConstraint(next)) return isConstraint(next) ? next : restyle(old, next)
  if (old === '*' || !/^[vV]?\d/.test(next)) return next
  const alternative = chosenAlternative(parts, next)
  const group = parts.filter((part) => part.alternative === alternative)
  const outside = group.some((part) => excludes(part, next))
  const edits = group.map((part) => ({ start: part.start, end: part.end, text: rewritten(part, next, outside, bare) }))
  return applyEdits(old, edits)
}

function chosenAlternative(parts: readonly Comparator[], next: string): number {
  const major = numbersOf(next)[0]
  const same = parts.filter((part) => numbersOf(part.version)[0] === major)
  return (same.at(-1) ?? parts.at(-1))?.alternative ?? 0
}

function excludes(part: Comparator, next: string): boolean {
  const order = compareNumbers(numbersOf(next), numbersOf(part.version))
  if (part.op === '<') return order >= 0
  if (part.op === '<=' || part.op === '=<') return order > 0
  if (part.op === '>') return order <= 0
  return (part.op === '>=' || part.op === '=>') && order < 0
}

function rewritten(part: Comparator, next: string, outside: boolean, bare: BareMeaning): string {
  switch (part.op) {
    case '!=':
      return part.version
    case '<':
      return outside ? stepAbove(part.version, next) : part.version
    case '<=':
    case '=<':
      return outside ? restyle(part.version, next) : part.version
    case '>':
      return excludes(part, next) ? zeroed(part.version) : part.version
    case '~':
    case '~>':
    case '~=':
      return atPrecision(part.version, next, true)
    case '^':
    case '>=':
    case '=>':
      return atPrecision(part.version, next, false)
    default:
      return hasWildcard(part.version) || (bare === 'range' && part.op === '')
        ? atPrecision(part.version, next, false)
        : restyle(part.version, next)
  }
}

/** `next` with as many places as `old` has; wildcards stay wildcards. */
function atPrecision(old: string, next: string, fill: boolean): string {
  const core = /^[vV]?(\d+(?:\.\d+)*)(.*)$/.exec(next)
  const places = old.replace(/^[vV]/, '').split('.')
  const wildcard = places.findIndex((place) => /^[*xX]$/.test(place))
  const wanted = wildcard === -1 ? numbersOf(old).length : wildcard
  if (core?.[1] === undefined || (core[2] !== '' && !core[2]?.startsWith('+') && wildcard === -1)) return restyle(old, next)
  const numbers = core[1].split('.').slice(0, wanted)
  while (fill && numbers.length < wanted) numbers.push('0')
  return restyle(old, [...numbers, ...(wildcard === -1 ? [] : places.slice(wildcard))].join('.'))
}

/** The ceiling above `next` that is as coarse as `bound`: over 2.1.3, `2.0` gives `3.0` and `2.0.5` gives `2.1.4`. */
function stepAbove(bound: string, next: string): string {
  const old = numbersOf(bound)
  const nonZero = old.findLastIndex((place) => place !== 0)
  const place = nonZero === -1 ? 0 : nonZero
  const numbers = numbersOf(next)
  const up = old.map((_, index) => (index < place ? (numbers[index] ?? 0) : index === place ? (numbers[index] ?? 0) + 1 : 0))
  const rest = bound.replace(/^[vV]?\d+(?:\.\d+)*/, '')
  return restyle(bound, up.join('.') + rest)
}

/** `> 1.2` that must allow an older version again allows all of them. */
function zeroed(version: string): string {
  return version.replace(/\d+/g, '0')
}

function numbersOf(version: string): number[] {
  return (/^[vV]?(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? '').split('.').filter(Boolean).map(Number)
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const order = (a[index] ?? 0) - (b[index] ?? 0)
    if (order !== 0) return order
  }
  return 0
}
