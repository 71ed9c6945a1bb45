import type { ReleaseCommit } from './commit.ts'
import { type CommitIndex, indexCommits } from './commit-index.ts'
import type { Lineage } from './lineage.ts'
import { isUpgradeOf } from './reverted.ts'

/** Why a commit does not count: another takes it back, or it takes others back that were never released. */
export type Cancellation = { by: ReleaseCommit } | { reverts: readonly ReleaseCommit[] }

/**
 * Pairs reverts with what they revert, newest first, so that the revert of a revert leaves the first commit standing. `commits` come with
 * children before parents. A revert of what is not among them is no pair: it takes back something that was released.
 * A revert of a merge cancels all commits that the merge brought in. `silent` merges revert nothing by themselves.
 *
 * @returns by sha
 */
export function cancellations(
  commits: readonly ReleaseCommit[],
  lineage: Lineage,
  silent: ReadonlySet<string>,
): ReadonlyMap<string, Cancellation> {
  const found = new Map<string, Cancellation>()
  const index = indexCommits(commits)
  commits.forEach((commit, at) => {
    if (commit.reverts === null || found.has(commit.sha) || silent.has(commit.sha)) return
    const targets = targetsOf(commit.reverts, at, index, (one) => !found.has(one.sha))
    if (targets.length === 0) return
    found.set(commit.sha, { reverts: targets })
    for (const one of targets.flatMap((target) => [target, ...lineage.broughtBy(target)])) {
      if (!found.has(one.sha)) found.set(one.sha, { by: commit })
    }
  })
  return found
}

/** By trailer, then by sha, then by pull request, then by title: the first way that finds anything counts. */
function targetsOf(
  { rollback, shas, pullRequests, subjects }: NonNullable<ReleaseCommit['reverts']>,
  at: number,
  index: CommitIndex,
  stands: (commit: ReleaseCommit) => boolean,
): ReleaseCommit[] {
  const upgrade = rollback === null ? undefined : index.amongBumps(at, (one) => stands(one) && isUpgradeOf(one.subject, rollback))
  if (upgrade !== undefined) return [upgrade]
  const bySha = shas.flatMap((sha) => index.bySha(sha, at, stands) ?? [])
  if (bySha.length > 0) return bySha
  const byNumber = pullRequests.flatMap((number) => index.byPullRequest(number, at, stands) ?? [])
  if (byNumber.length > 0) return byNumber
  for (const subject of subjects) {
    const same = index.bySubject(subject, at, stands)
    if (same !== undefined) return [same]
  }
  return []
}

/**
 * Merges that say nothing of their own, for a commit that they brought in speaks for itself: it moves the version, breaks something or takes
 * something back. By sha.
 */
export function silentMerges(
  commits: readonly ReleaseCommit[],
  lineage: Lineage,
  moves: (commit: ReleaseCommit) => boolean,
): ReadonlySet<string> {
  const speaks = (commit: ReleaseCommit) => commit.breaking !== null || commit.reverts !== null || moves(commit)
  const silent = commits.filter((commit) => commit.parents.length > 1 && lineage.broughtBy(commit).some(speaks))
  return new Set(silent.map(({ sha }) => sha))
}
