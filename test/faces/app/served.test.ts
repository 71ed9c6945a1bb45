import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleApp } from '../../../src/scripts/build/bundle.ts'
import { appEnvironment, startAppDouble, WEBHOOK_SECRET } from '../../support/app.ts'
import { deliverWebhook, type EventSpec, eventPayload } from '../../support/github-double/events.ts'
import type { GitHubDouble } from '../../support/github-double/index.ts'

const REGISTRY = `global:
  safety:
    security_advisory_check: false
    breaking_change_detection: false
    rollback: { watch: { checks: [tests], workflows: [] } }
components:
  redis:
    version: 7.2.4
    source: { datasource: static, package: redis, releases: ['7.2.4', '7.2.5', '7.0.0'] }
    pins: [{ file: compose.yaml, image: redis }]
  nginx:
    version: 1.26.0
    source: { datasource: static, package: nginx, releases: ['1.26.0', '1.26.1'] }
    pins: [{ file: nginx.yaml, image: nginx }]
`
const FILES = {
  'versions.yaml': REGISTRY,
  'compose.yaml': 'services:\n  cache:\n    image: redis:7.2.4\n',
  'nginx.yaml': 'services:\n  web:\n    image: nginx:1.26.0\n',
}

let folder: string
let double: GitHubDouble
let child: ChildProcess
let url: string
let written = ''

/** One server for all events, as it is shipped: what each asks for builds on what the one before did. */
beforeAll(async () => {
  folder = mkdtempSync(resolve('node_modules/.cache-app-'))
  await bundleApp(folder)
  double = await startAppDouble({
    users: [{ login: 'alice' }],
    repositories: [{ nameWithOwner: 'acme/shop', files: FILES, collaborators: { alice: 'admin' } }],
  })
  child = spawn(process.execPath, [join(folder, 'app.js')], { cwd: folder, env: appEnvironment(double, folder) })
  child.stdout?.on('data', (chunk) => {
    written += String(chunk)
  })
  while (!written.includes('listening') && child.exitCode === null) await new Promise((done) => setTimeout(done, 10))
  url = /"url":"([^"]+)"/.exec(written)?.[1] ?? ''
})
afterAll(async () => {
  child.kill('SIGKILL')
  await double.close()
  rmSync(folder, { recursive: true, force: true })
})

const repo = () => double.repository('acme/shop')
/** What the server has logged in whole lines; a line may come in after the answer that tells of the same. */
const logs = () =>
  written
    .split('\n')
    .slice(0, -1)
    .map((line): Record<string, unknown> => JSON.parse(line))

async function deliver(event: string, payload: unknown): Promise<void> {
  const answer = await deliverWebhook({ url: `${url}/api/github/webhooks`, secret: WEBHOOK_SECRET, event, payload })
  expect(answer.status).toBe(200)
  const idle = async () => JSON.parse(await (await fetch(`${url}/healthz`)).text()).queue
  await expect.poll(idle, { timeout: 15_000 }).toEqual({ waiting: 0, running: 0 })
}

const tell = async (spec: EventSpec) => deliver(spec.event, await eventPayload(double, 'acme/shop', spec))

/** A payload as GitHub documents it, of the double's repository. */
async function documented(name: string, more: (example: Record<string, unknown>) => Record<string, unknown>): Promise<void> {
  const examples: { name: string; examples: Record<string, unknown>[] }[] = createRequire(import.meta.url)('@octokit/webhooks-examples')
  const [example = {}] = examples.find((one) => one.name === name)?.examples ?? []
  const own = await eventPayload(double, 'acme/shop', { event: 'repository', action: 'edited', sender: 'alice' })
  await deliver(name, { ...example, ...own, ...more(example) })
}

const pullOf = (component: string) =>
  repo()
    .pulls('open')
    .find((pull) => pull.title.includes(component))?.number ?? 0

it('push: the upgrades are proposed', async () => {
  const head = (await repo().head()) ?? ''
  await tell({ event: 'push', branch: 'main', before: head, after: head, sender: 'alice' })
  const titles = repo()
    .pulls('open')
    .map((pull) => pull.title)
  expect(titles.sort()).toEqual(['Bump nginx from 1.26.0 to 1.26.1', 'Bump redis from 7.2.4 to 7.2.5'])
})

it('pull_request: what somebody moves by hand is judged', async () => {
  const files = { 'versions.yaml': REGISTRY.replace('7.2.4', '7.0.0'), 'compose.yaml': FILES['compose.yaml'].replace('7.2.4', '7.0.0') }
  const head = await repo().push('downgrade', files, { author: 'alice' })
  double.addToken({ token: 'ghp_alice', kind: 'pat', login: 'alice' })
  const answer = await fetch(`${double.restUrl}/repos/acme/shop/pulls`, {
    method: 'POST',
    headers: { authorization: 'Bearer ghp_alice', 'content-type': 'application/json', accept: 'application/vnd.github+json' },
    body: JSON.stringify({ title: 'Back', head: 'downgrade', base: 'main' }),
  })
  expect(answer.status).toBe(201)
  await tell({ event: 'pull_request', action: 'opened', number: pullOf('Back'), sender: 'alice' })
  expect(repo().data.checkRuns).toMatchObject([{ name: 'pinwarden/review', headSha: head, conclusion: 'failure' }])
})

it('issue_comment: a command is obeyed and answered', async () => {
  const number = pullOf('redis')
  const { id } = await repo().comment(number, 'alice', '/pinwarden ignore until 2099-01-01')
  await tell({ event: 'issue_comment', action: 'created', number, comment: id, sender: 'alice' })
  expect(repo().pull(number).state).toBe('closed')
  expect(
    repo()
      .issue(number)
      .comments.filter((one) => one.author === 'pinwarden[bot]').length,
  ).toBeGreaterThan(0)
})

it('check_suite and deployment_status: what was merged is looked at, and what fails now is told', async () => {
  const before = (await repo().head()) ?? ''
  await repo().check(before, 'tests', 'success')
  const number = pullOf('nginx')
  const merge = await repo().merge(number, 'alice')
  await tell({ event: 'pull_request', action: 'closed', number, sender: 'alice' })
  await repo().check(merge, 'tests', 'failure')
  const asked = double.requests.count({ operation: 'checks/list-for-ref' })
  await documented('check_suite', (example) => ({
    action: 'completed',
    check_suite: { ...Object(example['check_suite']), head_branch: 'main', head_sha: merge },
  }))
  expect(double.requests.count({ operation: 'checks/list-for-ref' })).toBeGreaterThan(asked)
  const watched = () => logs().filter((one) => one['msg'] === 'watch')
  await expect.poll(() => watched().at(-1)?.['merges'], { timeout: 15_000 }).toMatchObject([{ number, verdict: 'confirm' }])
  const looks = watched().length
  await documented('deployment_status', (example) => ({
    action: 'created',
    deployment_status: { ...Object(example['deployment_status']), state: 'failure' },
  }))
  await expect.poll(() => watched().length, { timeout: 15_000 }).toBe(looks + 1)
  const ended = () =>
    logs()
      .filter((one) => one['msg'] === 'work ended')
      .map((one) => one['why'])
  await expect
    .poll(ended, { timeout: 15_000 })
    .toEqual(expect.arrayContaining(['checks of the default branch ended', 'a deployment: failure']))
  expect(logs().filter((one) => one['level'] === 'error')).toEqual([])
  double.assertClean()
})
