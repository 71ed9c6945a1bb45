import type { ReadRelease } from '../../strategies/contract.ts'
import type { Versioning } from '../../versioning/contract.ts'
import { plural } from '../phrases.ts'
import { type Filter, type FilterContext, isNamed, passesAll } from './contract.ts'
import { isPrerelease } from './prerelease.ts'
import { isYanked } from './yanked.ts'

/** Majors that a release may be ahead of the one before it without further evidence. pip went from 10 to 18 in one step. */
export const MAX_JUMP = 10
/** Releases that must lie beyond a gap before it is believed. A version published by mistake stands alone. */
const WITNESSES = 3
/** Numbers from here on read as a year or a date. */
const CALENDAR_FROM = 1900

/**
 * The max-jump guard, against versions published by mistake (`999.0.0`), old date versions (`20040616`) and dates of another product.
 * Going up from the current major, or from that of a `minimum_version` above it, a gap is a step of more than `MAX_JUMP` (or
 * `upgrade.max_jump`) that also more than doubles the number; so 81 → 95 is none. A gap must be witnessed by what lies beyond it, up to the
 * next one: at least three releases; published after the current one where dates are known, and not reading like dates where they are not. A number of
 * nines only is never believed. Without witnesses everything beyond the gap is held. Below 1.0.0 the minor counts as the major.
 */
export const jump: Filter = {
  id: 'jump',
  label: 'Beyond a gap in the major versions that too few releases witness',
  prepare(context) {
    const { component, current, versioning } = context
    if (current === null) return passesAll
    const most = component.upgrade.maxJump ?? MAX_JUMP
    const wall = firstUnwitnessed(context, current, most)
    if (wall === null) return passesAll
    return {
      judge(release) {
        if (isNamed(release, context) || before(height(release.parsed, versioning), wall.at)) return null
        const version = release.release.version
        return {
          code: 'jump',
          reason: `${version} jumps from ${wall.from} to ${wall.to} with ${plural(wall.witnesses, 'release')} beyond the gap${wall.why}; it may have been published by mistake.`,
          frees: `A \`minimum_version\` or \`strategy: pinned\` that names it, or \`upgrade.max_jump\` of at least ${wall.gap}.`,
        }
      },
    }
  },
}

/** A position on the ladder of breaking numbers: the major, and below 1.0.0 the minor. */
type Height = readonly [number, number]
interface Wall {
  at: Height
  from: string
  to: string
  gap: number
  witnesses: number
  why: string
}

function height(parsed: unknown, versioning: Versioning): Height | null {
  const { major, minor } = versioning.parts(parsed)
  return major === null ? null : [major, major === 0 ? (minor ?? 0) : 0]
}

function before(a: Height | null, b: Height): boolean {
  return a === null || a[0] < b[0] || (a[0] === b[0] && a[1] < b[1])
}

/** The number that counts: the major, or below 1.0.0 the minor. */
function numberOf([major, minor]: Height): number {
  return major === 0 ? minor : major
}

/** All nines, as mistakes and squatters write: 999, 9999. */
function isPlaceholder(at: Height): boolean {
  return /^9{3,}$/.test(String(numberOf(at)))
}

function isGap(from: Height, to: Height, most: number): boolean {
  return gapBetween(from, to) > most && (numberOf(to) > 2 * numberOf(from) || isPlaceholder(to))
}

function gapBetween(a: Height, b: Height): number {
  return a[0] === b[0] ? b[1] - a[1] : b[0] - a[0]
}

function firstUnwitnessed(context: FilterContext, current: ReadRelease, most: number): Wall | null {
  const { versioning } = context
  const start = startOf(context, current)
  if (start === null) return null
  const withPrereleases = !context.component.constraints.excludePrereleases
  const isUsable = (one: ReadRelease) => !isYanked(one.release) && (withPrereleases || !isPrerelease(one, versioning))
  const rungs = ladder(context.all, isUsable, start, versioning)
  let from = start
  for (const [index, rung] of rungs.entries()) {
    if (isGap(from, rung.at, most)) {
      const beyond = cluster(rungs.slice(index), most)
      const doubt = doubts(rung.at, from, beyond, context)
      if (doubt !== null) {
        return {
          at: rung.at,
          from: written(from),
          to: written(rung.at),
          gap: gapBetween(from, rung.at),
          witnesses: beyond.length,
          why: doubt,
        }
      }
    }
    from = rung.at
  }
  return null
}

/** The current major, or that of a `minimum_version` above it: whoever writes one has seen the gap below it and wants what lies beyond. */
function startOf({ component, versioning }: FilterContext, current: ReadRelease): Height | null {
  const own = height(current.parsed, versioning)
  const parsed = component.minimumVersion === undefined ? null : versioning.parse(component.minimumVersion)
  const minimum = parsed === null ? null : height(parsed, versioning)
  return own !== null && minimum !== null && before(own, minimum) ? minimum : own
}

interface Rung {
  at: Height
  releases: ReadRelease[]
}

function ladder(releases: readonly ReadRelease[], isUsable: (one: ReadRelease) => boolean, start: Height, versioning: Versioning): Rung[] {
  const rungs = new Map<string, Rung>()
  for (const one of releases) {
    const { major } = versioning.parts(one.parsed)
    if (major === null || major < start[0]) continue
    const at = height(one.parsed, versioning)
    if (at === null || !before(start, at) || !isUsable(one)) continue
    const rung = rungs.get(at.join('.')) ?? { at, releases: [] }
    rung.releases.push(one)
    rungs.set(at.join('.'), rung)
  }
  return [...rungs.values()].sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1])
}

/** What lies beyond a gap, up to the next one. */
function cluster(rungs: readonly Rung[], most: number): ReadRelease[] {
  const end = rungs.findIndex((rung, index) => {
    const last = rungs[index - 1]
    return last !== undefined && isGap(last.at, rung.at, most)
  })
  return (end === -1 ? rungs : rungs.slice(0, end)).flatMap((rung) => rung.releases)
}

/** Why a gap is not believed, as the end of a phrase; null where it is. */
function doubts(to: Height, from: Height, beyond: readonly ReadRelease[], context: FilterContext): string | null {
  if (isPlaceholder(to)) return ', and the number is a placeholder'
  if (beyond.length < WITNESSES) return ''
  const since = context.currentRelease?.date ?? oldestDate(context, from)
  const dates = beyond.flatMap((one) => one.release.date ?? [])
  if (dates.length > 0 && since !== undefined)
    return dates.every((date) => date < since) ? ', all published before the current version' : null
  const calendar = numberOf(to) >= CALENDAR_FROM && numberOf(from) < CALENDAR_FROM
  return calendar ? ', which read like dates' : null
}

/** The oldest date on the near side, for a current version whose own date is not known. */
function oldestDate({ all, versioning }: FilterContext, from: Height): number | undefined {
  const dates = all.flatMap((one) => {
    const at = height(one.parsed, versioning)
    return at !== null && !before(from, at) && one.release.date !== undefined ? [one.release.date] : []
  })
  return dates.length === 0 ? undefined : dates.reduce((a, b) => Math.min(a, b))
}

function written([major, minor]: Height): string {
  return major === 0 ? `0.${minor}` : String(major)
}
