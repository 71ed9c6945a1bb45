import { type Acting, record } from '../context.ts'
import type { Issue, Pull } from '../state.ts'

const zero = '0'.repeat(40)

export type PullIssue = Issue & { pull: Pull }

export function isPull(issue: Issue): issue is PullIssue {
  return issue.pull !== undefined
}

/** What a moved, forced or deleted branch does to the pull requests from it and into it. `0…0` stands for "was not" and "is no more". */
export async function followBranch(acting: Acting, name: string, from: string, to: string): Promise<void> {
  const { repo, double } = acting
  repo.pushedAt = double.clock.iso()
  if (!name.startsWith('refs/heads/')) return
  const branch = name.slice('refs/heads/'.length)
  for (const issue of repo.issues) {
    if (!isPull(issue) || issue.state !== 'open') continue
    if (issue.pull.headRef === branch) await followHead(acting, issue, from, to)
    else if (issue.pull.baseRef === branch) await followBase(acting, issue, to)
  }
}

async function followHead(acting: Acting, issue: PullIssue, from: string, to: string): Promise<void> {
  const { store } = acting.repo
  if (store === undefined) return
  if (to === zero) {
    record(acting, issue, 'head_ref_deleted')
    closePull(acting, issue)
    return
  }
  const forward = (await store.mergeBase(from, to)) === from
  if (!forward) record(acting, issue, 'head_ref_force_pushed', { commit: to })
  const base = await store.ref(`refs/heads/${issue.pull.baseRef}`)
  // A head that has nothing left against its base closes the pull request at once. It remembers the head from before: only with that one
  // back in the branch can it be reopened.
  if (base !== null && (await store.mergeBase(base.sha, to)) === to) {
    closePull(acting, issue)
    return
  }
  issue.pull.headSha = to
  issue.updatedAt = acting.double.clock.iso()
}

async function followBase(acting: Acting, issue: PullIssue, to: string): Promise<void> {
  const { store } = acting.repo
  if (store === undefined) return
  // A base that goes away closes what was to be merged into it.
  if (to === zero) {
    closePull(acting, issue)
    return
  }
  if ((await store.mergeBase(to, issue.pull.headSha)) !== issue.pull.headSha) return
  // All its commits have come into the base by another way: GitHub calls it merged.
  markMerged(acting, issue, issue.pull.headSha)
}

/** Closes without merging; remembers who did it. */
export function closePull(acting: Acting, issue: Issue): void {
  issue.state = 'closed'
  issue.closedAt = acting.double.clock.iso()
  issue.closedBy = acting.actor.login
  if (issue.pull !== undefined) issue.pull.autoMerge = null
  record(acting, issue, 'closed')
}

export function markMerged(acting: Acting, issue: PullIssue, sha: string): void {
  const at = acting.double.clock.iso()
  issue.pull.mergedAt = at
  issue.pull.mergedBy = acting.actor.login
  issue.pull.mergeCommit = sha
  issue.pull.autoMerge = null
  record(acting, issue, 'merged', { commit: sha })
  issue.state = 'closed'
  issue.closedAt = at
  issue.closedBy = acting.actor.login
  record(acting, issue, 'closed')
}
