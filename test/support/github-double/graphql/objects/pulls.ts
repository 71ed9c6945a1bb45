import { fullName } from '../../context.ts'
import { type Mergeability, mergeability } from '../../domain/mergeability.ts'
import type { PullIssue } from '../../domain/pull-lifecycle.ts'
import { nodeId } from '../../node-id.ts'
import { startOf } from '../../rest/shapes/pulls.ts'
import type { Repository, Review } from '../../state.ts'
import { connection, type PageArgs } from '../connection.ts'
import { acting, type GraphContext, type Node } from '../context.ts'
import { objectNode } from './git.ts'
import { issueCommon } from './issues.ts'
import { refNode } from './ref.ts'
import { repositoryNode } from './repositories.ts'
import { rollupNode } from './rollup.ts'
import { actorNode, userNode } from './users.ts'

export function pullState(issue: PullIssue): 'OPEN' | 'CLOSED' | 'MERGED' {
  if (issue.pull.mergedAt !== null) return 'MERGED'
  return issue.state === 'open' ? 'OPEN' : 'CLOSED'
}

export function pullNode(context: GraphContext, repo: Repository, issue: PullIssue): Node {
  const { pull } = issue
  // One look for all fields of one answer: two looks would let UNKNOWN and its answer stand side by side.
  let merge: Promise<Mergeability> | undefined
  const look = () => {
    merge ??= mergeability(acting(context, repo), issue)
    return merge
  }
  const branch = async (name: string) => {
    const ref = await repo.git.ref(`refs/heads/${name}`)
    return ref === null ? null : refNode(context, repo, ref)
  }
  return {
    __typename: 'PullRequest',
    ...issueCommon(context, repo, issue),
    state: pullState(issue),
    isDraft: pull.draft,
    isCrossRepository: pull.fork !== undefined,
    merged: pull.mergedAt !== null,
    mergedAt: pull.mergedAt,
    mergedBy: () => (pull.mergedBy === null ? null : actorNode(context, pull.mergedBy)),
    mergeCommit: () => (pull.mergeCommit === null ? null : objectNode(context, repo, pull.mergeCommit)),
    mergeable: async () => {
      const { mergeable } = await look()
      return mergeable === null ? 'UNKNOWN' : mergeable ? 'MERGEABLE' : 'CONFLICTING'
    },
    mergeStateStatus: async () => (await look()).state,
    maintainerCanModify: pull.maintainerCanModify,
    headRefName: pull.headRef,
    headRefOid: pull.headSha,
    headRef: () => branch(pull.headRef),
    headRepository: () => repositoryNode(context, repo),
    headRepositoryOwner: () => actorNode(context, repo.owner),
    baseRefName: pull.baseRef,
    baseRefOid: async () => (await repo.git.ref(`refs/heads/${pull.baseRef}`))?.sha ?? pull.baseSha,
    baseRef: () => branch(pull.baseRef),
    baseRepository: () => repositoryNode(context, repo),
    permalink: `${context.urls.html}/${fullName(repo)}/pull/${issue.number}`,
    isInMergeQueue: pull.queued === true,
    autoMergeRequest: () => autoMergeNode(context, issue),
    reviewDecision: () => decision(repo, issue),
    reviews: (args: PageArgs & { states?: string[] | null }) => reviews(context, issue, args),
    latestReviews: (args: PageArgs) => connection('latestReviews', args, latest(issue), (review) => reviewNode(context, review)),
    reviewRequests: (args: PageArgs) =>
      connection('reviewRequests', args, pull.reviewers, (login) => ({
        __typename: 'ReviewRequest',
        asCodeOwner: false,
        requestedReviewer: actorNode(context, login),
      })),
    changedFiles: async () => (await files(repo, issue)).length,
    additions: async () => (await files(repo, issue)).reduce((sum, file) => sum + file.additions, 0),
    deletions: async () => (await files(repo, issue)).reduce((sum, file) => sum + file.deletions, 0),
    files: async (args: PageArgs) =>
      connection('files', args, await files(repo, issue), (file) => ({
        __typename: 'PullRequestChangedFile',
        path: file.path,
        additions: file.additions,
        deletions: file.deletions,
        changeType: file.status === 'removed' ? 'DELETED' : file.status.toUpperCase(),
      })),
    commits: async (args: PageArgs) => {
      const shas = await repo.git.log(pull.headSha, { not: await startOf({ repo }, issue), reverse: true })
      return connection('commits', args, shas, (sha) => ({
        __typename: 'PullRequestCommit',
        id: nodeId('C', issue.id, sha),
        commit: () => objectNode(context, repo, sha),
      }))
    },
    statusCheckRollup: () => rollupNode(context, repo, pull.headSha),
    viewerDidAuthor: issue.author === context.actor.login,
    viewerCanUpdate: true,
  }
}

async function files(repo: Repository, issue: PullIssue) {
  return repo.git.diff(await startOf({ repo }, issue), issue.pull.headSha)
}

function autoMergeNode(context: GraphContext, { pull }: PullIssue): Node | null {
  if (pull.autoMerge === null) return null
  return {
    __typename: 'AutoMergeRequest',
    enabledAt: pull.autoMerge.at,
    enabledBy: actorNode(context, pull.autoMerge.by),
    mergeMethod: pull.autoMerge.method,
    commitHeadline: pull.autoMerge.headline,
    commitBody: pull.autoMerge.body,
  }
}

function latest(issue: PullIssue): Review[] {
  return [...new Map(issue.pull.reviews.map((review) => [review.author, review])).values()]
}

function decision(repo: Repository, issue: PullIssue): string | null {
  const wanted = repo.protections[issue.pull.baseRef]?.requiredApprovals ?? 0
  const states = latest(issue).map((review) => review.state)
  if (states.includes('CHANGES_REQUESTED')) return 'CHANGES_REQUESTED'
  if (wanted === 0) return null
  return states.filter((state) => state === 'APPROVED').length >= wanted ? 'APPROVED' : 'REVIEW_REQUIRED'
}

function reviews(context: GraphContext, issue: PullIssue, args: PageArgs & { states?: string[] | null }): Node {
  const shown = issue.pull.reviews.filter((review) => args.states == null || args.states.includes(review.state))
  return connection('reviews', args, shown, (review) => reviewNode(context, review))
}

export function reviewNode(context: GraphContext, review: Review): Node {
  return {
    __typename: 'PullRequestReview',
    id: nodeId('PRR', review.id),
    databaseId: review.id,
    state: review.state,
    body: review.body,
    author: () => actorNode(context, review.author),
    submittedAt: review.submittedAt,
    createdAt: review.submittedAt,
    commit: () => ({ __typename: 'Commit', oid: review.commit }),
  }
}

/** The caller. Of type User also for an App, and then with `[bot]` in its login, unlike an author. */
export function viewerNode(context: GraphContext): Node {
  const { actor } = context
  return { ...userNode(context, { ...actor, type: 'User' }), login: actor.login, isViewer: true }
}
