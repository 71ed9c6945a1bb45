import { refusalFor } from '../access.ts'
import { isPull, type PullIssue } from '../domain/pull-lifecycle.ts'
import { changePull, mayChangePull, openPull, pullByNumber } from '../domain/pulls.ts'
import { notFound, RestError } from '../errors.ts'
import { paginate } from './paging.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { fullPull, simplePull } from './shapes/pulls.ts'

export const pullRoutes: RestRoutes = {
  'pulls/list': { needs: ['pull_requests:read'], handle: list },
  'pulls/get': { needs: ['pull_requests:read'], handle: async (call) => ({ status: 200, json: await fullPull(call, pullOf(call)) }) },
  'pulls/create': { needs: ['pull_requests:write'], handle: create },
  'pulls/update': { needs: ['pull_requests:write'], handle: update },
}

/** @throws RestError 404 where the number is of no pull request */
export function pullOf(call: RestCall): PullIssue {
  const found = pullByNumber(call, Number(call.path['pull_number']))
  if (found === undefined) throw notFound()
  return found
}

async function list(call: RestCall) {
  const { state = 'open', head, base, sort = 'created', direction } = call.query
  const pulls = call.repo.issues.filter(isPull).filter((issue) => {
    if (state !== 'all' && issue.state !== state) return false
    if (base !== undefined && issue.pull.baseRef !== base) return false
    // Only `owner:branch` filters; a bare branch name is passed over by GitHub without a word, and then all are listed.
    if (typeof head !== 'string' || !head.includes(':')) return true
    return head === `${call.repo.owner}:${issue.pull.headRef}`
  })
  const key = (issue: PullIssue) => (sort === 'updated' ? issue.updatedAt : issue.createdAt)
  pulls.sort((a, b) => key(a).localeCompare(key(b)) || a.number - b.number)
  // Newest first, but oldest first for every `sort` other than `created` unless told.
  if ((direction ?? (sort === 'created' ? 'desc' : 'asc')) === 'desc') pulls.reverse()
  const { items, headers } = paginate(call, pulls)
  return { status: 200, headers, json: await Promise.all(items.map((issue) => simplePull(call, issue))) }
}

async function create(call: RestCall) {
  const { title, head, base, body, draft, maintainer_can_modify: modify } = call.body
  if (typeof title !== 'string')
    throw new RestError(422, 'Validation Failed', { errors: [{ resource: 'PullRequest', code: 'missing_field', field: 'title' }] })
  const issue = await openPull(call, {
    title,
    head: String(head),
    base: String(base),
    body: typeof body === 'string' ? body : null,
    draft: draft === true,
    maintainerCanModify: modify === true,
  })
  const json = await fullPull(call, issue)
  return { status: 201, headers: { location: String(json['url']) }, json }
}

async function update(call: RestCall) {
  const issue = pullOf(call)
  if (!mayChangePull(call, issue)) throw new RestError(403, refusalFor(call.token))
  const { title, body, state, base, maintainer_can_modify: modify } = call.body
  await changePull(call, issue, {
    title: typeof title === 'string' ? title : undefined,
    body: typeof body === 'string' || body === null ? body : undefined,
    state: state === 'open' || state === 'closed' ? state : undefined,
    base: typeof base === 'string' ? base : undefined,
    maintainerCanModify: typeof modify === 'boolean' ? modify : undefined,
  })
  return { status: 200, json: await fullPull(call, issue) }
}
