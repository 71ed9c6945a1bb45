import { fullName, userOf } from '../../context.ts'
import { forkOf } from '../../domain/forks.ts'
import { mergeability } from '../../domain/mergeability.ts'
import type { PullIssue } from '../../domain/pull-lifecycle.ts'
import { nodeId } from '../../node-id.ts'
import type { Review } from '../../state.ts'
import { associationOf, labelsOf, milestoneOf, type Shaping } from './issues.ts'
import { repositoryShape, repositoryUrl } from './repositories.ts'
import { teamShape } from './teams.ts'
import { loginShape, userShape } from './users.ts'

function side({ double, urls, repo: base }: Shaping, ref: string, sha: string, fork?: string): Record<string, unknown> {
  const repo = fork === undefined ? base : forkOf(base, fork)
  return {
    label: `${repo.owner}:${ref}`,
    ref,
    sha,
    user: userShape(urls, userOf(double.state, repo.owner)),
    repo: repositoryShape(double, urls, repo),
  }
}

/** `pull-request-simple`, as lists give it: nothing that would need a look into git. */
export async function simplePull(shaping: Shaping, issue: PullIssue): Promise<Record<string, unknown>> {
  const { double, urls, repo } = shaping
  const { pull } = issue
  const api = repositoryUrl(urls, repo)
  const url = `${api}/pulls/${issue.number}`
  const html = `${urls.html}/${fullName(repo)}/pull/${issue.number}`
  const assignees = issue.assignees.map((login) => loginShape(double, urls, login))
  const links: Record<string, string> = {
    self: url,
    html,
    issue: `${api}/issues/${issue.number}`,
    comments: `${api}/issues/${issue.number}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${api}/pulls/comments{/number}`,
    commits: `${url}/commits`,
    statuses: `${api}/statuses/${pull.headSha}`,
  }
  return {
    url,
    id: issue.id,
    node_id: nodeId('PR', issue.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: links['issue'],
    number: issue.number,
    state: issue.state,
    locked: false,
    title: issue.title,
    user: loginShape(double, urls, issue.author),
    body: issue.body,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommit,
    assignee: assignees[0] ?? null,
    assignees,
    requested_reviewers: pull.reviewers.map((login) => loginShape(double, urls, login)),
    requested_teams: pull.teams.map((slug) => teamShape(shaping, slug)),
    labels: labelsOf(shaping, issue),
    milestone: milestoneOf(shaping, issue),
    draft: pull.draft,
    commits_url: links['commits'],
    review_comments_url: links['review_comments'],
    review_comment_url: links['review_comment'],
    comments_url: links['comments'],
    statuses_url: links['statuses'],
    head: side(shaping, pull.headRef, pull.headSha, pull.fork),
    base: side(shaping, pull.baseRef, (await repo.git.ref(`refs/heads/${pull.baseRef}`))?.sha ?? pull.baseSha),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    author_association: associationOf(repo, issue.author),
    auto_merge: autoMerge(shaping, issue),
    active_lock_reason: null,
  }
}

function autoMerge({ double, urls }: Shaping, { pull, title }: PullIssue): Record<string, unknown> | null {
  if (pull.autoMerge === null) return null
  return {
    enabled_by: loginShape(double, urls, pull.autoMerge.by),
    merge_method: pull.autoMerge.method.toLowerCase(),
    commit_title: pull.autoMerge.headline ?? title,
    commit_message: pull.autoMerge.body ?? '',
  }
}

/** `pull-request`: one of them, with what git says. */
export async function fullPull(shaping: Shaping, issue: PullIssue): Promise<Record<string, unknown>> {
  const { double, urls } = shaping
  const { pull } = issue
  const [merge, size] = await Promise.all([mergeability(shaping, issue), sizeOf(shaping, issue)])
  return {
    ...(await simplePull(shaping, issue)),
    merged: pull.mergedAt !== null,
    mergeable: merge.mergeable,
    rebaseable: merge.mergeable,
    mergeable_state: merge.state.toLowerCase(),
    merged_by: pull.mergedBy === null ? null : loginShape(double, urls, pull.mergedBy),
    comments: issue.comments.length,
    review_comments: 0,
    maintainer_can_modify: pull.maintainerCanModify,
    ...size,
    // GitHub shows the trial merge's commit while a pull request is open; the double makes none, and says null.
    merge_commit_sha: pull.mergeCommit,
  }
}

/** Where a pull request's own commits begin: what head and base had in common, before it was merged. */
export async function startOf({ repo }: Pick<Shaping, 'repo'>, issue: PullIssue): Promise<string> {
  const { pull } = issue
  const now = pull.mergedAt === null ? (await repo.git.ref(`refs/heads/${pull.baseRef}`))?.sha : undefined
  return (await repo.git.mergeBase(now ?? pull.baseSha, pull.headSha)) ?? pull.baseSha
}

async function sizeOf(shaping: Shaping, issue: PullIssue): Promise<Record<string, number>> {
  const start = await startOf(shaping, issue)
  const files = await shaping.repo.git.diff(start, issue.pull.headSha)
  const commits = await shaping.repo.git.log(issue.pull.headSha, { not: start })
  return {
    commits: commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  }
}

export function reviewShape({ double, urls, repo }: Shaping, issue: PullIssue, review: Review): Record<string, unknown> {
  const pull = `${repositoryUrl(urls, repo)}/pulls/${issue.number}`
  const html = `${urls.html}/${fullName(repo)}/pull/${issue.number}#pullrequestreview-${review.id}`
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: loginShape(double, urls, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pull,
    _links: { html: { href: html }, pull_request: { href: pull } },
    submitted_at: review.submittedAt,
    commit_id: review.commit,
    author_association: associationOf(repo, review.author),
  }
}
