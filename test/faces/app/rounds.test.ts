import { afterEach, beforeEach, expect, it } from 'vitest'
import { HOUR, MINUTE } from '../../../src/core/model/instant.ts'
import { startAppDouble, startTestApp, type TestApp } from '../../support/app.ts'
import type { GitHubDouble } from '../../support/github-double/index.ts'
import { handTurned } from '../../support/hand-turned.ts'

const REGISTRY = `components:
  redis:
    version: 7.2.4
    source: { datasource: github-releases, package: redis/redis }
`

let double: GitHubDouble
let timer: ReturnType<typeof handTurned>
let app: TestApp

beforeEach(async () => {
  double = await startAppDouble({
    repositories: [
      { nameWithOwner: 'acme/platform', files: { 'versions.yaml': REGISTRY } },
      { nameWithOwner: 'acme/hidden', files: { '.github/versions.yaml': REGISTRY }, private: true },
      { nameWithOwner: 'acme/plain', files: { 'README.md': 'No registry here.\n' } },
      { nameWithOwner: 'acme/old', files: { 'versions.yaml': REGISTRY }, archived: true },
      { nameWithOwner: 'other/shop', files: { 'config/versions.yaml': REGISTRY } },
    ],
    upstreams: [{ nameWithOwner: 'redis/redis', releases: [{ tag: '7.2.4', publishedAt: '2025-12-05T00:00:00Z', body: 'First.' }] }],
  })
  timer = handTurned()
  app = await startTestApp(double, { timer, env: { PINWARDEN_SCHEDULE: '120' } })
})
afterEach(async () => {
  await app.stop()
  await double.close()
})

const ran = () => app.logs.flatMap((one) => (one['msg'] === 'run ended' ? [String(one['repository'])] : [])).sort()
const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((done) => setTimeout(done, 10))
  await app.idle()
}

it('rounds look, soon after the start and every so often, at all repositories with a registry, wherever it stands', async () => {
  expect(timer.planned()).toEqual([MINUTE / 2])
  timer.pass(MINUTE / 2)
  await until(() => ran().length >= 3)
  expect(ran()).toEqual(['acme/hidden', 'acme/platform', 'other/shop'])
  expect(app.results()).toEqual(['ok', 'ok', 'ok'])
  await until(() => timer.planned().length > 0)
  expect(timer.planned()).toEqual([2 * HOUR])
  timer.pass(2 * HOUR)
  await until(() => ran().length >= 6)
  expect(ran().length).toBe(6)
  double.assertClean()
})

it('rounds are tried again soon when GitHub does not answer', async () => {
  double.faults.add({ match: { operation: 'apps/list-installations' }, fault: { status: 422 } })
  timer.pass(MINUTE)
  await until(() => timer.planned().length > 0)
  expect(timer.planned()).toEqual([5 * MINUTE])
  timer.pass(5 * MINUTE)
  await until(() => ran().length >= 3)
})
