import { DEFAULTS } from '../registry/defaults.ts'
import { compareVersions, isPrerelease, parseReleaseVersion, type ReleaseVersion } from './version.ts'

/** A tag that is a version of what is released. */
export interface ReleaseTag {
  name: string
  version: ReleaseVersion
  commit: string
  /** Whether the head contains it. */
  merged: boolean
}

/** The tags of what is released. */
export interface ReleaseTags {
  /** What a new tag begins with. */
  prefix: string
  /** Newest version first. */
  all: readonly ReleaseTag[]
  /** The newest release proper that the head contains. */
  stable: ReleaseTag | null
  /** The newest version of any kind that the head contains. */
  newest: ReleaseTag | null
  /** Tags that look like versions and are none by SemVer 2.0, such as `v1.2`. */
  unread: readonly string[]
}

/**
 * Picks the tags that are versions, by their prefix; other tags, and those of other packages, are passed over. Without a prefix both `v1.2.0`
 * and `1.2.0` are read, and new tags are written like the newest.
 */
export function releaseTags(tags: readonly { name: string; commit: string; merged: boolean }[], wantedPrefix: string | null): ReleaseTags {
  const all = tags
    .flatMap(({ name, commit, merged }): ReleaseTag[] => {
      const version = versionOf(name, wantedPrefix)
      return version === null ? [] : [{ name, version, commit, merged }]
    })
    .sort((a, b) => compareVersions(b.version, a.version) || (a.name < b.name ? 1 : -1))
  const merged = all.filter((tag) => tag.merged)
  const [newest = null] = merged
  const like = newest ?? all[0]
  const prefix = wantedPrefix ?? (like === undefined ? DEFAULTS.release.tagPrefix : like.name.slice(0, -like.version.text.length))
  const unread = tags.filter(({ name }) => looksLikeVersion(name, wantedPrefix) && versionOf(name, wantedPrefix) === null)
  return {
    prefix,
    all,
    newest,
    unread: unread.map(({ name }) => name),
    stable: merged.find(({ version }) => !isPrerelease(version)) ?? null,
  }
}

function looksLikeVersion(name: string, prefix: string | null): boolean {
  return (
    (prefix === null || name.startsWith(prefix)) &&
    /^[vV]?\d{1,9}(?:\.\d{1,9}){1,5}(?![\d.])/.test(prefix === null ? name : name.slice(prefix.length))
  )
}

function versionOf(name: string, prefix: string | null): ReleaseVersion | null {
  if (prefix === null) return parseReleaseVersion(name)
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : ''
  return /^\d/.test(rest) ? parseReleaseVersion(rest) : null
}
