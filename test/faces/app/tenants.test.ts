import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { PRIVATE_KEY, startAppDouble, startTestApp, type TestApp, WEBHOOK_SECRET } from '../../support/app.ts'
import type { GitHubDouble } from '../../support/github-double/index.ts'

/** A server that a registry names: it sees what reaches it. */
let listener: Server
let heard: { url: string; authorization: string | undefined }[]
let address: string
const folder = mkdtempSync(join(tmpdir(), 'app-tenants-'))

beforeAll(async () => {
  listener = createServer((request, response) => {
    heard.push({ url: request.url ?? '', authorization: request.headers.authorization })
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ versions: {}, time: {}, name: 'x', 'dist-tags': {} }))
  })
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done))
  address = `127.0.0.1:${(listener.address() as AddressInfo).port}`
})
afterAll(() => {
  listener.close()
  rmSync(folder, { recursive: true })
})

let double: GitHubDouble
let app: TestApp
beforeEach(() => {
  heard = []
})
afterEach(async () => {
  await app.stop()
  await double.close()
})

const registry = (token: string) => `components:
  left:
    version: 1.0.0
    source: { datasource: npm, package: left }
datasources:
  npm: { url: 'http://${address}', token_env: ${token} }
`

async function start(files: Record<string, Record<string, string>>, env: Record<string, string>): Promise<void> {
  double = await startAppDouble({
    repositories: Object.entries(files).map(([nameWithOwner, texts]) => ({ nameWithOwner, files: texts, private: true })),
  })
  app = await startTestApp(double, { env })
  for (const name of Object.keys(files)) {
    const head = (await double.repository(name).head()) ?? ''
    await app.deliver(name, { event: 'push', branch: 'main', before: head, after: head, sender: 'alice' })
  }
  await app.idle()
}

it('a registry cannot make the server ask its own network', async () => {
  await start({ 'acme/shop': { 'versions.yaml': registry('NONE') } }, {})
  expect(heard).toEqual([])
  expect(app.results()).toEqual(['failed'])
  expect(app.written()).toContain('is not on the public Internet, and the operator has not allowed it')
})

it.each(['WEBHOOK_SECRET', 'PRIVATE_KEY', 'PINWARDEN_METRICS_TOKEN', 'PINWARDEN_GITHUB_TOKEN'])(
  'a registry cannot have the server’s own %s sent anywhere',
  async (name) => {
    const env = { PINWARDEN_ALLOWED_HOSTS: address, PINWARDEN_METRICS_TOKEN: 'metrics-secret', PINWARDEN_GITHUB_TOKEN: 'ghp_operator' }
    await start({ 'acme/shop': { 'versions.yaml': registry(name) } }, env)
    expect(heard.length).toBeGreaterThan(0)
    expect(heard.map((one) => one.authorization)).toEqual(heard.map(() => undefined))
    for (const secret of [WEBHOOK_SECRET, PRIVATE_KEY, 'metrics-secret', 'ghp_operator'])
      expect(JSON.stringify(heard)).not.toContain(secret)
  },
)

it('an owner’s secret goes where the owner’s registry says, and no other owner’s', async () => {
  const file = join(folder, 'secrets.json')
  writeFileSync(file, JSON.stringify({ acme: { NPM_TOKEN: 'npm_of_acme' } }))
  const text = { 'versions.yaml': registry('NPM_TOKEN') }
  await start({ 'acme/shop': text, 'other/shop': text }, { PINWARDEN_ALLOWED_HOSTS: address, PINWARDEN_OWNER_SECRETS: file })
  const sent = heard.map((one) => one.authorization)
  expect(new Set(sent)).toEqual(new Set(['Bearer npm_of_acme', undefined]))
  expect(app.written()).not.toContain('npm_of_acme')
})

it('one repository cannot read another private one of the same owner', async () => {
  const text = `components:\n  hidden: { version: 1.0.0, github_repo: acme/hidden }\n`
  double = await startAppDouble({
    repositories: [
      { nameWithOwner: 'acme/shop', files: { 'versions.yaml': text } },
      {
        nameWithOwner: 'acme/hidden',
        private: true,
        files: { 'README.md': 'x' },
        releases: [{ tag: '1.1.0', publishedAt: '2026-01-01T00:00:00Z', body: 'Internal.' }],
      },
    ],
  })
  app = await startTestApp(double)
  const head = (await double.repository('acme/shop').head()) ?? ''
  await app.deliver('acme/shop', { event: 'push', branch: 'main', before: head, after: head, sender: 'alice' })
  await app.idle()
  expect(app.written()).toContain('hidden: not-found')
  expect(app.written()).not.toContain('1.1.0')
})

it('measures are shown to whoever has the token', async () => {
  double = await startAppDouble({})
  app = await startTestApp(double, { env: { PINWARDEN_METRICS_TOKEN: 'metrics-secret' } })
  expect((await app.get('/metrics')).status).toBe(401)
  expect((await app.get('/metrics', { authorization: 'Bearer wrong' })).status).toBe(401)
  expect((await app.get('/metrics', { authorization: 'Bearer metrics-secret' })).status).toBe(200)
})
