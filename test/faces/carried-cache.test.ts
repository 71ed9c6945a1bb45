import { mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { reportSchema } from '../../src/core/reports/report.ts'
import { type CacheService, carriedCache } from '../../src/faces/action/carried-cache.ts'
import { bundleAction } from '../../src/scripts/build/bundle.ts'
import { runAction } from '../support/action-runner.ts'
import { type CacheServiceDouble, startCacheService } from '../support/cache-service.ts'
import { type GitHubDouble, startGitHubDouble } from '../support/github-double/index.ts'

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(resolve('node_modules/.carried-cache-'))
  await bundleAction(join(folder, 'bundle'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('stored answers that go from run to run', () => {
  const warnings: string[] = []
  const quiet = { progress: () => undefined, info: () => undefined, debug: () => undefined, warn: (text: string) => warnings.push(text) }
  const env = { ACTIONS_RESULTS_URL: 'https://results.example.com', RUNNER_OS: 'Linux' }
  let kept: string[] = []
  const service = {
    isFeatureAvailable: () => true,
    restoreCache: vi.fn(async (_: string[], key: string, more: string[] = []) =>
      [key, ...more].flatMap((prefix) => kept.filter((one) => one.startsWith(prefix)).slice(-1)).at(0),
    ),
    saveCache: vi.fn(async (_: string[], key: string) => kept.push(key)),
  } satisfies CacheService
  const at = (day: string, more: object = {}) =>
    carriedCache({
      directory: folder,
      layout: 1,
      asks: [],
      env,
      clock: { now: () => Date.parse(day) },
      log: quiet,
      load: async () => service,
      ...more,
    })
  const run = async (cache: ReturnType<typeof at>, registry: string) => {
    await cache.restore()
    await cache.save(registry)
  }
  beforeEach(() => {
    kept = []
    warnings.length = 0
    vi.clearAllMocks()
  })

  it('are saved once a day for a registry, so that a busy repository does not fill its quota', async () => {
    for (const day of ['2026-11-20T08:00:00Z', '2026-11-20T20:00:00Z', '2026-11-21T08:00:00Z']) await run(at(day), 'components: {}')
    expect(kept.map((key) => key.slice(-10))).toEqual(['2026-11-20', '2026-11-21'])
    expect(kept[0]).toMatch(/^pinwarden-1-linux-[0-9a-f]{16}-[0-9a-f]{16}-2026-11-20$/)
  })

  it('are saved anew when the registry changes, and begin with what there was', async () => {
    await run(at('2026-11-20T08:00:00Z'), 'components: {}')
    await run(at('2026-11-20T09:00:00Z'), 'components: { redis: {} }')
    expect(new Set(kept).size).toBe(2)
    await expect(service.restoreCache.mock.results[1]?.value).resolves.toBe(kept[0])
  })

  it('come from a run of the same question before one of another', async () => {
    await run(at('2026-11-20T08:00:00Z', { asks: ['production'] }), 'components: {}')
    await run(at('2026-11-20T09:00:00Z', { asks: ['staging'] }), 'components: {}')
    await at('2026-11-20T10:00:00Z', { asks: ['production'] }).restore()
    await at('2026-11-20T11:00:00Z', { asks: ['nobody yet'] }).restore()
    const found = await Promise.all(service.restoreCache.mock.results.slice(2).map(({ value }) => value))
    expect(found).toEqual([kept[0], kept[1]])
  })

  it('are not of another layout or system', async () => {
    await run(at('2026-11-20T08:00:00Z'), 'components: {}')
    await at('2026-11-20T09:00:00Z', { layout: 2 }).restore()
    await at('2026-11-20T09:00:00Z', { env: { ...env, RUNNER_OS: 'Windows' } }).restore()
    expect(await Promise.all(service.restoreCache.mock.results.slice(1).map(({ value }) => value))).toEqual([undefined, undefined])
  })

  it('cost a run nothing where the runner has no such service', async () => {
    const load = vi.fn(async () => service)
    await run(at('2026-11-20T08:00:00Z', { env: {}, load }), 'components: {}')
    expect(load).not.toHaveBeenCalled()
    await run(at('2026-11-20T08:00:00Z', { load: async () => ({ ...service, isFeatureAvailable: () => false }) }), 'components: {}')
    expect(service.restoreCache).not.toHaveBeenCalled()
    expect(service.saveCache).not.toHaveBeenCalled()
  })

  it('are not saved where a run stored nothing', async () => {
    await run(at('2026-11-20T08:00:00Z', { directory: join(folder, 'nothing') }), 'components: {}')
    expect(kept).toEqual([])
  })

  it('never stop a run: whatever fails is a warning', async () => {
    service.restoreCache.mockRejectedValueOnce(new Error('no tar'))
    service.saveCache.mockRejectedValueOnce(new Error('no place'))
    await run(at('2026-11-20T08:00:00Z'), 'components: {}')
    expect(warnings).toEqual([
      expect.stringMatching(/could not be restored.*no tar/),
      expect.stringMatching(/could not be saved.*no place/),
    ])
  })
})

describe('the Action with a cache service', () => {
  const REGISTRY = `components:
  redis: { version: 7.2.4, source: { datasource: github-releases, package: redis/redis }, pins: [{ file: compose.yaml, image: redis }] }
`
  let double: GitHubDouble
  let service: CacheServiceDouble
  beforeEach(async () => {
    double = await startGitHubDouble({
      world: {
        tokens: [{ token: 'ghs_app', kind: 'installation' }],
        repositories: [
          {
            nameWithOwner: 'acme/platform',
            files: { 'versions.yaml': REGISTRY, 'compose.yaml': 'image: redis:7.2.4\n' },
          },
        ],
        upstreams: [
          {
            nameWithOwner: 'redis/redis',
            releases: [
              { tag: '7.2.5', publishedAt: '2026-01-05T00:00:00Z', body: 'Fix a crash.' },
              { tag: '7.2.4', publishedAt: '2025-12-05T00:00:00Z', body: 'First.' },
            ],
          },
        ],
      },
    })
    service = await startCacheService()
    return async () => {
      await double.close()
      await service.close()
    }
  })
  const run = async (more: Record<string, string> = {}, event?: { name: string; payload?: unknown }) => {
    const result = await runAction({
      bundle: join(folder, 'bundle', 'index.js'),
      manifest: resolve('action.yml'),
      inputs: { command: 'check' },
      repository: 'acme/platform',
      sha: (await double.repository('acme/platform').head()) ?? '',
      double,
      token: 'ghs_app',
      env: {
        PINWARDEN_GITHUB_URL: double.restUrl,
        PINWARDEN_GITHUB_GRAPHQL_URL: double.graphqlUrl,
        PINWARDEN_OSV_URL: double.url,
        ACTIONS_CACHE_URL: service.url,
        ACTIONS_RUNTIME_TOKEN: 'of-the-runner',
        ...more,
      },
      ...(event === undefined ? {} : { event }),
    })
    if (result.outputs['report'] === undefined) throw new Error(result.stdout + result.stderr)
    return { result, statistics: reportSchema.parse(JSON.parse(result.outputs['report'] ?? '')).statistics }
  }

  it('asks upstreams in the first run, and in the next what that one stored', async () => {
    const first = await run()
    expect(first.result.status).toBe(0)
    expect(first.statistics).toMatchObject({ cache_hits: 0 })
    expect(service.kept.size).toBe(1)
    const second = await run()
    expect(second.result.status).toBe(0)
    expect(service.looked.at(-1)?.found).toBe([...service.kept.keys()][0])
    expect(second.statistics.requests).toBeLessThan(first.statistics.requests)
    expect(second.statistics.cache_hits).toBeGreaterThan(0)
    expect(JSON.parse(second.result.outputs['upgrades'] ?? '')).toEqual(JSON.parse(first.result.outputs['upgrades'] ?? ''))
  })

  it('leaves nothing behind in a pull request’s run', async () => {
    await run({}, { name: 'pull_request' })
    expect(service.looked.length).toBe(1)
    expect(service.kept.size).toBe(0)
  })

  it('leaves nothing that a secret opened where everybody can read, and does in a private repository', async () => {
    await run({ PINWARDEN_GITHUB_TOKEN: 'ghs_app' })
    expect(service.kept.size).toBe(0)
    await run({ PINWARDEN_GITHUB_TOKEN: 'ghs_app' }, { name: 'push', payload: { repository: PRIVATE } })
    expect(service.kept.size).toBe(1)
  })

  it('leaves a folder that the workflow chose to the workflow', async () => {
    await run({ PINWARDEN_CACHE_DIR: join(folder, 'chosen') })
    expect(service.looked).toEqual([])
    expect(service.kept.size).toBe(0)
  })

  it('ends as without, when the service is out of order', async () => {
    const broken = await startCacheService({ broken: true })
    const { result } = await run({ ACTIONS_CACHE_URL: broken.url })
    await broken.close()
    expect(result.status).toBe(0)
    expect(JSON.parse(result.outputs['upgrades'] ?? '')).toMatchObject([{ component: 'redis', to: '7.2.5' }])
  })
})

const PRIVATE = { name: 'platform', owner: { login: 'acme' }, full_name: 'acme/platform', private: true }
