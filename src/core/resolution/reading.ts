import type { Release } from '../model/release.ts'
import type { ReadRelease, Rejection } from '../strategies/contract.ts'
import type { ResolveInput } from './contract.ts'
import { readVersion } from './filters/invalid-version.ts'
import { tagReader } from './filters/pattern.ts'
import { compareReleases, newestFirst } from './order.ts'

/** A release with the reason why it is not taken. */
export interface Rejected<T> {
  release: T
  why: Rejection
}

/** Why a release is not taken; undefined where nothing speaks against it. */
export type Reasons = Pick<ReadonlyMap<ReadRelease, Rejection>, 'get'>

/** The releases of an upstream as the component's scheme reads them. */
export interface Reading {
  /** Newest first. `release.version` is the text that was read out of the tag. */
  read: readonly ReadRelease[]
  /** Tags that are not the component's or no version, by tag. */
  unread: readonly Rejected<Release>[]
  current: ReadRelease | null
  /** What upstream lists as the version in force. */
  currentRelease: Release | undefined
  /** What `strategy: pinned` names. */
  pinned: ReadRelease | null
  notices: readonly string[]
}

/** Reads every tag by prefix, pattern and scheme, and the current version in the same way. */
export function readReleases({ component, releases, current, versioning }: ResolveInput): Reading {
  const tags = tagReader(component.constraints, current)
  const readText = (text: string): ReadRelease | null => {
    const version = tags.readCurrent(text)
    const parsed = versioning.parse(version)
    return parsed === null ? null : { release: { tag: text, version }, parsed }
  }
  const read: ReadRelease[] = []
  const unread: Rejected<Release>[] = []
  for (const release of releases) {
    const plain = tags.isPlain ? versioning.parse(release.version) : null
    if (plain !== null) {
      read.push({ release, parsed: plain })
      continue
    }
    const tag = tags.read(release)
    const result = 'why' in tag ? tag : readVersion(tag.version, versioning)
    if ('why' in result) unread.push({ release, why: result.why })
    else {
      const version = 'version' in tag ? tag.version : release.version
      read.push({ release: version === release.version ? release : { ...release, version }, parsed: result.parsed })
    }
  }
  const inForce = current === null ? null : readText(current)
  const named = component.strategy === 'pinned' ? component.version?.value : undefined
  const ordered = newestFirst(read, versioning)
  return {
    read: ordered,
    unread: unread.sort((a, b) => compareReleases(a.release, b.release)),
    current: inForce,
    currentRelease: inForce === null ? undefined : listed(inForce, ordered, versioning),
    pinned: named === undefined ? null : readText(named),
    notices: tags.notices,
  }
}

/** Upstream's entry for a version: the one of the same text, else one of an equal version and the same flavour. */
function listed(wanted: ReadRelease, read: readonly ReadRelease[], versioning: ResolveInput['versioning']): Release | undefined {
  const equal = read.filter((one) => versioning.compare(one.parsed, wanted.parsed) === 0)
  const same = equal.find(({ release }) => release.tag === wanted.release.tag || release.version === wanted.release.tag)
  const alike = equal.find((one) => versioning.compatible?.(wanted.parsed, one.parsed) !== false)
  return (same ?? alike)?.release
}
