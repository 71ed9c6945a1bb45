import { afterEach, beforeEach, expect, it } from 'vitest'
import { HOUR } from '../../../src/core/model/instant.ts'
import { startAppDouble, startTestApp, type TestApp } from '../../support/app.ts'
import type { GitHubDouble } from '../../support/github-double/index.ts'
import { handTurned } from '../../support/hand-turned.ts'

const REGISTRY = `components:
  redis: { version: 7.2.4, source: { datasource: static, package: redis, releases: ['7.2.4'] } }
`
const BUSY = Array.from({ length: 6 }, (_, index) => `busy/repo-${index}`)

let double: GitHubDouble
let timer: ReturnType<typeof handTurned>
let app: TestApp

beforeEach(async () => {
  const files = { 'versions.yaml': REGISTRY }
  double = await startAppDouble({
    users: [{ login: 'alice' }],
    repositories: [...BUSY, 'acme/one', 'acme/two', 'other/shop'].map((nameWithOwner) => ({ nameWithOwner, files })),
  })
  timer = handTurned()
  app = await startTestApp(double, { timer, env: { PINWARDEN_CONCURRENCY: '1' } })
})
afterEach(async () => {
  await app.stop()
  await double.close()
})

async function push(name: string): Promise<void> {
  const head = (await double.repository(name).head()) ?? ''
  const answer = await app.deliver(name, { event: 'push', branch: 'main', before: head, after: head, sender: 'alice' })
  expect(answer.status).toBe(200)
}

const ran = () => app.logs.flatMap((one) => (one['msg'] === 'run ended' ? [`${one['repository']} ${one['result']}`] : []))
/** Holds the one place until what the test sends waits behind it. */
const hold = () => double.faults.add({ match: { operation: 'base' }, fault: { delay: 400 } })
const issued = () => double.state.tokens.filter((one) => one.kind === 'installation').map((one) => one.repositories)

it('an owner with many repositories does not keep another waiting', async () => {
  hold()
  for (const name of BUSY) await push(name)
  await push('other/shop')
  await app.idle()
  expect(ran().length).toBe(BUSY.length + 1)
  expect(ran().indexOf('other/shop ok')).toBeLessThan(3)
})

it('each repository has a token of its own, which is used again until it expires', async () => {
  for (const name of ['acme/one', 'acme/two', 'other/shop', 'acme/one']) await push(name)
  await app.idle()
  expect(issued()).toEqual(
    [['acme/one'], ['acme/two'], ['other/shop']].toSorted((a, b) => ran().indexOf(`${a[0]} ok`) - ran().indexOf(`${b[0]} ok`)),
  )
  timer.pass(HOUR)
  await push('acme/two')
  await app.idle()
  // The double lets tokens live by the real clock, so that each is taken for expired from now on.
  expect(issued().length).toBeGreaterThan(3)
  expect(new Set(issued().slice(3).flat())).toEqual(new Set(['acme/two']))
})

it('an installation that is suspended is left alone, and the others are served', async () => {
  double.faults.add({ match: { operation: 'apps/create-installation-access-token' }, fault: { status: 403 } })
  await push('acme/one')
  await app.idle()
  await push('other/shop')
  await app.idle()
  expect(ran()).toEqual(['acme/one gone', 'other/shop ok'])
  expect(app.written()).toContain('suspended')
  expect(timer.planned()).toEqual([])
})

it('what waits for an installation or a repository that left, or was archived, is not done', async () => {
  hold()
  await push('other/shop')
  for (const name of ['acme/one', 'acme/two', ...BUSY.slice(0, 3)]) await push(name)
  await app.deliver('busy/repo-0', { event: 'installation', action: 'suspend', sender: 'alice' })
  await app.deliver('acme/one', { event: 'installation_repositories', action: 'removed', sender: 'alice' })
  await app.deliver('acme/two', { event: 'repository', action: 'archived', sender: 'alice' })
  await app.idle()
  expect(ran()).toEqual(['other/shop ok'])
})

it('a repository that gets a new name while it waits is run once, by its new name', async () => {
  await push('acme/one')
  await app.idle()
  hold()
  await push('other/shop')
  await push('acme/one')
  double.repository('acme/one').data.name = 'renamed'
  await app.deliver('acme/renamed', {
    event: 'repository',
    action: 'renamed',
    changes: { repository: { name: { from: 'one' } } },
    sender: 'alice',
  })
  await push('acme/renamed')
  await app.idle()
  expect(ran()).toEqual(['acme/one ok', 'other/shop ok', 'acme/renamed ok'])
})

it('a token that GitHub takes back before its time is replaced by another', async () => {
  await push('acme/one')
  await app.idle()
  double.state.tokens.length = 0
  await push('acme/one')
  await app.idle()
  expect(ran()).toEqual(['acme/one ok', 'acme/one ok'])
  expect(issued()).toEqual([['acme/one']])
})
