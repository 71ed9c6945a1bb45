import type { ReleaseCommit } from './commit.ts'
import type { Lineage } from './lineage.ts'
import { isUpgradeOf, plainSubject } from './reverted.ts'

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
  commits.forEach((commit, at) => {
    if (commit.reverts === null || found.has(commit.sha) || silent.has(commit.sha)) return
    const older = commits.slice(at + 1).filter((one) => !found.has(one.sha))
    const targets = targetsOf(commit.reverts, older)
    if (targets.length === 0) return
    found.set(commit.sha, { reverts: targets })
    for (const one of targets.flatMap((target) => [target, ...lineage.broughtBy(target)])) {
      if (!found.has(one.sha)) found.set(one.sha, { by: commit })
    }
  })
  return found
}

/** By trailer, then by sha, then by pull request, then by title: the first way that finds anything counts. */
function targetsOf(reverts: NonNullable<ReleaseCommit['reverts']>, older: readonly ReleaseCommit[]): ReleaseCommit[] {
  const { rollback } = reverts
  const upgrade = rollback === null ? undefined : older.find((one) => isUpgradeOf(one.subject, rollback))
  if (upgrade !== undefined) return [upgrade]
  const bySha = reverts.shas.flatMap((sha) => older.find((one) => one.sha.startsWith(sha)) ?? [])
  if (bySha.length > 0) return bySha
  const byNumber = reverts.pullRequests.flatMap((number) => older.find((one) => one.pullRequest === number) ?? [])
  if (byNumber.length > 0) return byNumber
  for (const subject of reverts.subjects) {
    const same = older.find((one) => one.subject === subject) ?? older.find((one) => plainSubject(one.subject) === plainSubject(subject))
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
