import { type Acting, nextId, record } from '../context.ts'
import { Refusal } from '../errors.ts'
import type { Comment, Issue } from '../state.ts'
import { addLabels } from './labels.ts'
import { closePull } from './pull-lifecycle.ts'
import { newIssue } from './pulls.ts'

const longestBody = 65536

function checkBody(body: string | null | undefined, resource: string): void {
  if (body != null && body.length > longestBody) {
    const message = `body is too long (maximum is ${longestBody} characters)`
    throw new Refusal('unprocessable', message, { resource, code: 'unprocessable', field: 'data', message })
  }
}

export function createIssue(
  acting: Acting,
  input: { title: string; body: string | null; labels: readonly string[]; assignees?: readonly string[] },
): Issue {
  if (!acting.repo.settings.issues) throw new Refusal('unprocessable', 'Issues has been disabled in this repository.')
  if (input.title.trim() === '')
    throw new Refusal('unprocessable', 'title is missing', { resource: 'Issue', code: 'missing_field', field: 'title' })
  checkBody(input.body, 'Issue')
  const issue = newIssue(acting, input.title, input.body)
  acting.repo.issues.push(issue)
  addLabels(acting, issue, input.labels)
  issue.assignees = [...(input.assignees ?? [])]
  return issue
}

export interface IssueChange {
  title?: string | undefined
  body?: string | null | undefined
  state?: 'open' | 'closed' | undefined
  stateReason?: Issue['stateReason'] | undefined
}

/** Changes an issue that is no pull request. */
export function changeIssue(acting: Acting, issue: Issue, change: IssueChange): void {
  checkBody(change.body, 'Issue')
  if (change.title !== undefined && change.title !== issue.title) {
    issue.title = change.title
    record(acting, issue, 'renamed')
  }
  if (change.body !== undefined) {
    issue.body = change.body === '' ? null : change.body
    issue.editor = acting.actor.login
  }
  if (change.state === 'closed' && issue.state === 'open') {
    closePull(acting, issue)
    issue.stateReason = change.stateReason ?? 'completed'
  }
  if (change.state === 'open' && issue.state === 'closed') {
    issue.state = 'open'
    issue.stateReason = 'reopened'
    issue.closedAt = null
    issue.closedBy = null
    record(acting, issue, 'reopened')
  }
  issue.updatedAt = acting.double.clock.iso()
}

export function addComment(acting: Acting, issue: Issue, body: string): Comment {
  if (body.trim() === '')
    throw new Refusal('unprocessable', 'body is missing', { resource: 'IssueComment', code: 'missing_field', field: 'body' })
  checkBody(body, 'IssueComment')
  const at = acting.double.clock.iso()
  const comment: Comment = { id: nextId(acting.double), author: acting.actor.login, body, createdAt: at, updatedAt: at, reactions: [] }
  issue.comments.push(comment)
  issue.updatedAt = at
  return comment
}

export function changeComment(acting: Acting, comment: Comment, body: string): void {
  checkBody(body, 'IssueComment')
  comment.body = body
  comment.updatedAt = acting.double.clock.iso()
}

export function deleteComment(issue: Issue, comment: Comment): void {
  issue.comments = issue.comments.filter((one) => one !== comment)
}

/** @throws Refusal not-found */
export function commentById({ repo }: Pick<Acting, 'repo'>, fits: (comment: Comment) => boolean): { issue: Issue; comment: Comment } {
  for (const issue of repo.issues) {
    const comment = issue.comments.find(fits)
    if (comment !== undefined) return { issue, comment }
  }
  throw new Refusal('not-found', 'Not Found')
}
