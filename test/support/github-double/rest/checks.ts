import { nextId } from '../context.ts'
import { latestRuns } from '../domain/checks.ts'
import { settleAutoMerges } from '../domain/merging.ts'
import { notFound, RestError } from '../errors.ts'
import type { Annotation, CheckRun } from '../state.ts'
import { paginate } from './paging.ts'
import { commitOf } from './revision.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { checkRunShape, suiteShape } from './shapes/checks.ts'

export const checkRoutes: RestRoutes = {
  'checks/create': { needs: ['checks:write'], handle: create },
  'checks/update': { needs: ['checks:write'], handle: update },
  'checks/get': { needs: ['checks:read'], handle: (call) => ({ status: 200, json: checkRunShape(call, runOf(call)) }) },
  'checks/list-for-ref': { needs: ['checks:read'], handle: list },
  'checks/list-suites-for-ref': { needs: ['checks:read'], handle: suites },
  'checks/list-annotations': { needs: ['checks:read'], handle: annotations },
}

function runOf(call: RestCall): CheckRun {
  const found = call.repo.checkRuns.find((run) => run.id === Number(call.path['check_run_id']))
  if (found === undefined) throw notFound()
  return found
}

function requireApp({ token }: RestCall): void {
  // Reading is free to all; writing is for Apps, of which a workflow's token is one.
  if (token?.kind === 'pat' || token?.kind === 'fine-grained') throw new RestError(403, 'You must authenticate via a GitHub App.')
}

async function create(call: RestCall) {
  requireApp(call)
  const sha = String(call.body['head_sha'])
  if ((await call.repo.git.commit(sha)) === null) throw new RestError(422, `No commit found for SHA: ${sha}`)
  const app = call.actor.login.replace(/\[bot\]$/, '')
  const suite = call.repo.checkRuns.find((run) => run.headSha === sha && run.app === app)?.suite ?? nextId(call.double)
  const run: CheckRun = {
    id: nextId(call.double),
    suite,
    name: String(call.body['name']),
    headSha: sha,
    app,
    status: 'queued',
    conclusion: null,
    startedAt: call.double.clock.iso(),
    completedAt: null,
    detailsUrl: null,
    externalId: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
  }
  apply(call, run)
  call.repo.checkRuns.push(run)
  await settleAutoMerges(call, sha)
  const json = checkRunShape(call, run)
  return { status: 201, headers: { location: String(json['url']) }, json }
}

async function update(call: RestCall) {
  requireApp(call)
  const run = runOf(call)
  if (run.app !== call.actor.login.replace(/\[bot\]$/, ''))
    throw new RestError(403, `Invalid app_id \`${run.app}\` - check run can only be modified by the GitHub App that created it.`)
  apply(call, run)
  await settleAutoMerges(call, run.headSha)
  return { status: 200, json: checkRunShape(call, run) }
}

function apply(call: RestCall, run: CheckRun): void {
  const { body } = call
  const text = (key: string, old: string | null) => (typeof body[key] === 'string' ? body[key] : old)
  if (typeof body['name'] === 'string') run.name = body['name']
  run.detailsUrl = text('details_url', run.detailsUrl)
  run.externalId = text('external_id', run.externalId)
  run.startedAt = text('started_at', run.startedAt)
  run.conclusion = text('conclusion', run.conclusion)
  run.completedAt = text('completed_at', run.completedAt)
  const { status } = body
  if (status === 'queued' || status === 'in_progress' || status === 'completed') run.status = status
  // A conclusion says by itself that the run is over.
  if (run.conclusion !== null) {
    run.status = 'completed'
    run.completedAt ??= call.double.clock.iso()
  }
  if (run.status === 'completed' && run.conclusion === null)
    throw new RestError(422, 'Invalid request.\n\nA conclusion is required for a completed check run.')
  applyOutput(run, body['output'])
}

function applyOutput(run: CheckRun, output: unknown): void {
  if (typeof output !== 'object' || output === null) return
  const { title, summary, text, annotations: given } = output as Record<string, unknown>
  if (typeof title === 'string') run.title = title
  if (typeof summary === 'string') run.summary = summary
  if (typeof text === 'string') run.text = text
  // Each request adds to those that are there.
  if (Array.isArray(given)) {
    const blank = { start_column: null, end_column: null, title: null, raw_details: null }
    run.annotations.push(...given.map((one: Annotation) => ({ ...blank, ...one })))
  }
}

async function list(call: RestCall) {
  const commit = await commitOf(call, call.path['ref'] ?? '', 422)
  const { check_name: name, status, filter = 'latest' } = call.query
  const runs = filter === 'all' ? call.repo.checkRuns.filter((run) => run.headSha === commit.sha) : latestRuns(call.repo, commit.sha)
  const shown = runs.filter((run) => (name === undefined || run.name === name) && (status === undefined || run.status === status))
  const { items, headers } = paginate(call, shown)
  return { status: 200, headers, json: { total_count: shown.length, check_runs: items.map((run) => checkRunShape(call, run)) } }
}

async function suites(call: RestCall) {
  const commit = await commitOf(call, call.path['ref'] ?? '', 422)
  const ids = [...new Set(call.repo.checkRuns.filter((run) => run.headSha === commit.sha).map((run) => run.suite))]
  const { items, headers } = paginate(call, ids)
  return { status: 200, headers, json: { total_count: ids.length, check_suites: items.map((id) => suiteShape(call, id, commit)) } }
}

function annotations(call: RestCall) {
  const run = runOf(call)
  const { items, headers } = paginate(call, run.annotations)
  return { status: 200, headers, json: items.map((one) => ({ ...one, blob_href: `${call.urls.html}/blob/${run.headSha}/${one.path}` })) }
}
