import { createRequire } from 'node:module'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { manifest, PRIVATE_KEY, startAppDouble, startTestApp, type TestApp, WEBHOOK_SECRET } from '../../support/app.ts'
import { eventPayload } from '../../support/github-double/events.ts'
import type { GitHubDouble } from '../../support/github-double/index.ts'

const REGISTRY = `components:
  redis:
    version: 7.2.4
    github_repo: redis/redis
    pins:
      - { file: compose.yaml, image: redis }
`
const FILES = { 'versions.yaml': REGISTRY, 'compose.yaml': 'services:\n  cache:\n    image: redis:7.2.4\n' }

let double: GitHubDouble
let app: TestApp

beforeEach(async () => {
  double = await startAppDouble({
    repositories: [
      { nameWithOwner: 'acme/platform', files: FILES, private: true },
      { nameWithOwner: 'acme/plain', files: { 'README.md': 'No registry here.\n' } },
      { nameWithOwner: 'acme/old', files: FILES, archived: true },
    ],
    upstreams: [
      {
        nameWithOwner: 'redis/redis',
        releases: [
          { tag: '7.2.5', publishedAt: '2026-01-05T00:00:00Z', body: '* Fix a crash.' },
          { tag: '7.2.4', publishedAt: '2025-12-05T00:00:00Z', body: 'First.' },
        ],
      },
    ],
  })
  app = await startTestApp(double)
})
afterEach(async () => {
  await app.stop()
  await double.close()
})

async function push(repository = 'acme/platform', id?: string): Promise<Response> {
  const head = (await double.repository(repository).head()) ?? ''
  return app.deliver(repository, { event: 'push', branch: 'main', before: head, after: head, sender: 'alice' }, id)
}

describe('webhooks', () => {
  it('open the pull requests that a push calls for, with the manifest’s permissions and a token for the one repository', async () => {
    expect((await push()).status).toBe(200)
    await app.idle()
    expect(
      double
        .repository('acme/platform')
        .pulls('open')
        .map((pull) => pull.title),
    ).toEqual(['Bump redis from 7.2.4 to 7.2.5'])
    expect(app.results()).toEqual(['findings'])
    const issued = double.state.tokens.filter((one) => one.kind === 'installation')
    expect(issued.map((one) => one.repositories)).toEqual([['acme/platform']])
    double.assertClean()
  })

  it('do nothing when they come a second time', async () => {
    await push('acme/platform', 'one-and-the-same')
    await app.idle()
    const requests = double.requests.count({})
    expect((await push('acme/platform', 'one-and-the-same')).status).toBe(200)
    await app.idle()
    expect(double.requests.count({})).toBe(requests)
    expect(app.results().length).toBe(1)
    expect((await app.get('/metrics')).text).toContain('pinwarden_webhook_deliveries_total{event="push",outcome="duplicate"} 1')
  })

  it('lead to two runs at most, however many come at once for a repository', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => push()))
    expect(answers.map((one) => one.status)).toEqual(Array.from({ length: 20 }, () => 200))
    await app.idle()
    expect(app.results().length).toBeGreaterThanOrEqual(1)
    expect(app.results().length).toBeLessThanOrEqual(2)
    expect(double.repository('acme/platform').pulls('open').length).toBe(1)
  })

  it('change nothing in a second run', async () => {
    await push()
    await app.idle()
    const writes = double.requests.count({ write: true, face: 'rest' })
    await push()
    await app.idle()
    expect(app.results().length).toBe(2)
    // Only the token is asked for by POST, and the one of the first run still lives.
    expect(double.requests.count({ write: true, face: 'rest' })).toBe(writes)
  })

  it('are refused without the right signature, before they are read', async () => {
    const payload = await eventPayload(double, 'acme/platform', {
      event: 'push',
      branch: 'main',
      before: '',
      after: '0'.repeat(40),
      sender: 'x',
    })
    expect((await app.send('push', payload, { secret: 'another secret of some length' })).status).toBe(400)
    const headers = { 'content-type': 'application/json', 'x-github-event': 'push', 'x-github-delivery': '1' }
    const url = `${app.url}/api/github/webhooks`
    expect((await fetch(url, { method: 'POST', headers, body: '{"broken' })).status).toBe(400)
    const forged = { ...headers, 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }
    expect((await fetch(url, { method: 'POST', headers: forged, body: '{"broken' })).status).toBe(400)
    await app.idle()
    expect(app.results()).toEqual([])
    expect(app.written()).not.toContain('broken')
    expect((await app.get('/metrics')).text).toContain('pinwarden_webhook_refused_total{status="400"} 3')
  })

  it('are refused when they are larger than any that GitHub sends', async () => {
    const signature = { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }
    const headers = { 'content-type': 'application/json', 'x-github-event': 'push', 'x-github-delivery': '1', ...signature }
    const body = Buffer.alloc(25 * 1024 * 1024 + 1, 0x20)
    expect((await fetch(`${app.url}/api/github/webhooks`, { method: 'POST', headers, body })).status).toBe(413)
  })

  it('of other branches, of archived repositories and of no interest start nothing', async () => {
    const head = (await double.repository('acme/platform').head()) ?? ''
    await app.deliver('acme/platform', { event: 'push', branch: 'feature', before: head, after: head, sender: 'alice' })
    await push('acme/old')
    for (const action of ['archived', 'renamed', 'privatized'])
      await app.deliver('acme/platform', { event: 'repository', action, sender: 'alice' })
    await app.deliver('acme/platform', { event: 'installation', action: 'deleted', sender: 'alice' })
    await app.deliver('acme/platform', { event: 'installation_repositories', action: 'removed', sender: 'alice' })
    await app.idle()
    expect(app.results()).toEqual([])
  })

  it('of a new installation run for its repositories that have a registry', async () => {
    await app.deliver('acme/platform', { event: 'installation', action: 'created', sender: 'alice' })
    await app.idle()
    expect(app.logs.filter((one) => one['msg'] === 'run ended').map((one) => one['repository'])).toEqual(['acme/platform'])
    expect(double.repository('acme/platform').pulls('open').length).toBe(1)
    double.assertClean()
  })

  it('of repositories that were added run for them, and find that some have no registry', async () => {
    await app.deliver('acme/platform', { event: 'installation_repositories', action: 'added', sender: 'alice' })
    await app.deliver('acme/plain', { event: 'installation_repositories', action: 'added', sender: 'alice' })
    await app.idle()
    expect(app.results().sort()).toEqual(['findings', 'no-registry'])
  })

  it('tell when a person closes or reopens a pull request of ours', async () => {
    await push()
    await app.idle()
    const repo = double.repository('acme/platform')
    await repo.close(1, 'alice')
    await app.deliver('acme/platform', { event: 'pull_request', action: 'closed', number: 1, sender: 'alice' })
    await app.idle()
    expect(app.results().length).toBe(2)
    // Closed by a person: not proposed again.
    expect(repo.pulls('open').length).toBe(0)
    await app.deliver('acme/platform', { event: 'pull_request', action: 'closed', number: 1, sender: 'pinwarden[bot]' })
    await app.deliver('acme/platform', { event: 'pull_request', action: 'labeled', number: 1, sender: 'alice' })
    await app.idle()
    expect(app.results().length).toBe(2)
  })

  it('of every kind that GitHub sends are answered, whatever is in them', async () => {
    const examples: { name: string; examples: object[] }[] = createRequire(import.meta.url)('@octokit/webhooks-examples')
    const sent = examples.flatMap(({ name, examples: payloads }) => payloads.map((payload) => ({ name, payload })))
    expect(sent.length).toBeGreaterThan(300)
    for (const { name, payload } of sent) {
      const { status } = await app.send(name, payload)
      expect(status, name).toBe(200)
    }
    await app.idle()
    // None of them is of an installation that the double knows.
    expect(new Set(app.results())).toEqual(new Set(['gone']))
    expect(app.logs.filter((one) => one['level'] === 'error')).toEqual([])
  })

  it('of the right kind but with anything in them do no harm', async () => {
    const odd = [[], {}, { installation: null }, { installation: { id: '7' }, repository: 1 }, { action: 1 }, { action: '__proto__' }]
    for (const event of [...manifest.default_events, 'installation', 'installation_repositories', 'no_such_event'])
      for (const payload of odd) expect((await app.send(event, payload)).status).toBe(200)
    expect((await app.get('/healthz')).status).toBe(200)
  })
})

describe('pages', () => {
  it('tell the state of the queue without naming a repository, and measure what runs did', async () => {
    await push()
    await app.idle()
    const { status, text } = await app.get('/healthz')
    expect(status).toBe(200)
    expect(JSON.parse(text)).toMatchObject({ status: 'ok', queue: { waiting: 0, running: 0 }, last_run: { result: 'findings' } })
    expect(text).not.toContain('acme')
    expect((await app.get('/')).status).toBe(404)
    await seeMeasures()
  })

  async function seeMeasures(): Promise<void> {
    const { text } = await app.get('/metrics')
    expect(text).toContain('upgrade_attempts_total{component="redis",result="success"} 1')
    expect(text).toContain('upgrade_duration_seconds_count 1')
    expect(text).toContain('version_resolution_duration_seconds_count 1')
    expect(text).toContain('installed_components_total 1')
    // The opening of the one pull request; a point counts once it is merged.
    expect(text).toContain('upgrade_history_records_total 1')
    expect(text).toContain('version_cache_hit_ratio{cache_type="upstream"} 0')
    expect(text).toMatch(/github_api_requests_total\{result="ok"\} \d+/)
    expect(text).toMatch(/github_api_rate_limit_remaining\{resource="graphql"\} \d+/)
    expect(text).toContain('pinwarden_runs_total{result="findings"} 1')
  }
})

describe('what is written', () => {
  it('is JSON without a secret in it', async () => {
    await push()
    await app.send('push', { x: 1 }, { secret: 'not the secret, but long' })
    await app.idle()
    const tokens = double.state.tokens.map((one) => one.token)
    expect(tokens.length).toBeGreaterThan(0)
    for (const secret of [...tokens, WEBHOOK_SECRET, PRIVATE_KEY.slice(40, 80)]) expect(app.written()).not.toContain(secret)
    expect(app.logs.every((one) => typeof one['msg'] === 'string' && typeof one['level'] === 'string')).toBe(true)
  })
})
