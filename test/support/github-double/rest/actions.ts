import { fullName, nextId } from '../context.ts'
import { notFound, RestError } from '../errors.ts'
import { nodeId } from '../node-id.ts'
import type { WorkflowRun } from '../state.ts'
import { paginate } from './paging.ts'
import { commitOf } from './revision.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { minimalRepository, repositoryUrl } from './shapes/repositories.ts'
import { loginShape } from './shapes/users.ts'

export const actionRoutes: RestRoutes = {
  'actions/create-workflow-dispatch': { needs: ['actions:write'], handle: dispatch },
  'actions/list-workflow-runs-for-repo': { needs: ['actions:read'], handle: (call) => list(call, call.repo.runs) },
  'actions/list-workflow-runs': { needs: ['actions:read'], handle: ofWorkflow },
  'actions/get-workflow-run': {
    needs: ['actions:read'],
    handle: async (call) => ({ status: 200, json: await runShape(call, runOf(call)) }),
  },
  'actions/re-run-workflow': { needs: ['actions:write'], handle: rerun },
  'actions/re-run-workflow-failed-jobs': { needs: ['actions:write'], handle: rerun },
  'repos/create-dispatch-event': { needs: ['contents:write'], handle: () => ({ status: 204 }) },
}

async function workflowFile(call: RestCall): Promise<string> {
  const id = call.path['workflow_id'] ?? ''
  const folder = await call.repo.git.resolve(`refs/heads/${call.repo.defaultBranch}:.github/workflows`)
  const entries = folder === null ? [] : ((await call.repo.git.tree(folder.sha)) ?? [])
  const found = entries.find((entry) => entry.path === id || String(workflowId(entry.path)) === id)
  if (found === undefined) throw notFound()
  return found.path
}

function workflowId(file: string): number {
  return [...file].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000, 11)
}

async function dispatch(call: RestCall) {
  const workflow = await workflowFile(call)
  const ref = String(call.body['ref'])
  const text = await call.repo.git.resolve(`${ref.startsWith('refs/') ? ref : `refs/heads/${ref}`}:.github/workflows/${workflow}`)
  if (text === null) throw new RestError(422, `No ref found for: ${ref}`)
  const body = (await call.repo.git.blob(text.sha))?.toString() ?? ''
  if (!body.includes('workflow_dispatch')) throw new RestError(422, "Workflow does not have 'workflow_dispatch' trigger")
  const commit = await commitOf(call, ref.replace(/^refs\/(heads|tags)\//, ''))
  const inputs = call.body['inputs']
  const run: WorkflowRun = {
    id: nextId(call.double),
    workflow,
    event: 'workflow_dispatch',
    branch: ref.replace('refs/heads/', ''),
    sha: commit.sha,
    status: 'queued',
    conclusion: null,
    actor: call.actor.login,
    attempt: 1,
    createdAt: call.double.clock.iso(),
    inputs: typeof inputs === 'object' && inputs !== null ? { ...inputs } : {},
  }
  call.repo.runs.push(run)
  if (call.body['return_run_details'] !== true) return { status: 204 }
  const url = `${repositoryUrl(call.urls, call.repo)}/actions/runs/${run.id}`
  return {
    status: 200,
    json: { workflow_run_id: run.id, run_url: url, html_url: `${call.urls.html}/${fullName(call.repo)}/actions/runs/${run.id}` },
  }
}

function runOf(call: RestCall): WorkflowRun {
  const found = call.repo.runs.find((run) => run.id === Number(call.path['run_id']))
  if (found === undefined) throw notFound()
  return found
}

/** The next attempt of the same run; what its attempts ended with before is asked for by attempt. */
function rerun(call: RestCall) {
  const run = runOf(call)
  run.attempt += 1
  run.status = 'queued'
  run.conclusion = null
  return { status: 201, json: {} }
}

async function ofWorkflow(call: RestCall) {
  const workflow = await workflowFile(call)
  return list(
    call,
    call.repo.runs.filter((run) => run.workflow === workflow),
  )
}

async function list(call: RestCall, runs: readonly WorkflowRun[]) {
  const { branch, event, status, head_sha: sha } = call.query
  const shown = runs.filter((run) => {
    if (branch !== undefined && run.branch !== branch) return false
    if (event !== undefined && run.event !== event) return false
    if (sha !== undefined && run.sha !== sha) return false
    // One parameter for two things: a status or a conclusion.
    return status === undefined || run.status === status || run.conclusion === status
  })
  const { items, headers } = paginate(call, [...shown].reverse())
  return {
    status: 200,
    headers,
    json: { total_count: shown.length, workflow_runs: await Promise.all(items.map((run) => runShape(call, run))) },
  }
}

async function runShape(call: RestCall, run: WorkflowRun): Promise<Record<string, unknown>> {
  const { double, urls, repo } = call
  const api = repositoryUrl(urls, repo)
  const url = `${api}/actions/runs/${run.id}`
  const commit = await commitOf(call, run.sha)
  const own = minimalRepository(double, urls, repo)
  return {
    id: run.id,
    name: run.workflow.replace(/\.ya?ml$/, ''),
    node_id: nodeId('WFR', run.id),
    head_branch: run.branch,
    head_sha: run.sha,
    path: `.github/workflows/${run.workflow}`,
    display_title: commit.message.split('\n')[0] ?? '',
    run_number: repo.runs.filter((one) => one.workflow === run.workflow && one.id <= run.id).length,
    run_attempt: run.attempt,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: workflowId(run.workflow),
    check_suite_id: run.id,
    check_suite_node_id: nodeId('CS', run.id),
    url,
    html_url: `${urls.html}/${fullName(repo)}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: run.createdAt,
    updated_at: run.createdAt,
    run_started_at: run.createdAt,
    actor: loginShape(double, urls, run.actor),
    triggering_actor: loginShape(double, urls, run.actor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${api}/check-suites/${run.id}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: run.attempt > 1 ? `${url}/attempts/${run.attempt - 1}` : null,
    workflow_url: `${api}/actions/workflows/${workflowId(run.workflow)}`,
    head_commit: {
      id: commit.sha,
      tree_id: commit.tree,
      message: commit.message,
      timestamp: commit.committer.date,
      author: { name: commit.author.name, email: commit.author.email },
      committer: { name: commit.committer.name, email: commit.committer.email },
    },
    repository: own,
    head_repository: own,
  }
}
