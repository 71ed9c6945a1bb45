import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHttp, type HttpOptions } from '../src/adapters/http.ts'
import { createCredentials } from '../src/adapters/http-credentials.ts'
import { createSqliteCache } from '../src/adapters/sqlite-cache.ts'
import type { Answer } from '../src/core/model/release.ts'
import { resolveBaseUrls } from '../src/datasources/base-url.ts'
import { imageDetails } from '../src/datasources/image-details.ts'
import { type DatasourceId, datasources } from '../src/datasources/index.ts'
import { fetchNotes } from '../src/datasources/notes.ts'
import { type GitHubDouble, startGitHubDouble } from './support/github-double/index.ts'
import type { FaultKind } from './support/github-double/server/faults.ts'

const NAMES = Array.from({ length: 120 }, (_, n) => `upstream/project-${n}`)
const historyOf = (n: number): Record<string, string> => (n === 0 ? { 'HISTORY.md': '# 1.129.0' } : {})
let double: GitHubDouble
let folder: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pinwarden-discovery-'))
  double = await startGitHubDouble({
    world: {
      now: '2026-11-21T08:00:00Z',
      tokens: [{ token: 'ghs_job', kind: 'installation' }],
      upstreams: [
        ...NAMES.map((nameWithOwner, n) => ({
          nameWithOwner,
          archived: n === 3,
          releases: Array.from({ length: n === 0 ? 130 : 3 }, (_, m) => ({
            tag: `v1.${m}.0`,
            body: `notes of 1.${m}.0`,
            assets: [`tool-${m}.tar.gz`],
          })),
          files: historyOf(n),
        })),
        { nameWithOwner: 'actions/cache', tags: [{ name: 'v4.1.0', commit: 'a'.repeat(40), date: '2026-01-05T00:00:00Z' }] },
      ],
      images: [{ name: 'library/redis', tags: [{ name: '7.4.2-alpine' }, { name: '7.4.3-alpine', platforms: ['linux/amd64'] }] }],
    },
  })
})

afterEach(async () => {
  await double.close()
  rmSync(folder, { recursive: true })
})

function setUp(options: HttpOptions & { token?: boolean; stored?: boolean } = {}) {
  const { token = true, stored = true, ...more } = options
  const { baseUrl } = resolveBaseUrls(datasources, {
    env: { PINWARDEN_GITHUB_URL: double.restUrl, PINWARDEN_DOCKER_URL: double.url },
    configured: {},
  })
  const cache = createSqliteCache({ directory: folder })
  const credentials = createCredentials(token ? [{ url: double.restUrl, secret: 'ghs_job' }] : [])
  let slept = 0
  const sleep = async (time: number) => {
    slept += time
  }
  const http = createHttp({ ...(stored && { cache }), credentials, now: () => Date.now() + slept, sleep, random: () => 0, ...more })
  const io = { http, baseUrl }
  const end = () => {
    http.close()
    cache.close()
  }
  const discover = (id: DatasourceId, names: readonly string[], more: object = {}) =>
    datasources[id].discover(
      names.map((name) => ({ component: name, package: name, source: {}, ...more })),
      io,
    )
  return { io, http, discover, end }
}

const counts = (answers: readonly Answer[]) => answers.map((answer) => (answer.ok ? answer.releases.length : answer.cause.code))

describe('discovery over a real connection', () => {
  it('asks 120 repositories in three requests and one more page, then none at all', async () => {
    const cold = setUp()
    const answers = await cold.discover('github-releases', NAMES)
    expect(counts(answers)).toEqual([130, ...Array(119).fill(3)])
    expect(answers[3]).toMatchObject({ upstream: { archived: true } })
    expect(cold.http.statistics()).toMatchObject({ requests: 4, batched: 117 })
    cold.end()
    const warm = setUp()
    expect(counts(await warm.discover('github-releases', NAMES))).toEqual(counts(answers))
    expect(warm.http.statistics()).toMatchObject({ requests: 0, cacheHits: 120 })
    warm.end()
    double.assertClean()
  })

  it.each([true, false])('reads notes once, and has them offline (token: %s)', async (token) => {
    const request = { component: 'c', repository: 'upstream/project-0', tags: [{ version: '1.129.0', tag: 'v1.129.0' }] }
    const online = setUp({ token })
    const [read] = await fetchNotes([request], online.io)
    expect(read).toMatchObject({ ok: true, documents: [{ kind: 'release' }, { kind: 'changelog' }] })
    online.end()
    const offline = setUp({ offline: true, ttl: 0, token })
    expect(await fetchNotes([request], offline.io)).toEqual([read])
    offline.end()
  })

  it('asks only about what is new, where a component is added or one is looked at alone', async () => {
    const first = setUp()
    await first.discover('github-releases', NAMES.slice(0, 100))
    first.end()
    const second = setUp()
    expect(counts(await second.discover('github-releases', NAMES.slice(1, 101)))).toEqual(Array(100).fill(3))
    expect(second.http.statistics()).toMatchObject({ requests: 1, cacheHits: 99 })
    second.end()
  })

  it('lets older lists stand in for what cannot be asked, one by one, and says why', async () => {
    const first = setUp()
    await first.discover('github-releases', NAMES.slice(0, 3))
    first.end()
    double.faults.add({ fault: 'primary-limit', match: { times: null } })
    const second = setUp({ ttl: 0 })
    const answers = await second.discover('github-releases', ['upstream/project-1', 'upstream/project-50'])
    expect(answers[0]).toMatchObject({
      ok: true,
      origin: 'stale-cache',
      notices: [expect.stringContaining('asked in vain'), expect.stringContaining('as of')],
    })
    expect(answers[1]).toMatchObject({ ok: false, cause: { code: 'rate-limited', retryAt: expect.any(Number) } })
    second.end()
  })

  it('finds offline what was read with a token, also where there is none now', async () => {
    const online = setUp()
    await online.discover('github-releases', ['upstream/project-0'])
    online.end()
    const offline = setUp({ offline: true, token: false })
    expect(await offline.discover('github-releases', ['upstream/project-0'], { reach: ['1.100.0'] })).toMatchObject([
      { ok: true, origin: 'cache' },
    ])
    offline.end()
  })

  it('works offline with what was stored', async () => {
    const online = setUp()
    await online.discover('github-releases', ['upstream/project-1'])
    online.end()
    const offline = setUp({ offline: true, ttl: 0 })
    const [known, unknown] = [
      ...(await offline.discover('github-releases', ['upstream/project-1'])),
      ...(await offline.discover('github-releases', ['upstream/project-2'])),
    ]
    expect(known).toMatchObject({ ok: true, origin: 'stale-cache', notices: [expect.stringContaining('answered from the cache')] })
    expect(unknown).toMatchObject({ ok: false, cause: { code: 'offline' } })
    offline.end()
  })

  it('asks again only whether anything changed, where there is no token', async () => {
    const first = setUp({ token: false })
    expect(counts(await first.discover('github-releases', NAMES.slice(1, 11)))).toEqual(Array(10).fill(3))
    expect(first.http.statistics().requests).toBe(10)
    first.end()
    const second = setUp({ token: false, ttl: 0 })
    expect(
      (await second.discover('github-releases', NAMES.slice(1, 11))).every((answer) => answer.ok && answer.origin === 'revalidated'),
    ).toBe(true)
    expect(second.http.statistics()).toMatchObject({ requests: 10, revalidated: 10 })
    second.end()
  })

  it('gives files, commits, notes, tags and images', async () => {
    const { discover, io, end } = setUp()
    const [release] = await discover('github-releases', ['upstream/project-1'], { assets: true })
    expect(release).toMatchObject({
      ok: true,
      releases: expect.arrayContaining([
        expect.objectContaining({ tag: 'v1.2.0', assets: [expect.objectContaining({ name: 'tool-2.tar.gz' })] }),
      ]),
    })
    expect(await discover('github-actions', ['actions/cache'])).toMatchObject([
      { ok: true, releases: [{ tag: 'v4.1.0', commit: 'a'.repeat(40), date: Date.UTC(2026, 0, 5) }] },
    ])
    const notes = await fetchNotes(
      [{ component: 'c', repository: 'upstream/project-0', tags: [{ version: '1.129.0', tag: 'v1.129.0' }] }],
      io,
    )
    expect(notes).toMatchObject([{ ok: true, documents: [{ text: 'notes of 1.129.0' }, { kind: 'changelog', text: '# 1.129.0' }] }])
    expect(counts(await discover('docker', ['redis']))).toEqual([2])
    const [image] = await imageDetails([{ component: 'redis', package: 'redis', tag: '7.4.3-alpine', platforms: true }], io)
    expect(image).toMatchObject({ ok: true, platforms: ['linux/amd64'], digest: expect.stringMatching(/^sha256:/) })
    end()
    double.assertClean()
  })

  it.each<FaultKind>(['reset', 'reset-after', 'secondary-limit', 'truncate', 'unicorn', 'gzip-garbage'])(
    'gets over one %s',
    async (fault) => {
      double.faults.add({ fault })
      const { discover, end } = setUp({ stored: false })
      expect(counts(await discover('github-releases', NAMES.slice(1, 60)))).toEqual(Array(59).fill(3))
      end()
    },
  )

  it('says what is the matter where GitHub does not recover, and does not hammer it', async () => {
    const causes: Record<string, string> = {}
    for (const fault of ['reset', 'primary-limit', 'html', 'unicorn'] as const) {
      double.faults.clear()
      double.faults.add({ fault, match: { times: null } })
      const { discover, http, end } = setUp({ stored: false })
      const answers = await discover('github-releases', NAMES.slice(1, 60))
      causes[fault] = [...new Set(counts(answers))].join()
      expect(http.statistics().requests).toBeLessThan(40)
      end()
    }
    expect(causes).toEqual({ reset: 'network', 'primary-limit': 'rate-limited', html: 'invalid-answer', unicorn: 'server-error' })
  })
})
