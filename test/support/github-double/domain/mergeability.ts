import { type Acting, fullName } from '../context.ts'
import type { Repository } from '../state.ts'
import { rollup } from './checks.ts'
import type { PullIssue } from './pull-lifecycle.ts'

export type MergeState = 'UNKNOWN' | 'CLEAN' | 'DIRTY' | 'BLOCKED' | 'UNSTABLE' | 'DRAFT' | 'BEHIND' | 'HAS_HOOKS'

export interface Mergeability {
  mergeable: boolean | null
  state: MergeState
  /** Tree of the trial merge. */
  tree: string | null
}

/**
 * Whether a pull request can be merged, by a real trial merge. As on GitHub the first look at a new pair of head and base only starts the
 * work and answers UNKNOWN; a later look has the answer.
 */
export async function mergeability(acting: Pick<Acting, 'double' | 'repo'>, issue: PullIssue, wait = false): Promise<Mergeability> {
  const { repo, double } = acting
  const { store } = repo
  const base = store === undefined ? null : await store.ref(`refs/heads/${issue.pull.baseRef}`)
  if (store === undefined || base === null || issue.state === 'closed') return { mergeable: null, state: 'UNKNOWN', tree: null }
  const key = `${fullName(repo)} ${base.sha} ${issue.pull.headSha}`
  let trial = double.merges.get(key)
  if (trial === undefined) {
    const result = store.merge(base.sha, issue.pull.headSha)
    result.catch(() => undefined)
    trial = { seen: 0, result }
    double.merges.set(key, trial)
  }
  if (!wait && trial.seen < double.unknownReads) {
    trial.seen += 1
    return { mergeable: null, state: 'UNKNOWN', tree: null }
  }
  const { tree } = await trial.result
  if (tree === null) return { mergeable: false, state: 'DIRTY', tree }
  return { mergeable: true, state: issue.pull.draft ? 'DRAFT' : protectionState(repo, issue), tree }
}

function protectionState(repo: Repository, issue: PullIssue): MergeState {
  if (missingForMerge(repo, issue).length > 0) return 'BLOCKED'
  const state = rollup(repo, issue.pull.headSha)
  return state === null || state === 'SUCCESS' ? 'CLEAN' : 'UNSTABLE'
}

/** What branch protection still wants, in words. */
export function missingForMerge(repo: Repository, issue: PullIssue): string[] {
  const protection = repo.protections[issue.pull.baseRef]
  if (protection === undefined) return []
  const missing: string[] = []
  for (const context of protection.requiredChecks) {
    if (rollup(repo, issue.pull.headSha, context) !== 'SUCCESS') missing.push(`Required status check "${context}" is expected.`)
  }
  const latest = new Map(
    issue.pull.reviews
      .filter((review) => review.state !== 'COMMENTED' && review.author !== issue.author)
      .map((review) => [review.author, review.state]),
  )
  const approvals = [...latest.values()].filter((state) => state === 'APPROVED').length
  if (approvals < protection.requiredApprovals) {
    missing.push(`At least ${protection.requiredApprovals} approving review is required by reviewers with write access.`)
  }
  if ([...latest.values()].includes('CHANGES_REQUESTED')) missing.push('Changes must be made through a pull request.')
  return missing
}
