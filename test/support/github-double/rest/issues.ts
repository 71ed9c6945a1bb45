import { allowed, refusalFor } from '../access.ts'
import { record } from '../context.ts'
import { changeIssue, createIssue } from '../domain/issues.ts'
import { addLabels, removeLabel } from '../domain/labels.ts'
import { isPull } from '../domain/pull-lifecycle.ts'
import { changePull } from '../domain/pulls.ts'
import { RestError } from '../errors.ts'
import type { Issue } from '../state.ts'
import { issueOf, requireIssuePermission } from './issue-access.ts'
import { paginate } from './paging.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { eventShape, issueShape, milestoneShape } from './shapes/issues.ts'

const read = ['issues:read', 'pull_requests:read']
const write = ['issues:write', 'pull_requests:write']

export const issueRoutes: RestRoutes = {
  'issues/list-for-repo': { needs: ['issues:read'], handle: list },
  'issues/get': { needs: read, handle: (call) => ({ status: 200, json: issueShape(call, issueOf(call)) }) },
  'issues/create': { needs: ['issues:write'], handle: create },
  'issues/update': { needs: write, handle: update },
  'issues/list-events': {
    needs: read,
    handle(call) {
      const { items, headers } = paginate(call, issueOf(call).events)
      return { status: 200, headers, json: items.map((event) => eventShape(call, event)) }
    },
  },
  'issues/list-milestones': {
    needs: read,
    handle(call) {
      const { items, headers } = paginate(call, call.repo.milestones)
      return { status: 200, headers, json: items.map((milestone) => milestoneShape(call, milestone)) }
    },
  },
  'issues/add-assignees': { needs: write, handle: (call) => assign(call, true) },
  'issues/remove-assignees': { needs: write, handle: (call) => assign(call, false) },
}

/** Pull requests are issues too, and stand in this list. */
function list(call: RestCall) {
  const { state = 'open', labels, creator, since, sort = 'created', direction = 'desc' } = call.query
  const wanted = typeof labels === 'string' ? labels.split(',') : []
  const found = call.repo.issues.filter((issue) => {
    if (state !== 'all' && issue.state !== state) return false
    if (typeof creator === 'string' && issue.author !== creator) return false
    if (typeof since === 'string' && issue.updatedAt < since) return false
    return wanted.every((name) => issue.labels.includes(name))
  })
  const key = (issue: Issue) =>
    sort === 'updated' ? issue.updatedAt : sort === 'comments' ? String(issue.comments.length).padStart(9, '0') : issue.createdAt
  found.sort((a, b) => key(a).localeCompare(key(b)) || a.number - b.number)
  if (direction === 'desc') found.reverse()
  const { items, headers } = paginate(call, found)
  return { status: 200, headers, json: items.map((issue) => issueShape(call, issue)) }
}

function names(value: unknown, key: string): string[] {
  if (!Array.isArray(value)) return []
  return value.map((one: unknown) => String(typeof one === 'object' && one !== null ? (one as Record<string, unknown>)[key] : one))
}

function create(call: RestCall) {
  const { title, body, labels, assignees, milestone } = call.body
  // Without push access labels and assignees are dropped in silence.
  const trusted = allowed(call.token, call.repo, ['issues:write'])
  const issue = createIssue(call, {
    title: String(title),
    body: typeof body === 'string' ? body : null,
    labels: trusted ? names(labels, 'name') : [],
    assignees: trusted ? names(assignees, 'login') : [],
  })
  if (milestone !== undefined && milestone !== null) issue.milestone = Number(milestone)
  const json = issueShape(call, issue)
  return { status: 201, headers: { location: String(json['url']) }, json }
}

async function update(call: RestCall) {
  const issue = issueOf(call)
  requireIssuePermission(call, issue)
  const { title, body, state, labels, assignees, milestone, state_reason: reason } = call.body
  const change = {
    title: title === undefined || title === null ? undefined : String(title),
    body: typeof body === 'string' || body === null ? body : undefined,
    state: state === 'open' || state === 'closed' ? state : undefined,
  } as const
  if (isPull(issue)) await changePull(call, issue, change)
  else changeIssue(call, issue, { ...change, stateReason: reason === 'not_planned' || reason === 'completed' ? reason : undefined })
  if (Array.isArray(labels)) {
    const wanted = names(labels, 'name')
    for (const name of issue.labels.filter((one) => !wanted.includes(one))) removeLabel(call, issue, name)
    addLabels(call, issue, wanted)
  }
  if (Array.isArray(assignees)) issue.assignees = names(assignees, 'login')
  if (milestone !== undefined) issue.milestone = milestone === null ? null : Number(milestone)
  return { status: 200, json: issueShape(call, issue) }
}

function assign(call: RestCall, add: boolean) {
  const issue = issueOf(call)
  if (!allowed(call.token, call.repo, write)) throw new RestError(403, refusalFor(call.token))
  for (const login of names(call.body['assignees'], 'login')) {
    // An unknown or unfit assignee is passed over without a word.
    const known = call.repo.owner === login || call.repo.collaborators[login] !== undefined
    if (add && known && !issue.assignees.includes(login)) issue.assignees.push(login)
    if (!add) issue.assignees = issue.assignees.filter((one) => one !== login)
    record(call, issue, add ? 'assigned' : 'unassigned')
  }
  return { status: add ? 201 : 200, json: issueShape(call, issue) }
}
