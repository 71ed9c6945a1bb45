import type { ReleaseCommit } from './commit.ts'
import { plainSubject } from './reverted.ts'

/** Finds commits of a history by what a revert says of them. */
export interface CommitIndex {
  /** The newest one older than a position that a test accepts; undefined where there is none. */
  bySha(prefix: string, after: number, fits: Fits): ReleaseCommit | undefined
  byPullRequest(number: string, after: number, fits: Fits): ReleaseCommit | undefined
  /** By the very subject, else by the subject without the number of a pull request. */
  bySubject(subject: string, after: number, fits: Fits): ReleaseCommit | undefined
  /** Those whose subject speaks of a bump. */
  amongBumps(after: number, fits: Fits): ReleaseCommit | undefined
}

type Fits = (commit: ReleaseCommit) => boolean

/** `commits` come newest first; positions are those of the list. Histories have ten thousands of commits, so nothing is looked for one by one. */
export function indexCommits(commits: readonly ReleaseCommit[]): CommitIndex {
  const positions = commits.map((_, at) => at)
  const bySubject = Map.groupBy(positions, (at) => commits[at]?.subject ?? '')
  const byPlain = Map.groupBy(positions, (at) => plainSubject(commits[at]?.subject ?? ''))
  const byNumber = Map.groupBy(positions, (at) => commits[at]?.pullRequest ?? '')
  const bumps = positions.filter((at) => /\bbump\b/i.test(commits[at]?.subject ?? ''))
  const shas = commits.map(({ sha }, at) => ({ sha, at })).sort((a, b) => (a.sha < b.sha ? -1 : 1))

  const newest = (candidates: readonly number[] | undefined, after: number, fits: Fits): ReleaseCommit | undefined => {
    for (const at of candidates ?? []) {
      const commit = at > after ? commits[at] : undefined
      if (commit !== undefined && fits(commit)) return commit
    }
    return undefined
  }
  return {
    bySha(prefix, after, fits) {
      const found: number[] = []
      for (let at = lowerBound(shas, prefix); shas[at]?.sha.startsWith(prefix) === true; at += 1) found.push(shas[at]?.at ?? 0)
      return newest(
        found.toSorted((a, b) => a - b),
        after,
        fits,
      )
    },
    byPullRequest: (number, after, fits) => newest(byNumber.get(number), after, fits),
    bySubject: (subject, after, fits) =>
      newest(bySubject.get(subject), after, fits) ?? newest(byPlain.get(plainSubject(subject)), after, fits),
    amongBumps: (after, fits) => newest(bumps, after, fits),
  }
}

function lowerBound(sorted: readonly { sha: string }[], text: string): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.sha ?? '') < text) low = middle + 1
    else high = middle
  }
  return low
}
