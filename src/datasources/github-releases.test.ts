import { describe, expect, it } from 'vitest'
import { answer, type FakeBehaviour, type FakeRepository, fakeGithub, oid } from '../../test/support/fake-github-lists.ts'
import type { Answer } from '../core/model/release.ts'
import { HttpFailure } from '../ports/http.ts'
import { resolveBaseUrls } from './base-url.ts'
import type { Query } from './contract.ts'
import { githubReleases } from './github-releases.ts'
import { githubTags } from './github-tags.ts'
import { datasources } from './index.ts'

const { baseUrl } = resolveBaseUrls(datasources, { env: {}, configured: {} })
const versions = (count: number, prefix = 'v') => Array.from({ length: count }, (_, n) => `${prefix}1.${count - n}.0`)
const query = (name: string, more: Partial<Query> = {}): Query => ({ component: name, package: name, source: {}, ...more })

async function discover(
  repositories: Record<string, FakeRepository>,
  queries: Query[],
  behaviour: FakeBehaviour = {},
  datasource = githubReleases,
) {
  const http = fakeGithub(repositories, behaviour)
  const answers = await datasource.discover(queries, { http, baseUrl })
  return { answers, requests: http.requests, first: ok(answers[0]) }
}

function ok(one: Answer | undefined): Extract<Answer, { ok: true }> {
  if (one?.ok !== true) return { ok: true, releases: [], origin: 'api', notices: [`FAILED ${JSON.stringify(one)}`] }
  return one
}

describe('many repositories in one question', () => {
  it('asks a thousand repositories in twenty requests', async () => {
    const names = Array.from({ length: 1000 }, (_, n) => `o/r${n}`)
    const { answers, requests } = await discover(
      Object.fromEntries(names.map((name) => [name, { tags: versions(30) }])),
      names.map((name) => query(name)),
    )
    expect(requests.length).toBe(20)
    expect(answers.every((one) => one.ok && one.releases.length === 30 && one.notices === undefined)).toBe(true)
  })

  it('asks once for a repository that many components live in', async () => {
    const { answers, requests } = await discover({ 'grafana/loki': { tags: ['v3.0.0', 'helm-loki-6.0.0', 'helm-loki-canary-1'] } }, [
      query('grafana/loki'),
      query('Grafana/Loki', { tagPrefix: 'helm-loki-' }),
    ])
    expect(requests.length).toBe(1)
    expect(ok(answers[1]).releases).toMatchObject([{ tag: 'helm-loki-6.0.0', version: '6.0.0' }])
  })

  it('reads further pages of those repositories only that have them, to the end', async () => {
    const { answers, requests } = await discover({ 'o/a': { tags: versions(250) }, 'o/b': { tags: versions(3) } }, [
      query('o/a'),
      query('o/b'),
    ])
    expect(answers.map((one) => ok(one).releases.length)).toEqual([250, 3])
    expect(requests.length).toBe(3)
  })

  it('stops where the oldest version in use has been seen, and says so', async () => {
    const { first, requests } = await discover({ 'o/a': { tags: versions(500) } }, [query('o/a', { reach: ['1.350.0'] })])
    expect(requests.length).toBe(2)
    expect(first.releases.length).toBe(200)
    expect(first.notices).toEqual(['of 500 the newest 200 were read: older ones than the versions in use were not read'])
  })

  it('reads on for a monorepo component that its first page does not show', async () => {
    const { first } = await discover({ 'o/a': { tags: [...versions(150), 'chart-2.0.0'] } }, [
      query('o/a', { tagPrefix: 'chart-', reach: ['2.0.0'] }),
    ])
    expect(first.releases).toMatchObject([{ version: '2.0.0' }])
  })

  it('obeys max_pages and never hides that there is more', async () => {
    const { first } = await discover({ 'o/a': { tags: versions(500) } }, [query('o/a', { source: { max_pages: 1 } })])
    expect(first.releases.length).toBe(100)
    expect(first.notices?.[0]).toContain('of 500 the newest 100 were read')
  })

  it('gives commit, date and flags, leaves drafts out, and takes file lists only where asked', async () => {
    const tags = ['v2.0.0-rc.1', 'v1.0.0', 'v0.9.0']
    const repository = { tags, draft: ['v1.0.0'], assets: { 'v0.9.0': ['tool-linux.tgz'] } }
    const { first } = await discover({ 'o/a': repository }, [query('o/a', { assets: true })])
    expect(first.releases).toEqual([
      {
        tag: 'v2.0.0-rc.1',
        version: 'v2.0.0-rc.1',
        date: Date.UTC(2026, 0, 2, 3, 4, 5),
        prerelease: true,
        commit: oid('v2.0.0-rc.1'),
        assets: [],
        url: 'https://github.com/o/a/releases/tag/v2.0.0-rc.1',
      },
      {
        tag: 'v0.9.0',
        version: 'v0.9.0',
        date: Date.UTC(2026, 0, 2, 3, 4, 5),
        commit: oid('v0.9.0'),
        assets: [{ name: 'tool-linux.tgz', size: 1, url: 'https://x/tool-linux.tgz' }],
        url: 'https://github.com/o/a/releases/tag/v0.9.0',
      },
    ])
    expect(first.notices).toBeUndefined()
    const plain = await discover({ 'o/a': repository }, [query('o/a')])
    expect(plain.first.releases[1]?.assets).toBeUndefined()
  })

  it('says that a repository has moved, is archived, or has no releases', async () => {
    const { first } = await discover({ 'o/a': { nameWithOwner: 'new/home', isArchived: true, tags: [] } }, [query('o/a')])
    expect(first.upstream).toEqual({ movedTo: 'new/home', archived: true })
    expect(first.notices).toEqual(['o/a is archived', 'o/a has moved to new/home', expect.stringContaining('github-tags')])
  })
})

describe('failures', () => {
  it('lets one missing repository fail alone', async () => {
    const { answers } = await discover({ 'o/a': { tags: ['v1.0.0'] } }, [query('o/a'), query('o/gone'), query('not a name')])
    expect(answers.map((one) => (one.ok ? 'ok' : one.cause.code))).toEqual(['ok', 'not-found', 'invalid-query'])
  })

  it.each([
    ['502', (): unknown => answer(502, '<html>')],
    ['a time-out', () => new HttpFailure('timeout', 'slow')],
    ['a time-out in words', () => answer(200, { data: null, errors: [{ message: 'Something went wrong while executing your query.' }] })],
    ['too many nodes', () => answer(200, { data: null, errors: [{ type: 'MAX_NODE_LIMIT_EXCEEDED', message: 'x' }] })],
  ])('halves a question that is too heavy (%s) until it is answered', async (_, make) => {
    const names = Array.from({ length: 40 }, (_n, n) => `o/r${n}`)
    const refuse: FakeBehaviour['refuse'] = (_request, asked) => (asked.length > 10 ? (make() as Error) : undefined)
    const { answers, requests } = await discover(
      Object.fromEntries(names.map((name) => [name, { tags: ['1.0.0'] }])),
      names.map((name) => query(name)),
      { refuse },
    )
    expect(answers.every((one) => one.ok)).toBe(true)
    expect(requests.length).toBe(7)
  })

  it('asks for smaller pages of a repository that is too heavy alone', async () => {
    const refuse: FakeBehaviour['refuse'] = (_, __, size) => (size > 25 ? answer(504, '') : undefined)
    const { first } = await discover({ 'o/a': { tags: versions(60) } }, [query('o/a')], { refuse })
    expect(first.releases.length).toBe(60)
  })

  it('does not hammer a server that is down', async () => {
    const names = Array.from({ length: 50 }, (_, n) => `o/r${n}`)
    const { answers, requests } = await discover(
      {},
      names.map((name) => query(name)),
      { refuse: () => answer(502, '') },
    )
    expect(answers.every((one) => !one.ok && one.cause.code === 'server-error')).toBe(true)
    expect(requests.length).toBeLessThan(15)
  })

  it('says when to come back where the limit is used up', async () => {
    const { answers } = await discover({}, [query('o/a')], { refuse: () => new HttpFailure('rate-limited', 'used up', 123) })
    expect(answers[0]).toEqual({ ok: false, cause: { code: 'rate-limited', message: 'used up', retryAt: 123 } })
  })

  it('keeps the newest part where a later page fails, and says what is missing', async () => {
    let calls = 0
    const refuse = () => {
      calls += 1
      return calls > 1 ? new HttpFailure('network', 'api.github.com could not be reached (ECONNRESET)') : undefined
    }
    const { first } = await discover({ 'o/a': { tags: versions(150) } }, [query('o/a')], { refuse })
    expect(first.releases.length).toBe(100)
    expect(first.notices?.[0]).toContain('ECONNRESET')
  })

  it('reports what it cannot read, and takes no half for the whole', async () => {
    for (const body of [
      '<html>sign in</html>',
      '{"data":{"r0":{"releases":',
      { data: { r0: { releases: { nodes: [] } } } },
      { data: {} },
      {},
      [],
    ]) {
      const { answers } = await discover({}, [query('o/a')], { refuse: () => answer(200, body) })
      expect(answers[0]?.ok, JSON.stringify(body)).toBe(false)
    }
  })

  it('leaves out single rows that it cannot read, and counts them', async () => {
    const nodes = [{ tagName: 5 }, null, { tagName: 'v1.0.0', publishedAt: 'not a date' }]
    const releases = { totalCount: 3, pageInfo: { hasNextPage: false }, nodes }
    const { first } = await discover({}, [query('o/a')], {
      refuse: () => answer(200, { data: { r0: { nameWithOwner: 'o/a', releases } } }),
    })
    expect(first.releases).toMatchObject([{ tag: 'v1.0.0' }])
    expect(first.releases[0]?.date).toBeUndefined()
    expect(first.notices).toEqual(['2 entries could not be read and are left out'])
  })

  it('says that fewer entries came than upstream counts', async () => {
    const releases = { totalCount: 30, pageInfo: { hasNextPage: false }, nodes: [{ tagName: 'v1.0.0' }] }
    const { first } = await discover({}, [query('o/a')], { refuse: () => answer(200, { data: { r0: { releases } } }) })
    expect(first.notices).toEqual(['1 of 30 entries came'])
  })
})

describe('without a token', () => {
  it('asks REST, one request for each of twenty components before any second page', async () => {
    const names = Array.from({ length: 20 }, (_, n) => `o/r${n}`)
    const repositories = Object.fromEntries(names.map((name) => [name, { tags: versions(150) }]))
    const { answers, requests } = await discover(
      repositories,
      names.map((name) => query(name, { reach: ['1.149.0'] })),
      { hasToken: false },
    )
    expect(answers.every((one) => ok(one).releases.length === 100)).toBe(true)
    expect(requests.map(({ url }) => url)).toEqual(names.map((name) => `https://api.github.com/repos/${name}/releases?per_page=100`))
  })

  it('follows GitHub’s own links, and none to another host', async () => {
    const { first } = await discover({ 'o/a': { tags: versions(150) } }, [query('o/a')], { hasToken: false })
    expect(first.releases.length).toBe(150)
    const link = { link: '<https://evil.example/next>; rel="next"' }
    const evil = await discover({}, [query('o/a')], { hasToken: false, refuse: () => answer(200, [{ tag_name: 'v1' }], link) })
    expect(evil.requests.length).toBe(1)
    expect(evil.first.notices?.[0]).toContain('evil.example')
  })

  it('draws nothing from a part of the tags, for REST gives them in no order of age', async () => {
    const refuse: FakeBehaviour['refuse'] = ({ url }) =>
      url.includes('page=2') ? new HttpFailure('rate-limited', 'used up', 5) : undefined
    const { answers } = await discover({ 'o/a': { tags: versions(150) } }, [query('o/a')], { hasToken: false, refuse }, githubTags)
    expect(answers[0]).toMatchObject({ ok: false, cause: { code: 'rate-limited' } })
  })

  it('falls back to REST where the address has no GraphQL', async () => {
    const refuse: FakeBehaviour['refuse'] = ({ method }) => (method === 'POST' ? answer(404, 'no') : undefined)
    const { first } = await discover({ 'o/a': { tags: ['v1.0.0'] } }, [query('o/a')], { refuse })
    expect(first.releases.length).toBe(1)
  })

  it('says so where a token is wrong', async () => {
    const { answers } = await discover({}, [query('o/a')], { refuse: () => answer(401, { message: 'Bad credentials' }) })
    expect(answers[0]).toMatchObject({ ok: false, cause: { code: 'unauthorized' } })
  })
})

describe('tags', () => {
  it('are peeled to their commits and dated by the tag, and selected by the server where there is a prefix', async () => {
    const tags = [...versions(300), 'chart-1.0.0']
    const { first, requests } = await discover({ 'o/a': { tags } }, [query('o/a', { tagPrefix: 'chart-' })], {}, githubTags)
    expect(requests.length).toBe(1)
    expect(first.releases).toEqual([
      {
        tag: 'chart-1.0.0',
        version: '1.0.0',
        date: Date.UTC(2026, 0, 2, 3, 4, 5),
        commit: oid('chart-1.0.0'),
        url: 'https://github.com/o/a/tree/chart-1.0.0',
      },
    ])
  })
})
