import { readFileSync } from 'node:fs'
import { buildSchema, type GraphQLSchema, parse, validate } from 'graphql'
import type { Http, HttpRequest, HttpResponse } from '../../src/ports/http.ts'

/** One repository of the fake: tags newest first, as many as wanted. */
export interface FakeRepository {
  nameWithOwner?: string
  isArchived?: boolean
  /** Newest first. */
  tags: readonly string[]
  draft?: readonly string[]
  assets?: Readonly<Record<string, readonly string[]>>
}

export interface FakeGithub extends Http {
  requests: HttpRequest[]
}

export interface FakeBehaviour {
  hasToken?: boolean
  /** What to do in place of answering; undefined answers. */
  refuse?(request: HttpRequest, repositories: readonly string[], pageSize: number): HttpResponse | Error | undefined
}

let schema: GraphQLSchema | undefined

/** GitHub's published schema: a question that it does not accept is none that GitHub accepts. */
function githubSchema(): GraphQLSchema {
  schema ??= buildSchema(readFileSync(new URL('schema.graphql', import.meta.resolve('@octokit/graphql-schema')), 'utf8'), {
    assumeValidSDL: true,
  })
  return schema
}

export function answer(status: number, body: unknown, headers: Record<string, string> = {}, url = 'https://api.github.com/'): HttpResponse {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body), url, origin: 'network' }
}

/** Lists of releases and tags as GitHub gives them, over GraphQL (aliases, cursors, partial errors) and REST (Link headers). */
export function fakeGithub(repositories: Readonly<Record<string, FakeRepository>>, behaviour: FakeBehaviour = {}): FakeGithub {
  const requests: HttpRequest[] = []
  return {
    requests,
    hasToken: () => behaviour.hasToken ?? true,
    async request(request) {
      requests.push(request)
      const isGraphql = request.url.endsWith('/graphql')
      const asked = isGraphql ? questionsOf(request) : []
      const names = asked.map(({ name }) => name)
      const refused = behaviour.refuse?.(request, names, asked[0]?.first ?? 100)
      if (refused instanceof Error) throw refused
      if (refused !== undefined) return refused
      if (request.url.endsWith('/git-upload-pack')) return answer(401, 'Repository not found.')
      return isGraphql ? graphql(asked, repositories, request) : rest(request, repositories)
    },
  }
}

interface Asked {
  alias: string
  name: string
  first: number
  after: number
  tags: boolean
  contains: string
  assets: boolean
}

/** The GraphQL text of a request, refused where GitHub would refuse it. */
export function checkedQuestion(request: HttpRequest): string {
  const query: string = JSON.parse(request.body ?? '{}').query
  const problems = validate(githubSchema(), parse(query))
  if (problems.length > 0) throw new Error(`GitHub would refuse this question: ${problems[0]?.message}`)
  return query
}

function questionsOf(request: HttpRequest): Asked[] {
  const query = checkedQuestion(request)
  return [...query.matchAll(/^(\w+): repository\(owner: "([^"]+)", name: "([^"]+)"\) (.*)$/gm)].map(
    ([, alias = '', owner, name, rest = '']) => ({
      alias,
      name: `${owner}/${name}`,
      first: Number(/first: (\d+)/.exec(rest)?.[1]),
      after: Number(/after: "c(\d+)"/.exec(rest)?.[1] ?? 0),
      tags: rest.includes('refs('),
      contains: /query: "([^"]+)"/.exec(rest)?.[1] ?? '',
      assets: rest.includes('releaseAssets'),
    }),
  )
}

function graphql(asked: readonly Asked[], repositories: Readonly<Record<string, FakeRepository>>, request: HttpRequest): HttpResponse {
  const errors: unknown[] = []
  const data = asked.map((one) => {
    const repository = repositories[one.name]
    if (repository === undefined) {
      errors.push({ type: 'NOT_FOUND', path: [one.alias], message: `Could not resolve to a Repository with the name '${one.name}'.` })
      return [one.alias, null]
    }
    const all = repository.tags.filter((tag) => tag.includes(one.contains))
    const shown = all.slice(one.after, one.after + one.first)
    const end = one.after + shown.length
    const list = {
      totalCount: all.length,
      pageInfo: { hasNextPage: end < all.length, endCursor: `c${end}` },
      nodes: shown.map((tag) => (one.tags ? tagNode(tag) : releaseNode(tag, repository))),
    }
    const newest = { nodes: all.slice(0, 30).map((tag) => ({ tagName: tag, releaseAssets: assetsOf(repository.assets?.[tag] ?? []) })) }
    return [
      one.alias,
      {
        nameWithOwner: repository.nameWithOwner ?? one.name,
        isArchived: repository.isArchived ?? false,
        [one.tags ? 'refs' : 'releases']: list,
        ...(one.assets && { newest }),
      },
    ]
  })
  return answer(200, { data: Object.fromEntries(data), ...(errors.length > 0 && { errors }) }, {}, request.url)
}

const assetsOf = (names: readonly string[]) => ({
  totalCount: names.length,
  nodes: names.map((name) => ({ name, size: 1, downloadUrl: `https://x/${name}` })),
})

function releaseNode(tag: string, repository: FakeRepository) {
  const draft = repository.draft?.includes(tag) ?? false
  return {
    tagName: tag,
    publishedAt: draft ? null : '2026-01-02T03:04:05Z',
    isPrerelease: tag.includes('rc'),
    isDraft: draft,
    tagCommit: { oid: oid(tag) },
  }
}

function tagNode(tag: string) {
  return {
    name: tag,
    target: {
      oid: 'f'.repeat(40),
      tagger: { date: '2026-01-02T03:04:05Z' },
      target: { oid: oid(tag), committedDate: '2020-01-01T00:00:00Z' },
    },
  }
}

/** A commit id that tells its tag. */
export function oid(tag: string): string {
  return Buffer.from(tag).toString('hex').padEnd(40, '0').slice(0, 40)
}

function rest(request: HttpRequest, repositories: Readonly<Record<string, FakeRepository>>): HttpResponse {
  const url = new URL(request.url)
  // GitHub names the further pages by the number of the repository, not by the address that was asked.
  const [, number, named = '', kind = ''] = /^\/(?:repositories\/(\d+)|repos\/([^/]+\/[^/]+))\/(releases|tags)$/.exec(url.pathname) ?? []
  const name = number === undefined ? named : (Object.keys(repositories)[Number(number)] ?? '')
  const repository = repositories[name]
  if (repository === undefined) return answer(404, { message: 'Not Found' }, {}, request.url)
  const page = Number(url.searchParams.get('page') ?? 1)
  const shown = repository.tags.slice((page - 1) * 100, page * 100)
  const rows = shown.map((tag) =>
    kind === 'tags'
      ? { name: tag, commit: { sha: oid(tag), url: '' } }
      : {
          tag_name: tag,
          published_at: '2026-01-02T03:04:05Z',
          created_at: '2026-05-05T00:00:00Z',
          prerelease: tag.includes('rc'),
          draft: repository.draft?.includes(tag) ?? false,
          html_url: `https://github.com/${repository.nameWithOwner ?? name}/releases/tag/${tag}`,
          assets: (repository.assets?.[tag] ?? []).map((asset) => ({
            name: asset,
            size: 1,
            digest: null,
            browser_download_url: `https://x/${asset}`,
          })),
        },
  )
  const more = page * 100 < repository.tags.length
  const link: Record<string, string> = more
    ? { link: `<${url.origin}/repositories/${Object.keys(repositories).indexOf(name)}/${kind}?per_page=100&page=${page + 1}>; rel="next"` }
    : {}
  return answer(200, rows, link, request.url)
}
