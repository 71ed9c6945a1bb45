import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { createHttp, type HttpClient } from '../../src/adapters/http.ts'
import type { Answer } from '../../src/core/model/release.ts'
import { type ImageAnswer, imageDetails } from '../../src/datasources/image-details.ts'
import { datasources } from '../../src/datasources/index.ts'
import { type OciRegistry, pusher, startRegistry } from '../support/oci-registry.ts'
import { startIssuer, type TokenIssuer } from '../support/token-issuer.ts'

const AMD64 = { os: 'linux', architecture: 'amd64' }
const ARM64 = { os: 'linux', architecture: 'arm64' }
const ARMV7 = { os: 'linux', architecture: 'arm', variant: 'v7' }

const listSchema = z.object({ name: z.string(), tags: z.array(z.string()) })

/** More than the datasource asks for in one page. */
const MANY = 1100

const opened: HttpClient[] = []

function io(url: string, credentials?: (host: string) => string | undefined) {
  const http = createHttp({ retries: 0, ...(credentials === undefined ? {} : { credentials }) })
  opened.push(http)
  return { http, baseUrl: () => url }
}

async function tagsOf(url: string, image: string, credentials?: (host: string) => string | undefined): Promise<Answer> {
  const [answer] = await datasources.docker.discover([{ component: 'app', package: image, source: {} }], io(url, credentials))
  if (answer === undefined) throw new Error('no answer')
  return answer
}

async function detailsOf(url: string, image: string, tag: string, platforms = true): Promise<ImageAnswer> {
  const [answer] = await imageDetails([{ component: 'app', package: image, tag, platforms }], io(url))
  if (answer === undefined) throw new Error('no answer')
  return answer
}

function names(answer: Answer): string[] {
  return answer.ok ? answer.releases.map(({ tag }) => tag) : []
}

afterAll(() => {
  for (const http of opened) http.close()
})

describe('a registry that anybody may read', () => {
  let registry: OciRegistry
  let index = ''
  let single = ''
  beforeAll(async () => {
    registry = await startRegistry()
    const app = pusher(registry.url, 'team/app')
    const members = [await app.image(AMD64), await app.image(ARM64), await app.image(ARMV7)]
    index = await app.index('1.2.0', members)
    single = (await app.image(AMD64, '1.3.0', '2026-03-04T05:06:07Z')).digest
    const many = pusher(registry.url, 'team/many')
    await many.image(AMD64, '0.0.0')
    await many.tags(
      Array.from({ length: MANY - 1 }, (_, at) => `1.${at}.0`),
      '0.0.0',
    )
  })
  afterAll(() => registry?.close())

  test('finds every tag of an image', async () => {
    const answer = await tagsOf(registry.url, 'team/app')
    expect(answer).toMatchObject({ ok: true, origin: 'api' })
    expect(names(answer).sort()).toEqual(['1.2.0', '1.3.0'])
  })

  test('reads a registry that gives more tags than were asked for to the last', async () => {
    const answer = await tagsOf(registry.url, 'team/many')
    expect(new Set(names(answer)).size).toBe(MANY)
    expect(answer).not.toHaveProperty('notices')
  })

  test('follows the pages of a registry that gives few at a time, through all of the real list', async () => {
    const front = await startPages(registry.url, 100)
    const answer = await tagsOf(front.url, 'team/many')
    await front.close()
    expect(names(answer).length).toBe(MANY)
    expect(new Set(names(answer)).size).toBe(MANY)
    expect(front.pages()).toBe(Math.ceil(MANY / 100))
  })

  test('gives the digest of the index of a multi-arch image, with all platforms', async () => {
    const answer = await detailsOf(registry.url, 'team/app', '1.2.0')
    expect(answer).toMatchObject({ ok: true, digest: index })
    expect(answer.ok && answer.platforms).toEqual(['linux/amd64', 'linux/arm64', 'linux/arm/v7'])
  })

  test('gives the same digest by a HEAD, which is no pull', async () => {
    expect(await detailsOf(registry.url, 'team/app', '1.2.0', false)).toEqual({ ok: true, digest: index, origin: 'api' })
  })

  test('shows that an architecture is missing', async () => {
    const answer = await detailsOf(registry.url, 'team/app', '1.3.0')
    expect(answer).toMatchObject({ ok: true, digest: single, created: Date.parse('2026-03-04T05:06:07Z') })
    expect(answer.ok && answer.platforms).toEqual(['linux/amd64'])
  })

  test('says that a repository or a tag is not there', async () => {
    expect(await tagsOf(registry.url, 'team/nowhere')).toMatchObject({ ok: false, cause: { code: 'not-found' } })
    expect(await detailsOf(registry.url, 'team/app', '9.9.9')).toMatchObject({ ok: false, cause: { code: 'not-found' } })
    expect(await detailsOf(registry.url, 'team/app', '9.9.9', false)).toMatchObject({ ok: false, cause: { code: 'not-found' } })
  })
})

describe('a registry that wants tokens', () => {
  let issuer: TokenIssuer
  let registry: OciRegistry
  beforeAll(async () => {
    issuer = await startIssuer((repository, action, authorization) => {
      return action === 'pull' && (repository.startsWith('public/') || authorization === 'Bearer of the job')
    })
    registry = await startRegistry(issuer.auth)
    for (const repository of ['public/app', 'public/other', 'private/app']) {
      await pusher(registry.url, repository, `Bearer ${issuer.token(repository, ['pull', 'push'])}`).image(AMD64, '2.0.0')
    }
  })
  afterAll(async () => {
    await registry?.close()
    await issuer?.close()
  })

  test('is read with the token that it sends for, asked for reading alone', async () => {
    issuer.asked.length = 0
    expect(names(await tagsOf(registry.url, 'public/app'))).toEqual(['2.0.0'])
    expect(issuer.asked).toEqual([{ service: issuer.auth.service, scope: 'repository:public/app:pull', authorization: undefined }])
  })

  test('costs one token for each image, whatever is asked of it', async () => {
    issuer.asked.length = 0
    const requests = ['public/app', 'public/other', 'public/app'].map((image, at) => ({
      component: `c${at}`,
      package: image,
      tag: '2.0.0',
      platforms: at === 2,
    }))
    const answers = await imageDetails(requests, io(registry.url))
    expect(answers.map((answer) => answer.ok)).toEqual([true, true, true])
    expect(issuer.asked.map(({ scope }) => scope).sort()).toEqual(['repository:public/app:pull', 'repository:public/other:pull'])
  })

  test('says that an image may not be read, without losing the one beside it', async () => {
    const queries = ['private/app', 'public/app'].map((image) => ({ component: image, package: image, source: {} }))
    const answers = await datasources.docker.discover(queries, io(registry.url))
    expect(answers[0]).toMatchObject({ ok: false, cause: { code: 'unauthorized' } })
    expect(answers[1]).toMatchObject({ ok: true })
  })

  test('gives a private image to those whose secret the issuer knows', async () => {
    const { host } = new URL(issuer.auth.realm)
    const answer = await tagsOf(registry.url, 'private/app', (asked) => (asked === host ? 'Bearer of the job' : undefined))
    expect(names(answer)).toEqual(['2.0.0'])
  })

  test('refuses tokens that another key signed, and the cause says so', async () => {
    issuer.forgeTokens()
    expect(await tagsOf(registry.url, 'public/app')).toMatchObject({ ok: false, cause: { code: 'unauthorized' } })
  })
})

/** Stands before a registry that gives whole lists, and gives them by pages as the distribution specification describes. */
async function startPages(registry: string, size: number) {
  let pages = 0
  const server = createServer(async (request, response) => {
    const asked = new URL(request.url ?? '/', registry)
    const whole = listSchema.parse(await (await fetch(new URL(asked.pathname, registry))).json())
    const tags = whole.tags.sort()
    const last = asked.searchParams.get('last')
    const page = tags.filter((tag) => last === null || tag > last).slice(0, size)
    pages += 1
    if (page.at(-1) !== tags.at(-1)) response.setHeader('link', `<${asked.pathname}?n=${size}&last=${page.at(-1)}>; rel="next"`)
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ ...whole, tags: page }))
  }).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    pages: () => pages,
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
