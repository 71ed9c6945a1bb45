import type { Cancellation } from './cancelled.ts'
import type { ReleaseCommit } from './commit.ts'
import type { ReleaseSettings } from './settings.ts'
import { LEVELS, type Level } from './version.ts'

/** A commit with what it means for the next version. */
export interface JudgedCommit {
  commit: ReleaseCommit
  /** How far it moves the version; null where it does not count. */
  level: Level | null
  /** Whether it is for the CHANGELOG: not taken back, not silent, and of what is released. */
  listed: boolean
  /** Whether a later commit takes it back. */
  takenBack: boolean
  /** Why, as the rest of a line: `breaking change`, `docs moves nothing`, `taken back by a1b2c3d`. */
  why: string
}

/** What surrounds a commit. */
export interface Surroundings {
  settings: Pick<ReleaseSettings, 'types' | 'breakingBelow1'>
  /** Whether the last release was below 1.0.0. */
  below1: boolean
  cancelled: ReadonlyMap<string, Cancellation>
  silent: ReadonlySet<string>
}

/** Whether and how far a commit moves the version. */
export function judgeCommit(commit: ReleaseCommit, { settings, below1, cancelled, silent }: Surroundings): JudgedCommit {
  const none = (why: string, listed = false): JudgedCommit => ({ commit, level: null, listed, takenBack: false, why })
  const cancellation = cancelled.get(commit.sha)
  if (cancellation !== undefined) return { ...none(cancelledWhy(cancellation)), takenBack: 'by' in cancellation }
  if (silent.has(commit.sha)) return none('its commits speak for themselves')
  if (!commit.touches) return none('touches nothing of what is released')
  if (commit.breaking !== null) {
    const level = below1 ? settings.breakingBelow1 : 'major'
    return { commit, level, listed: true, takenBack: false, why: below1 ? `breaking change, ${level} below 1.0.0` : 'breaking change' }
  }
  const { key, level } = typeLevel(commit, settings.types)
  return level === 'none' ? none(`${key} moves nothing`, true) : { commit, level, listed: true, takenBack: false, why: key }
}

/** How far the type alone moves the version: by type and scope, then by type, then as all others. */
export function typeLevel(
  { type, scope }: ReleaseCommit,
  types: ReadonlyMap<string, Level | 'none'>,
): { key: string; level: Level | 'none' } {
  const other = types.get('other') ?? 'none'
  if (type === null) return { key: 'a message without type', level: other }
  const scoped = scope === null ? undefined : `${type}(${scope.toLowerCase()})`
  const key = scoped !== undefined && types.has(scoped) ? scoped : type
  return { key, level: types.get(key) ?? other }
}

function cancelledWhy(cancellation: Cancellation): string {
  if ('by' in cancellation) return `taken back by ${shortSha(cancellation.by.sha)}`
  return `takes back ${cancellation.reverts.map(({ sha }) => shortSha(sha)).join(', ')}, which was not released`
}

export function shortSha(sha: string): string {
  return sha.slice(0, 7)
}

/** The farthest of the levels; null where there is none. */
export function farthest(levels: Iterable<Level | null>): Level | null {
  const indexes = [...levels].map((level) => (level === null ? -1 : LEVELS.indexOf(level)))
  return LEVELS[indexes.reduce((most, index) => Math.max(most, index), -1)] ?? null
}
