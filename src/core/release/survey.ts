import { cancellations, silentMerges } from './cancelled.ts'
import { type RawCommit, type ReleaseCommit, readCommit } from './commit.ts'
import { farthest, type JudgedCommit, judgeCommit, typeLevel } from './judge-commit.ts'
import { lineageOf } from './lineage.ts'
import type { ReleaseSettings } from './settings.ts'
import type { ReleaseTags } from './tags.ts'
import type { Level, ReleaseVersion } from './version.ts'

/** What happened since the last release proper. */
export interface Survey {
  /** Newest first, children before parents. */
  judged: readonly JudgedCommit[]
  /** Those that a tag does not contain; all where it is null. */
  since(tag: { commit: string } | null): readonly JudgedCommit[]
}

/** Reads and judges the commits since the last release proper, children before parents. */
export function surveyCommits(commits: readonly RawCommit[], settings: ReleaseSettings, tags: ReleaseTags): Survey {
  const alone = commits.map(readCommit)
  const lineage = lineageOf(alone)
  // What a merge touches is what it brought in; its own difference is that of two branches.
  const read = alone.map((commit) =>
    commit.parents.length > 1 && lineage.broughtBy(commit).some(({ touches }) => touches) ? { ...commit, touches: true } : commit,
  )
  const silent = silentMerges(read, lineage, (commit) => typeLevel(commit, settings.types).level !== 'none')
  const below1 = tags.stable === null ? settings.initialVersion.startsWith('0.') : tags.stable.version.semantic.release[0] === '0'
  const surroundings = { settings, below1, silent, cancelled: cancellations(read, lineage, silent) }
  const judged = read.map((commit) => judgeCommit(commit, surroundings))
  return {
    judged,
    since(tag) {
      const contained = tag === null ? new Set<string>() : lineage.containedIn(tag.commit)
      return judged.filter(({ commit }) => !contained.has(commit.sha))
    },
  }
}

/** How far commits go together; null where none of them counts. */
export function levelOf(judged: readonly JudgedCommit[]): Level | null {
  return farthest(judged.map(({ level }) => level))
}

/** The newest commit that asks for a version by itself, and is not taken back. */
export function askedVersion(judged: readonly JudgedCommit[]): { version: ReleaseVersion; commit: ReleaseCommit } | null {
  for (const { commit, listed } of judged) if (listed && commit.releaseAs !== null) return { version: commit.releaseAs, commit }
  return null
}
