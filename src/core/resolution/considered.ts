import type { Release } from '../model/release.ts'
import type { Candidate, Held } from '../model/upgrade.ts'
import type { Rejection } from '../strategies/contract.ts'
import type { Considered } from './contract.ts'
import type { Reading, Reasons } from './reading.ts'

/** Everything that is known when the choice is made. */
export interface Outcome {
  reading: Reading
  why: Reasons
  /** How many of `reading.read`, from the newest on, are not simply older than the current version. */
  notOlder: number
  options: readonly Candidate[]
  candidates: readonly Candidate[]
  current: string | null
}

/** Every release with its verdict, newest first; tags that could not be read come last. */
export function consideredOf({ reading, why, options, candidates, current }: Outcome): Considered[] {
  const lanes = new Map(candidates.map((one) => [one.release, one]))
  const allowed = new Map(options.map((one) => [one.release, one]))
  const read = reading.read.map((one): Considered => {
    const chosen = lanes.get(one.release)
    if (chosen !== undefined) return { ...entry(one.release), lane: chosen.lane }
    const option = allowed.get(one.release)
    const rejection = option === undefined ? (why.get(one) ?? noCurrent(current)) : superseded(option, candidates)
    return { ...entry(one.release), held: { version: one.release.version, ...rejection } }
  })
  const unread = reading.unread.map(({ release, why: rejection }) => ({ ...entry(release), held: { version: release.tag, ...rejection } }))
  return [...read, ...unread]
}

/** What keeps back something that may be newer. Older releases and those that a newer one makes needless are no loss, so they are left out. */
export function heldOf({ reading, why, options, notOlder }: Outcome): Held[] {
  const allowed = new Set(options.map((one) => one.release))
  const read = reading.read.slice(0, notOlder).flatMap((one): Held[] => {
    const rejection = allowed.has(one.release) ? undefined : why.get(one)
    if (rejection === undefined || rejection.code === 'not-newer' || rejection.code === 'superseded') return []
    return [{ version: one.release.version, ...rejection }]
  })
  return [...read, ...reading.unread.map(({ release, why: rejection }) => ({ version: release.tag, ...rejection }))]
}

function entry({ tag, version, date }: Release): Considered {
  return { tag, version, ...(date === undefined ? {} : { date }) }
}

function superseded(option: Candidate, candidates: readonly Candidate[]): Rejection {
  const better = candidates.find((one) => one.lane === option.lane)?.release.version ?? 'a newer release'
  return { code: 'superseded', reason: `${option.release.version} is allowed, and ${better} is newer.` }
}

function noCurrent(current: string | null): Rejection {
  const what = current === null ? 'no current version is known' : `the current version ${current} is none that the scheme can read`
  return { code: 'not-newer', reason: `Nothing can be called newer, for ${what}.`, frees: 'A version in the pin or in the registry.' }
}
