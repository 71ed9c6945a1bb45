import { nextId } from '../context.ts'
import { rollup } from '../domain/checks.ts'
import { notFound, RestError } from '../errors.ts'
import { nodeId } from '../node-id.ts'
import type { Deployment, DeploymentStatus } from '../state.ts'
import { paginate } from './paging.ts'
import { commitOf } from './revision.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { repositoryUrl } from './shapes/repositories.ts'
import { loginShape } from './shapes/users.ts'

export const deploymentRoutes: RestRoutes = {
  'repos/list-deployments': { needs: ['deployments:read'], handle: list },
  'repos/create-deployment': { needs: ['deployments:write'], handle: create },
  'repos/list-deployment-statuses': {
    needs: ['deployments:read'],
    handle(call) {
      const deployment = deploymentOf(call)
      const { items, headers } = paginate(call, [...deployment.statuses].reverse())
      return { status: 200, headers, json: items.map((status) => statusShape(call, deployment, status)) }
    },
  },
  'repos/create-deployment-status': { needs: ['deployments:write'], handle: createStatus },
}

function deploymentOf(call: RestCall): Deployment {
  const found = call.repo.deployments.find((deployment) => deployment.id === Number(call.path['deployment_id']))
  if (found === undefined) throw notFound()
  return found
}

/** Newest first. */
function list(call: RestCall) {
  const { sha, ref, task, environment } = call.query
  const fits = (wanted: unknown, value: string) => wanted === undefined || wanted === 'none' || wanted === value
  const found = call.repo.deployments.filter(
    (one) => fits(sha, one.sha) && fits(ref, one.ref) && fits(task, one.task) && fits(environment, one.environment),
  )
  const { items, headers } = paginate(call, found.reverse())
  return { status: 200, headers, json: items.map((deployment) => shape(call, deployment)) }
}

async function create(call: RestCall) {
  const {
    ref,
    task = 'deploy',
    environment = 'production',
    description,
    payload = {},
    required_contexts: contexts,
    production_environment: production,
  } = call.body
  const commit = await commitOf(call, String(ref), 422)
  const state = rollup(call.repo, commit.sha)
  // Without `required_contexts: []` every check of the commit must be green.
  if (contexts === undefined && state !== null && state !== 'SUCCESS')
    throw new RestError(409, `Conflict: Commit status checks failed for ${String(ref)}.`)
  const deployment: Deployment = {
    id: nextId(call.double),
    sha: commit.sha,
    ref: String(ref),
    task: String(task),
    environment: String(environment),
    description: typeof description === 'string' ? description : null,
    payload,
    production: typeof production === 'boolean' ? production : environment === 'production',
    creator: call.actor.login,
    createdAt: call.double.clock.iso(),
    statuses: [],
  }
  call.repo.deployments.push(deployment)
  return { status: 201, json: shape(call, deployment) }
}

function shape({ double, urls, repo }: RestCall, deployment: Deployment): Record<string, unknown> {
  const url = `${repositoryUrl(urls, repo)}/deployments/${deployment.id}`
  return {
    url,
    id: deployment.id,
    node_id: nodeId('DE', deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: loginShape(double, urls, deployment.creator),
    created_at: deployment.createdAt,
    updated_at: deployment.statuses.at(-1)?.createdAt ?? deployment.createdAt,
    statuses_url: `${url}/statuses`,
    repository_url: repositoryUrl(urls, repo),
    transient_environment: false,
    production_environment: deployment.production,
  }
}

const states: readonly DeploymentStatus['state'][] = ['error', 'failure', 'inactive', 'pending', 'success', 'queued', 'in_progress']

function createStatus(call: RestCall) {
  const deployment = deploymentOf(call)
  const { state, description, log_url: log } = call.body
  const known = states.find((one) => one === state)
  if (known === undefined) throw new RestError(422, 'Validation Failed')
  const status: DeploymentStatus = {
    id: nextId(call.double),
    state: known,
    description: typeof description === 'string' ? description : '',
    creator: call.actor.login,
    createdAt: call.double.clock.iso(),
    logUrl: typeof log === 'string' ? log : '',
  }
  // A success retires the environment's earlier deployments.
  if (known === 'success' && call.body['auto_inactive'] !== false) {
    for (const other of call.repo.deployments) {
      if (other !== deployment && other.environment === deployment.environment && other.statuses.at(-1)?.state === 'success')
        other.statuses.push({ ...status, id: nextId(call.double), state: 'inactive' })
    }
  }
  deployment.statuses.push(status)
  const json = statusShape(call, deployment, status)
  return { status: 201, headers: { location: String(json['url']) }, json }
}

function statusShape({ double, urls, repo }: RestCall, deployment: Deployment, status: DeploymentStatus): Record<string, unknown> {
  const url = `${repositoryUrl(urls, repo)}/deployments/${deployment.id}`
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DS', status.id),
    state: status.state,
    creator: loginShape(double, urls, status.creator),
    description: status.description,
    environment: deployment.environment,
    // A status without an address has an empty text there, which the description does not allow; it gets the list of deployments.
    target_url: status.logUrl || `${urls.html}/${repo.owner}/${repo.name}/deployments`,
    ...(status.logUrl === '' ? {} : { log_url: status.logUrl }),
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: url,
    repository_url: repositoryUrl(urls, repo),
  }
}
