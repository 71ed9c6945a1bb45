import { allowed, atLeast, roleOf } from '../access.ts'
import { type Acting, nextId, record } from '../context.ts'
import { Refusal } from '../errors.ts'
import type { Issue, Pull } from '../state.ts'
import { closePull, isPull, type PullIssue } from './pull-lifecycle.ts'
import { writable } from './refs.ts'

/** GitHub counts characters; the reports do not say whether those beyond the basic plane count as one or two. UTF-16 units are the stricter reading. */
const longestBody = 65536
const longestTitle = 256

export interface NewPull {
  title: string
  head: string
  base: string
  body: string | null
  draft: boolean
  maintainerCanModify: boolean
}

const resource = 'PullRequest'

function invalid(field: string, code: string, message?: string): Refusal {
  return new Refusal('unprocessable', message ?? `${field} is ${code}`, {
    resource,
    field,
    code,
    ...(message === undefined ? {} : { message }),
  })
}

function custom(message: string): Refusal {
  return new Refusal('unprocessable', message, { resource, code: 'custom', message })
}

export function nextNumber(acting: Acting): number {
  return Math.max(0, ...acting.repo.issues.map((issue) => issue.number)) + 1
}

export function pullByNumber(acting: Pick<Acting, 'repo'>, number: number): PullIssue | undefined {
  return acting.repo.issues.find((issue): issue is PullIssue => issue.number === number && isPull(issue))
}

/** @throws Refusal */
export function checkTexts(title: string | undefined, body: string | null | undefined): void {
  if (title !== undefined && title.trim() === '') throw invalid('title', 'missing_field')
  if (title !== undefined && title.length > longestTitle)
    throw invalid('title', 'invalid', `title is too long (maximum is ${longestTitle} characters)`)
  if (body !== undefined && body !== null && body.length > longestBody) {
    throw invalid('body', 'custom', `body is too long (maximum is ${longestBody} characters)`)
  }
}

/** Opens a pull request between two branches of the repository. @throws Refusal */
export async function openPull(acting: Acting, input: NewPull): Promise<PullIssue> {
  const { repo, double, actor, token } = acting
  const store = writable(acting)
  if (token?.kind === 'actions' && !repo.settings.actionsCreatePulls) {
    throw new Refusal('forbidden', 'GitHub Actions is not permitted to create or approve pull requests.')
  }
  checkTexts(input.title, input.body)
  if (input.draft && !repo.settings.drafts) throw new Refusal('unprocessable', 'Draft pull requests are not supported in this repository.')
  const headRef = localBranch(acting, input.head)
  const head = headRef === null ? null : await store.ref(`refs/heads/${headRef}`)
  const base = await store.ref(`refs/heads/${input.base}`)
  if (head === null || headRef === null) throw invalid('head', 'invalid')
  if (base === null) throw invalid('base', 'invalid')
  const twin = repo.issues.find(
    (one) => isPull(one) && one.state === 'open' && one.pull.headRef === headRef && one.pull.baseRef === input.base,
  )
  if (twin !== undefined) throw custom(`A pull request already exists for ${repo.owner}:${headRef}.`)
  const common = await store.mergeBase(base.sha, head.sha)
  if (common === null) throw custom(`The ${headRef} branch has no history in common with ${input.base}`)
  if (common === head.sha) throw custom(`No commits between ${input.base} and ${headRef}`)
  const pull: Pull = {
    headRef,
    headSha: head.sha,
    baseRef: input.base,
    baseSha: base.sha,
    draft: input.draft,
    mergedAt: null,
    mergedBy: null,
    mergeCommit: null,
    autoMerge: null,
    reviewers: [],
    teams: [],
    reviews: [],
    maintainerCanModify: input.maintainerCanModify,
  }
  const issue = { ...newIssue(acting, input.title, input.body), pull }
  repo.issues.push(issue)
  if (!double.state.users.includes(actor)) throw new Error(`${actor.login} is not known`)
  return issue
}

export function newIssue(acting: Acting, title: string, body: string | null): Issue {
  const at = acting.double.clock.iso()
  return {
    id: nextId(acting.double),
    number: nextNumber(acting),
    title,
    body: body === '' ? null : body,
    author: acting.actor.login,
    state: 'open',
    stateReason: null,
    labels: [],
    assignees: [],
    milestone: null,
    comments: [],
    events: [],
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    closedBy: null,
  }
}

/** `branch`, `owner:branch` or null where it is another's repository: forks are not modelled. */
function localBranch({ repo }: Acting, head: string): string | null {
  const colon = head.indexOf(':')
  if (colon < 0) return head.replace(/^refs\/heads\//, '')
  return head.slice(0, colon).toLowerCase() === repo.owner.toLowerCase() ? head.slice(colon + 1) : null
}

export interface PullChange {
  title?: string | undefined
  body?: string | null | undefined
  state?: 'open' | 'closed' | undefined
  base?: string | undefined
  maintainerCanModify?: boolean | undefined
}

/** @throws Refusal */
export async function changePull(acting: Acting, issue: PullIssue, change: PullChange): Promise<void> {
  const store = writable(acting)
  checkTexts(change.title, change.body)
  if (change.base !== undefined && change.base !== issue.pull.baseRef) {
    if (issue.state === 'closed') throw invalid('base', 'invalid', 'Cannot change the base branch of a closed pull request.')
    const base = await store.ref(`refs/heads/${change.base}`)
    if (base === null) throw invalid('base', 'invalid', `Proposed base branch '${change.base}' was not found`)
    issue.pull.baseRef = change.base
    issue.pull.baseSha = base.sha
    record(acting, issue, 'base_ref_changed')
  }
  if (change.title !== undefined && change.title !== issue.title) {
    issue.title = change.title
    record(acting, issue, 'renamed')
  }
  if (change.body !== undefined) issue.body = change.body === '' ? null : change.body
  if (change.maintainerCanModify !== undefined) issue.pull.maintainerCanModify = change.maintainerCanModify
  if (change.state === 'closed' && issue.state === 'open') closePull(acting, issue)
  if (change.state === 'open' && issue.state === 'closed') await reopen(acting, issue)
  issue.updatedAt = acting.double.clock.iso()
}

async function reopen(acting: Acting, issue: PullIssue): Promise<void> {
  const store = writable(acting)
  const { headRef, headSha, baseRef } = issue.pull
  const refuse = (message: string) => invalid('state', 'custom', `state cannot be changed. ${message}`)
  if (issue.pull.mergedAt !== null) throw refuse('The pull request cannot be reopened.')
  const head = await store.ref(`refs/heads/${headRef}`)
  if (head === null) throw refuse(`The ${headRef} branch has been deleted.`)
  // GitHub takes a branch back only where its head at closing time is still in its history.
  if ((await store.mergeBase(head.sha, headSha)) !== headSha) throw refuse(`The ${headRef} branch was force-pushed or recreated.`)
  const base = await store.ref(`refs/heads/${baseRef}`)
  if (base === null) throw refuse(`The ${baseRef} branch has been deleted.`)
  if ((await store.mergeBase(base.sha, head.sha)) === head.sha) throw refuse(`There are no new commits on the ${headRef} branch.`)
  const twin = acting.repo.issues.find(
    (one) => isPull(one) && one !== issue && one.state === 'open' && one.pull.headRef === headRef && one.pull.baseRef === baseRef,
  )
  if (twin !== undefined) throw refuse(`There is already an open pull request from the ${headRef} branch.`)
  issue.pull.headSha = head.sha
  issue.state = 'open'
  issue.closedAt = null
  issue.closedBy = null
  record(acting, issue, 'reopened')
}

/** Whether the actor may change a pull request: write access, or its author. */
export function mayChangePull({ repo, token, actor }: Acting, issue: Issue): boolean {
  if (!allowed(token, repo, ['pull_requests:write'])) return false
  if (token?.kind === 'installation' || token?.kind === 'actions') return true
  return issue.author === actor.login || atLeast(roleOf(repo, actor.login), 'triage')
}
