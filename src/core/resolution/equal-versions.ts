import type { ReadRelease } from '../strategies/contract.ts'
import type { Versioning } from '../versioning/contract.ts'
import { compareTags } from './order.ts'
import type { Rejected } from './reading.ts'

/**
 * Folds tags that say the same version (`v1.2.3` and `1.2.3`, or two builds of it) into one: the tag written as the current one is, else the
 * one whose text is highest with numbers read as numbers. Newest first in, newest first out.
 */
export function foldEqualVersions(
  releases: readonly ReadRelease[],
  currentTag: string | undefined,
  versioning: Versioning,
): { kept: ReadRelease[]; folded: Rejected<ReadRelease>[] } {
  const kept: ReadRelease[] = []
  const folded: Rejected<ReadRelease>[] = []
  for (const group of groupsOfEqual(releases, versioning)) {
    const [best, ...others] = [...group].sort(
      (a, b) => likeness(b, currentTag) - likeness(a, currentTag) || compareTags(b.release.tag, a.release.tag),
    )
    if (best === undefined) continue
    kept.push(best)
    for (const release of others) {
      folded.push({
        release,
        why: {
          code: 'superseded',
          reason: `${release.release.tag} is the same version as ${best.release.tag}, which is written as the current one is or sorts higher.`,
        },
      })
    }
  }
  return { kept, folded }
}

function groupsOfEqual(releases: readonly ReadRelease[], versioning: Versioning): ReadRelease[][] {
  const groups: ReadRelease[][] = []
  for (const one of releases) {
    const last = groups.at(-1)
    const head = last?.[0]
    if (last !== undefined && head !== undefined && versioning.compare(head.parsed, one.parsed) === 0) last.push(one)
    else groups.push([one])
  }
  return groups
}

/** 2: the same text but for its numbers; 1: the same beginning before the first digit (`v`, `release-`); 0: neither. */
function likeness({ release }: ReadRelease, currentTag: string | undefined): number {
  if (currentTag === undefined) return 0
  if (shape(release.tag) === shape(currentTag)) return 2
  return beginning(release.tag) === beginning(currentTag) ? 1 : 0
}

function shape(tag: string): string {
  return tag.replace(/\d+/g, '0')
}

function beginning(tag: string): string {
  const digit = tag.search(/\d/)
  return digit === -1 ? tag : tag.slice(0, digit)
}
