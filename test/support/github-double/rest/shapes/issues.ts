import { atLeast, roleOf } from '../../access.ts'
import type { DoubleContext, Urls } from '../../context.ts'
import { fullName } from '../../context.ts'
import { nodeId } from '../../node-id.ts'
import type { Comment, Issue, IssueEvent, Label, Milestone, Repository } from '../../state.ts'
import { repositoryUrl } from './repositories.ts'
import { loginShape } from './users.ts'

export interface Shaping {
  double: DoubleContext
  urls: Urls
  repo: Repository
}

export function labelShape({ urls, repo }: Shaping, label: Label): Record<string, unknown> {
  return {
    id: label.id,
    node_id: nodeId('LA', label.id),
    url: `${repositoryUrl(urls, repo)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  }
}

export function labelsOf(shaping: Shaping, issue: Issue): Record<string, unknown>[] {
  return shaping.repo.labels.filter((label) => issue.labels.includes(label.name)).map((label) => labelShape(shaping, label))
}

export function associationOf(repo: Repository, login: string): string {
  if (repo.owner.toLowerCase() === login.toLowerCase()) return 'OWNER'
  const role = roleOf(repo, login)
  if (atLeast(role, 'triage')) return 'COLLABORATOR'
  return repo.issues.some((issue) => issue.pull?.mergedAt != null && issue.author === login) ? 'CONTRIBUTOR' : 'NONE'
}

export function milestoneShape(shaping: Shaping, milestone: Milestone): Record<string, unknown> {
  const url = `${repositoryUrl(shaping.urls, shaping.repo)}/milestones/${milestone.number}`
  const within = shaping.repo.issues.filter((issue) => issue.milestone === milestone.number)
  return {
    url,
    html_url: `${shaping.urls.html}/${fullName(shaping.repo)}/milestone/${milestone.number}`,
    labels_url: `${url}/labels`,
    id: milestone.id,
    node_id: nodeId('MI', milestone.id),
    number: milestone.number,
    title: milestone.title,
    description: null,
    creator: loginShape(shaping.double, shaping.urls, shaping.repo.owner),
    open_issues: within.filter((issue) => issue.state === 'open').length,
    closed_issues: within.filter((issue) => issue.state === 'closed').length,
    state: milestone.state,
    created_at: shaping.repo.createdAt,
    updated_at: shaping.repo.createdAt,
    due_on: null,
    closed_at: null,
  }
}

export function milestoneOf(shaping: Shaping, issue: Issue): Record<string, unknown> | null {
  const found = shaping.repo.milestones.find((milestone) => milestone.number === issue.milestone)
  return found === undefined ? null : milestoneShape(shaping, found)
}

/** `issue`; a pull request too is an issue here, with a `pull_request` key. */
export function issueShape(shaping: Shaping, issue: Issue): Record<string, unknown> {
  const { double, urls, repo } = shaping
  const url = `${repositoryUrl(urls, repo)}/issues/${issue.number}`
  const html = `${urls.html}/${fullName(repo)}/${issue.pull === undefined ? 'issues' : 'pull'}/${issue.number}`
  const assignees = issue.assignees.map((login) => loginShape(double, urls, login))
  return {
    url,
    repository_url: repositoryUrl(urls, repo),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: html,
    id: issue.id,
    node_id: nodeId(issue.pull === undefined ? 'I' : 'PR', issue.id),
    number: issue.number,
    title: issue.title,
    user: loginShape(double, urls, issue.author),
    labels: labelsOf(shaping, issue),
    state: issue.state,
    state_reason: issue.stateReason,
    locked: false,
    active_lock_reason: null,
    assignee: assignees[0] ?? null,
    assignees,
    milestone: milestoneOf(shaping, issue),
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    closed_by: issue.closedBy === null ? null : loginShape(double, urls, issue.closedBy),
    author_association: associationOf(repo, issue.author),
    body: issue.body,
    ...(issue.pull === undefined ? {} : pullLinks(shaping, issue, html)),
  }
}

function pullLinks({ urls, repo }: Shaping, issue: Issue, html: string): Record<string, unknown> {
  return {
    draft: issue.pull?.draft ?? false,
    pull_request: {
      url: `${repositoryUrl(urls, repo)}/pulls/${issue.number}`,
      html_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      merged_at: issue.pull?.mergedAt ?? null,
    },
  }
}

export function commentShape({ double, urls, repo }: Shaping, issue: Issue, comment: Comment): Record<string, unknown> {
  const url = repositoryUrl(urls, repo)
  return {
    url: `${url}/issues/comments/${comment.id}`,
    html_url: `${urls.html}/${fullName(repo)}/${issue.pull === undefined ? 'issues' : 'pull'}/${issue.number}#issuecomment-${comment.id}`,
    issue_url: `${url}/issues/${issue.number}`,
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    user: loginShape(double, urls, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(repo, comment.author),
    body: comment.body,
    performed_via_github_app: null,
  }
}

export function eventShape({ double, urls, repo }: Shaping, event: IssueEvent): Record<string, unknown> {
  const label = repo.labels.find((one) => one.name === event.label)
  return {
    id: event.id,
    node_id: nodeId('EV', event.id),
    url: `${repositoryUrl(urls, repo)}/issues/events/${event.id}`,
    actor: loginShape(double, urls, event.actor),
    event: event.event,
    commit_id: event.commit ?? null,
    commit_url: event.commit === undefined ? null : `${repositoryUrl(urls, repo)}/commits/${event.commit}`,
    created_at: event.createdAt,
    performed_via_github_app: null,
    ...(event.label === undefined ? {} : { label: { name: event.label, color: label?.color ?? 'ededed' } }),
  }
}
