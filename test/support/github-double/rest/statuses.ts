import { nextId } from '../context.ts'
import { latestStatuses } from '../domain/checks.ts'
import { settleAutoMerges } from '../domain/merging.ts'
import { RestError } from '../errors.ts'
import type { CommitStatus } from '../state.ts'
import { paginate } from './paging.ts'
import { commitOf } from './revision.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { statusShape } from './shapes/checks.ts'
import { minimalRepository, repositoryUrl } from './shapes/repositories.ts'

export const statusRoutes: RestRoutes = {
  'repos/create-commit-status': { needs: ['statuses:write'], handle: create },
  'repos/list-commit-statuses-for-ref': { needs: ['statuses:read'], handle: list },
  'repos/get-combined-status-for-ref': { needs: ['statuses:read'], handle: combined },
}

/** GitHub's limit for one sha and context. */
const most = 1000

async function create(call: RestCall) {
  const sha = call.path['sha'] ?? ''
  if ((await call.repo.git.commit(sha)) === null) throw new RestError(422, `No commit found for SHA: ${sha}`)
  const { state, context = 'default', description, target_url: target } = call.body
  if (state !== 'error' && state !== 'failure' && state !== 'pending' && state !== 'success') throw new RestError(422, 'Validation Failed')
  const same = call.repo.statuses.filter((status) => status.sha === sha && status.context === context)
  if (same.length >= most)
    throw new RestError(422, 'Validation Failed', {
      errors: [{ resource: 'Status', code: 'custom', message: 'This SHA and context has reached the maximum number of statuses.' }],
    })
  if (typeof description === 'string' && description.length > 140) {
    throw new RestError(422, 'Validation Failed', {
      errors: [
        { resource: 'Status', code: 'custom', field: 'description', message: 'description is too long (maximum is 140 characters)' },
      ],
    })
  }
  const status: CommitStatus = {
    id: nextId(call.double),
    sha,
    context: String(context),
    state,
    description: typeof description === 'string' ? description : null,
    targetUrl: typeof target === 'string' ? target : null,
    creator: call.actor.login,
    createdAt: call.double.clock.iso(),
  }
  call.repo.statuses.push(status)
  await settleAutoMerges(call, sha)
  const json = statusShape(call, status)
  return { status: 201, headers: { location: String(json['url']) }, json }
}

async function list(call: RestCall) {
  const commit = await commitOf(call, call.path['ref'] ?? '')
  const { items, headers } = paginate(call, call.repo.statuses.filter((status) => status.sha === commit.sha).reverse())
  return { status: 200, headers, json: items.map((status) => statusShape(call, status)) }
}

/** No statuses at all is `pending`, which many a client waits on for ever. */
async function combined(call: RestCall) {
  const commit = await commitOf(call, call.path['ref'] ?? '')
  const statuses = latestStatuses(call.repo, commit.sha)
  const states = statuses.map((status) => status.state)
  const state =
    states.includes('error') || states.includes('failure')
      ? 'failure'
      : states.length === 0 || states.includes('pending')
        ? 'pending'
        : 'success'
  const { items, headers } = paginate(call, statuses)
  const url = `${repositoryUrl(call.urls, call.repo)}/commits/${commit.sha}`
  return {
    status: 200,
    headers,
    json: {
      state,
      statuses: items.map((status) => statusShape(call, status)),
      sha: commit.sha,
      total_count: statuses.length,
      repository: minimalRepository(call.double, call.urls, call.repo),
      commit_url: url,
      url: `${url}/status`,
    },
  }
}
