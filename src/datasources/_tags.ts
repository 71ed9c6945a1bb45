import type { Instant } from '../core/model/instant.ts'
import type { Release } from '../core/model/release.ts'
import type { Query } from './contract.ts'

/**
 * The version in a tag, or null where the tag belongs to another component. After a prefix there must be a number, for one prefix can be the
 * beginning of another: `Flurl.` is that of `Flurl.2.8.0`, not of `Flurl.Http.2.4.0`.
 */
export function versionOfTag(tag: string, prefix: string | undefined): string | null {
  if (prefix === undefined || prefix === '') return tag
  if (!tag.startsWith(prefix)) return null
  const version = tag.slice(prefix.length)
  return /^[vV]?\d/.test(version) ? version : null
}

/** Releases under the component's prefix, and a notice where there are releases but none of them is the component's. */
export function ownReleases(releases: readonly Release[], query: Query): { releases: readonly Release[]; notices: string[] } {
  const prefix = query.tagPrefix
  if (prefix === undefined || prefix === '') return { releases, notices: [] }
  const own = releases.flatMap((release) => {
    const version = versionOfTag(release.tag, prefix)
    return version === null ? [] : [{ ...release, version }]
  })
  const notices =
    own.length === 0 && releases.length > 0 ? [`none of ${releases.length} tags is \`${prefix}\` with a version after it`] : []
  return { releases: own, notices }
}

/** The address of a tag's page. Nearly all tags need no escapes, and escaping a hundred thousand of them costs a tenth of a second. */
export function tagPage(folder: string, tag: string): string {
  return folder + (/^[\w.~-]+$/.test(tag) ? tag : encodeURIComponent(tag))
}

/** The release of a tag. With all that is known of it at once: what is added to an object later lies apart from it and takes twice the room. */
export function releaseOfTag(folder: string, tag: string, date: Instant | null = null, commit?: string): Release {
  const url = tagPage(folder, tag)
  if (date !== null && commit !== undefined) return { tag, version: tag, url, date, commit }
  return { tag, version: tag, url, ...(date !== null && { date }), ...(commit !== undefined && { commit }) }
}

/** Whether all versions that a query must reach have been seen, whichever way their tags are written. A query that names none is never satisfied. */
export function hasReached(seen: ReadonlySet<string>, query: Query): boolean {
  if (query.reach === undefined || query.reach.length === 0) return false
  const prefix = query.tagPrefix ?? ''
  return query.reach.every((version) => {
    const bare = version.replace(/^[vV]/, '')
    return [version, prefix + version, prefix + bare, `${prefix}v${bare}`].some((tag) => seen.has(tag))
  })
}
