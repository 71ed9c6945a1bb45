import { compareVersions, coreOf, inChannel, isPrerelease, type Level, numberIn, type ReleaseVersion, step } from './version.ts'

/** All that the next version follows from. */
export interface NextVersionInput {
  /** The newest release proper that the head contains; null before the first. */
  stable: ReleaseVersion | null
  /** The newest version of any kind that the head contains. */
  newest: ReleaseVersion | null
  /** All versions with a tag, on whatever branch: numbers of pre-releases are not given twice. */
  tagged: readonly ReleaseVersion[]
  /** How far the commits since `stable` go. */
  level: Level
  /** How far the commits since `newest` go; null where none of them counts. */
  levelSinceNewest: Level | null
  /** Pre-release id; null for a release proper. */
  channel: string | null
  /** The first version there is to be, where there is none. */
  initial: ReleaseVersion
  /** The numbers that a commit asks for, above all counting; null where none does. */
  exact: { version: ReleaseVersion; why: string } | null
  /** Versions that were said to come, each with who says so; what they say is the least. */
  floors: readonly { version: ReleaseVersion; why: string }[]
  /** What the files say: the number of a pre-release does not fall below theirs. */
  written: ReleaseVersion | null
}

/** The next version, with the steps that led to it as sentences. */
export interface NextVersion {
  version: ReleaseVersion
  why: readonly string[]
}

/**
 * The version to release next. It is above every version that the head contains, and none with a tag. A release proper and its pre-releases
 * share their numbers, counted from the last release proper: after 1.2.0, a feature gives 1.3.0-rc.1, 1.3.0-rc.2 and in the end 1.3.0.
 */
export function nextVersion(input: NextVersionInput): NextVersion {
  const { newest, channel, floors, exact } = input
  const counted = exact ?? countedFrom(input)
  const why = [counted.why]
  let core = coreOf(counted.version)
  const raise = (to: ReleaseVersion, reason: string) => {
    if (compareVersions(coreOf(to), core) <= 0) return
    core = coreOf(to)
    why.push(reason)
  }
  for (const floor of exact === null ? floors : []) raise(floor.version, floor.why)
  if (newest !== null && isPrerelease(newest)) raise(newest, `${newest.text} was released already`)
  const inside = (): ReleaseVersion => (channel === null ? core : inChannel(core, channel, nextNumber(core, channel, input)))
  if (newest !== null && compareVersions(inside(), newest) <= 0) {
    const level = input.levelSinceNewest ?? 'patch'
    raise(step(coreOf(newest), level), `${inside().text} would be below ${newest.text}, so it takes a ${level} step from there`)
  }
  return { version: inside(), why }
}

function countedFrom({ stable, level, initial }: NextVersionInput): { version: ReleaseVersion; why: string } {
  if (stable === null) return { version: initial, why: `${coreOf(initial).text} is the first version` }
  const version = step(stable, level)
  return { version, why: `a ${level} step from ${stable.text} is ${version.text}` }
}

/** One more than the greatest that has a tag, and not less than what the files say already. */
function nextNumber(core: ReleaseVersion, channel: string, { tagged, written }: NextVersionInput): bigint {
  const numberOf = (version: ReleaseVersion) => (compareVersions(coreOf(version), core) === 0 ? numberIn(version, channel) : null)
  const taken = tagged.flatMap((version) => numberOf(version) ?? [])
  const own = written === null ? null : numberOf(written)
  const least = [...taken.map((number) => number + 1n), ...(own === null ? [] : [own]), 1n]
  return least.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0))[0] ?? 1n
}
