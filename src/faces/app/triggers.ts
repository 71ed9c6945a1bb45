import * as z from 'zod'
import type { CommentEvent } from '../../commands/comment.ts'
import { commentOf } from '../../commands/comment-event.ts'
import { DASHBOARD_LABEL } from '../../core/dashboard/contract.ts'
import { parseCommands } from '../../core/orders/parse.ts'
import { BRANCH_PREFIX } from '../../core/proposals/branch.ts'
import type { ReviewSubject } from '../../ports/reviews.ts'

/** A repository as events and lists name it. The id stays when it is renamed. */
export interface RepositoryRef {
  id: number
  /** `owner/name` */
  name: string
  installation: number
}

/** What an event asks for. */
export type Trigger =
  | { kind: 'run'; repositories: readonly RepositoryRef[]; why: string /** It belongs to another owner now. */; moved?: true }
  /** Look which repositories of an installation have a registry, and run for them. */
  | { kind: 'survey'; installation: number; why: string }
  /** Judge a pull request. */
  | { kind: 'review'; repository: RepositoryRef; subject: ReviewSubject; why: string }
  /** Obey the commands of a comment. */
  | { kind: 'comment'; repository: RepositoryRef; event: CommentEvent; why: string }
  /** Look at the health of what was merged. */
  | { kind: 'watch'; repository: RepositoryRef; why: string }
  /** We may no longer work there. */
  | { kind: 'forget'; repositories: readonly number[]; installation?: number }
  | { kind: 'nothing'; why: string }

/** Events that the App listens to; others it does not even parse. */
export const EVENTS = [
  'push',
  'pull_request',
  'merge_group',
  'issue_comment',
  'issues',
  'check_suite',
  'status',
  'deployment_status',
  'installation',
  'installation_repositories',
  'repository',
] as const

const installation = z.object({ id: z.number() })
const repository = z.object({
  id: z.number(),
  full_name: z.string(),
  default_branch: z.string(),
  archived: z.boolean().optional(),
  disabled: z.boolean().optional(),
})
const inRepository = z.object({ installation, repository, action: z.string().optional() })
const listed = z.array(z.object({ id: z.number(), full_name: z.string() })).default([])

const payloads = {
  push: inRepository.extend({ ref: z.string(), deleted: z.boolean().default(false) }),
  pull_request: inRepository.extend({
    sender: z.object({ login: z.string() }),
    changes: z.looseObject({}).optional(),
    pull_request: z.object({
      number: z.number().default(0),
      merged: z.boolean().nullish(),
      head: z.object({ ref: z.string(), repo: z.object({ id: z.number() }).nullable() }),
    }),
  }),
  merge_group: inRepository.extend({ merge_group: z.object({ base_sha: z.string(), head_sha: z.string() }) }),
  issue_comment: inRepository,
  issues: inRepository.extend({
    sender: z.object({ login: z.string(), type: z.string().default('User') }),
    issue: z.object({ labels: z.array(z.looseObject({ name: z.string() })).default([]) }),
    changes: z.looseObject({}).optional(),
  }),
  check_suite: inRepository.extend({ check_suite: z.object({ head_branch: z.string().nullable() }) }),
  status: inRepository.extend({ state: z.string(), branches: z.array(z.object({ name: z.string() })).default([]) }),
  deployment_status: inRepository.extend({ deployment_status: z.object({ state: z.string() }) }),
  installation: z.object({ installation, action: z.string() }),
  installation_repositories: z.object({ installation, action: z.string(), repositories_added: listed, repositories_removed: listed }),
  repository: inRepository.extend({ action: z.string(), changes: z.looseObject({}).optional() }),
}

/**
 * What a webhook asks for. A payload of another shape asks for nothing: the next round of the schedule finds out.
 * `self` is our own login, whose closing of pull requests is no news to us.
 */
export function triggerOf(event: string, payload: unknown, self: string | null): Trigger {
  switch (event) {
    case 'push':
      return read(payloads.push, payload, onPush)
    case 'pull_request':
      return read(payloads.pull_request, payload, (given) => onPullRequest(given, self))
    case 'merge_group':
      return read(payloads.merge_group, payload, onMergeGroup)
    case 'issue_comment':
      return read(payloads.issue_comment, payload, (given) => onComment(given, payload))
    case 'issues':
      return read(payloads.issues, payload, onIssue)
    case 'check_suite':
      return read(payloads.check_suite, payload, onCheckSuite)
    case 'status':
      return read(payloads.status, payload, onStatus)
    case 'deployment_status':
      return read(payloads.deployment_status, payload, onDeployment)
    case 'installation':
      return read(payloads.installation, payload, onInstallation)
    case 'installation_repositories':
      return read(payloads.installation_repositories, payload, onSelection)
    case 'repository':
      return read(payloads.repository, payload, onRepository)
    default:
      return nothing(`${event} is no event of ours`)
  }
}

function read<T>(schema: z.ZodType<T>, payload: unknown, decide: (given: T) => Trigger): Trigger {
  const parsed = schema.safeParse(payload)
  return parsed.success ? decide(parsed.data) : nothing('its payload is not of an installation, or of another shape')
}

/** Any push to the default branch: the base moved, whatever the files. */
function onPush(given: z.infer<typeof payloads.push>): Trigger {
  if (given.deleted || given.ref !== `refs/heads/${given.repository.default_branch}`) return nothing('not the default branch')
  return run(given, 'the default branch moved')
}

function onPullRequest(given: z.infer<typeof payloads.pull_request>, self: string | null): Trigger {
  const { action, sender, pull_request: pull } = given
  if (isNews(given)) return review(given)
  if (action !== 'closed' && action !== 'reopened') return nothing(`${action} changes nothing for us`)
  if (!pull.head.ref.startsWith(BRANCH_PREFIX) || pull.head.repo?.id !== given.repository.id) return nothing('not a branch of ours')
  if (sender.login === self && pull.merged !== true) return nothing('closed by ourselves')
  return run(given, `a pull request of ours was ${pull.merged === true ? 'merged' : action}`)
}

/** What may change the verdict: new commits, another base. */
function isNews({ action, changes }: z.infer<typeof payloads.pull_request>): boolean {
  return action === 'opened' || action === 'synchronize' || (action === 'edited' && changes?.['base'] !== undefined)
}

function review({ repository, installation, action, pull_request: pull }: z.infer<typeof payloads.pull_request>): Trigger {
  if (repository.archived === true || pull.number === 0) return nothing('the repository is archived')
  const ref = { id: repository.id, name: repository.full_name, installation: installation.id }
  return { kind: 'review', repository: ref, subject: { pull: pull.number }, why: `a pull request was ${action}` }
}

/** A required check must report on a group of the merge queue, too, or nothing is ever merged. */
function onMergeGroup({ action, repository, installation, merge_group: group }: z.infer<typeof payloads.merge_group>): Trigger {
  if (action !== 'checks_requested') return nothing('the group is gone')
  const ref = { id: repository.id, name: repository.full_name, installation: installation.id }
  return { kind: 'review', repository: ref, subject: { base: group.base_sha, head: group.head_sha }, why: 'a merge group asks for checks' }
}

/** Most comments hold no command and are not even asked about. */
function onComment({ repository, installation }: z.infer<typeof inRepository>, payload: unknown): Trigger {
  const event = commentOf(payload)
  if (event === null || event.comment.type !== 'User') return nothing('no comment of a person')
  if (repository.archived === true || parseCommands(event.comment.body, 0).length === 0) return nothing('no command')
  const ref = { id: repository.id, name: repository.full_name, installation: installation.id }
  return { kind: 'comment', repository: ref, event, why: 'a command' }
}

/** A tick on the dashboard. What bots change there, ourselves among them, is no news. */
function onIssue(given: z.infer<typeof payloads.issues>): Trigger {
  const board = given.issue.labels.some((label) => label.name === DASHBOARD_LABEL.name)
  if (given.action !== 'edited' || !board || given.changes?.['body'] === undefined) return nothing('not the dashboard')
  return given.sender.type === 'Bot' ? nothing('the dashboard was written by a bot') : run(given, 'the dashboard was edited')
}

/** Checks of the default branch came to an end. */
function onCheckSuite(given: z.infer<typeof payloads.check_suite>): Trigger {
  const ended = given.action === 'completed' && given.check_suite.head_branch === given.repository.default_branch
  return ended ? watch(given, 'checks of the default branch ended') : nothing('no end of checks of the default branch')
}

function onStatus(given: z.infer<typeof payloads.status>): Trigger {
  const there = given.branches.some(({ name }) => name === given.repository.default_branch)
  return there && given.state !== 'pending' ? watch(given, `a commit status: ${given.state}`) : nothing('no verdict on the default branch')
}

function onDeployment(given: z.infer<typeof payloads.deployment_status>): Trigger {
  const { state } = given.deployment_status
  const ended = ['success', 'failure', 'error', 'inactive'].includes(state)
  return ended ? watch(given, `a deployment: ${state}`) : nothing('the deployment has not ended')
}

function watch({ repository, installation }: z.infer<typeof inRepository>, why: string): Trigger {
  if (repository.archived === true || repository.disabled === true) return nothing('the repository is archived')
  return { kind: 'watch', repository: { id: repository.id, name: repository.full_name, installation: installation.id }, why }
}

function onInstallation({ action, installation }: z.infer<typeof payloads.installation>): Trigger {
  if (action === 'deleted' || action === 'suspend') return { kind: 'forget', repositories: [], installation: installation.id }
  return { kind: 'survey', installation: installation.id, why: `installation: ${action}` }
}

function onSelection(given: z.infer<typeof payloads.installation_repositories>): Trigger {
  if (given.action === 'removed') return { kind: 'forget', repositories: given.repositories_removed.map((one) => one.id) }
  // With thousands of them, asking for registries first is cheaper than starting as many runs.
  if (given.repositories_added.length > 10) return { kind: 'survey', installation: given.installation.id, why: 'repositories were added' }
  const repositories = given.repositories_added.map(({ id, full_name }) => ({ id, name: full_name, installation: given.installation.id }))
  return repositories.length === 0 ? nothing('no repository was added') : { kind: 'run', repositories, why: 'the repository was added' }
}

function onRepository(given: z.infer<typeof payloads.repository>): Trigger {
  const { action, repository, changes } = given
  if (action === 'archived' || action === 'deleted') return { kind: 'forget', repositories: [repository.id] }
  // GitHub tells the new owner's installation; where there is none, the event does not come.
  if (action === 'transferred') {
    const asked = run(given, 'the repository has a new owner')
    return asked.kind === 'run' ? { ...asked, moved: true } : asked
  }
  if (action === 'unarchived') return run(given, 'the repository was unarchived')
  if (action === 'edited' && changes?.['default_branch'] !== undefined) return run(given, 'the default branch is another one')
  // A new name needs nothing: the forge follows it, and the next event brings it.
  return nothing(`${action} changes nothing for us`)
}

function run({ repository, installation }: z.infer<typeof inRepository>, why: string): Trigger {
  if (repository.archived === true || repository.disabled === true) return nothing('the repository is archived')
  return { kind: 'run', repositories: [{ id: repository.id, name: repository.full_name, installation: installation.id }], why }
}

function nothing(why: string): Trigger {
  return { kind: 'nothing', why }
}
