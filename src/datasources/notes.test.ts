import { describe, expect, it } from 'vitest'
import { answer, checkedQuestion } from '../../test/support/fake-github-lists.ts'
import { type Http, HttpFailure, type HttpRequest, type HttpResponse } from '../ports/http.ts'
import { resolveBaseUrls } from './base-url.ts'
import { datasources } from './index.ts'
import { fetchNotes, type NotesRequest } from './notes.ts'

const { baseUrl } = resolveBaseUrls(datasources, { env: {}, configured: {} })

interface Project {
  branch?: string
  files?: Readonly<Record<string, string>>
  releases?: Readonly<Record<string, string>>
  truncated?: readonly string[]
}

/** A GitHub with notes and files, over GraphQL, REST and the raw host. */
function fake(
  projects: Readonly<Record<string, Project>>,
  options: { token?: boolean; refuse?(request: HttpRequest, fields: number): HttpResponse | Error | undefined } = {},
) {
  const requests: HttpRequest[] = []
  const http: Http = {
    hasToken: () => options.token ?? true,
    async request(request) {
      requests.push(request)
      const query = request.method === 'POST' ? checkedQuestion(request) : ''
      const refused = options.refuse?.(request, query.match(/p\d+: /g)?.length ?? 0)
      if (refused instanceof Error) throw refused
      return refused ?? (request.method === 'POST' ? graphql(query, projects) : rest(request, projects))
    },
  }
  return { io: { http, baseUrl }, requests }
}

function graphql(query: string, projects: Readonly<Record<string, Project>>): HttpResponse {
  const data: Record<string, unknown> = {}
  const errors: unknown[] = []
  for (const [, alias = '', owner, name, fields = ''] of query.matchAll(
    /^(\w+): repository\(owner: "([^"]+)", name: "([^"]+)"\) \{ (.*) \}$/gm,
  )) {
    const project = projects[`${owner}/${name}`]
    data[alias] =
      project === undefined
        ? null
        : Object.fromEntries(
            [...fields.matchAll(/(p\d+): (\w+)(?:\(\w+: "([^"]*)"\))?/g)].map(([, key, kind, argument]) => [
              key,
              field(project, kind ?? '', argument ?? ''),
            ]),
          )
    if (project === undefined) errors.push({ type: 'NOT_FOUND', path: [alias], message: 'Could not resolve to a Repository' })
  }
  return answer(200, { data, ...(errors.length > 0 && { errors }) })
}

function field(project: Project, kind: string, argument: string): unknown {
  if (kind === 'defaultBranchRef') return { name: project.branch ?? 'main' }
  if (kind === 'release')
    return project.releases?.[argument] === undefined
      ? null
      : { description: project.releases[argument], url: `https://github.com/x/y/releases/tag/${argument}` }
  const path = argument.replace(/^HEAD:/, '')
  const text = project.files?.[path]
  if (text !== undefined) return { text, isTruncated: project.truncated?.includes(path) ?? false }
  const prefix = path === '' ? '' : `${path}/`
  const inside = Object.keys(project.files ?? {}).filter((file) => file.startsWith(prefix))
  const names = new Map(inside.map((file) => [file.slice(prefix.length).split('/')[0] ?? '', file.slice(prefix.length).includes('/')]))
  return names.size === 0 ? null : { entries: [...names].map(([name, folder]) => ({ name, type: folder ? 'tree' : 'blob' })) }
}

function rest(request: HttpRequest, projects: Readonly<Record<string, Project>>): HttpResponse {
  const url = new URL(request.url)
  const raw = url.host === 'raw.githubusercontent.com'
  const match = raw
    ? /^\/([^/]+\/[^/]+)\/HEAD\/(.*)$/.exec(url.pathname)
    : /^\/(?:api\/v3\/)?repos\/([^/]+\/[^/]+)\/(.*)$/.exec(url.pathname)
  const project = projects[match?.[1] ?? '']
  const path = raw ? `contents/${match?.[2]}` : (match?.[2] ?? '')
  if (project === undefined) return answer(404, '{}', {}, request.url)
  if (path === 'releases')
    return answer(
      200,
      Object.entries(project.releases ?? {}).map(([tag, body]) => ({ tag_name: tag, body })),
      {},
      request.url,
    )
  if (path === 'contents/')
    return answer(
      200,
      Object.keys(project.files ?? {}).map((name) => ({ name, type: 'file' })),
      {},
      request.url,
    )
  const text = project.files?.[path.replace('contents/', '')]
  return text === undefined ? answer(404, '{}', {}, request.url) : answer(200, text, {}, request.url)
}

const wanted = (repository: string, versions: string[], more: Partial<NotesRequest> = {}): NotesRequest => ({
  component: repository,
  repository,
  tags: versions.map((version) => ({ version, tag: `v${version}` })),
  ...more,
})

describe('release notes', () => {
  it('come for many components in one question, newest first, with links', async () => {
    const { io, requests } = fake({
      'o/a': { releases: { 'v2.0.0': 'two', 'v1.1.0': 'one' }, files: { 'CHANGELOG.md': '# 2.0.0' }, branch: 'trunk' },
      'o/b': { releases: { 'v3.0.0': 'three' } },
    })
    const answers = await fetchNotes([wanted('o/a', ['2.0.0', '1.5.0', '1.1.0']), wanted('o/b', ['3.0.0'])], io)
    expect(answers).toEqual([
      {
        ok: true,
        documents: [
          { kind: 'release', version: '2.0.0', text: 'two', url: 'https://github.com/x/y/releases/tag/v2.0.0' },
          { kind: 'release', version: '1.1.0', text: 'one', url: 'https://github.com/x/y/releases/tag/v1.1.0' },
          { kind: 'changelog', text: '# 2.0.0', url: 'https://github.com/o/a/blob/trunk/CHANGELOG.md' },
        ],
      },
      { ok: true, documents: [{ kind: 'release', version: '3.0.0', text: 'three', url: 'https://github.com/x/y/releases/tag/v3.0.0' }] },
    ])
    expect(requests.length).toBe(1)
  })

  it('are halved where they are too much for the server, and what stays missing is said', async () => {
    const releases = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`v1.${n}.0`, `notes ${n}`]))
    const refuse = (request: HttpRequest, fields: number) =>
      fields > 10
        ? answer(502, '')
        : JSON.parse(request.body ?? '{}').query.includes('"v1.7.0"') && fields === 1
          ? answer(502, '')
          : undefined
    const { io } = fake({ 'o/a': { releases } }, { refuse })
    const [one] = await fetchNotes(
      [
        wanted(
          'o/a',
          Array.from({ length: 40 }, (_, n) => `1.${n}.0`),
        ),
      ],
      io,
    )
    expect(one?.ok === true && one.documents.length).toBeGreaterThanOrEqual(39)
  })

  it('fail alone, with the cause', async () => {
    const { io } = fake({ 'o/a': { releases: { 'v1.0.0': 'x' } } })
    const answers = await fetchNotes([wanted('o/gone', ['1.0.0']), wanted('o/a', ['1.0.0']), wanted('nonsense', ['1.0.0'])], io)
    expect(answers.map((one) => (one.ok ? 'ok' : one.cause.code))).toEqual(['not-found', 'ok', 'invalid-query'])
  })

  it('say why there are none where the network is down', async () => {
    const { io } = fake({}, { refuse: () => new HttpFailure('network', 'api.github.com could not be reached (ENOTFOUND)') })
    expect(await fetchNotes([wanted('o/a', ['1.0.0'])], io)).toMatchObject([{ ok: false, cause: { code: 'network' } }])
  })
})

describe('the changelog file', () => {
  it.each([
    ['HISTORY.md'],
    ['Changes.md'],
    ['CHANGELOG'],
    ['NEWS'],
    ['CHANGELOG.rst'],
    ['00-RELEASENOTES'],
    ['docs/changelog.md'],
    ['RELEASES.md'],
  ])('is found under the name %s', async (path) => {
    const { io } = fake({ 'o/a': { files: { 'README.md': 'r', 'docs/index.md': 'i', [path]: 'history' } } })
    const [one] = await fetchNotes([wanted('o/a', ['1.0.0'])], io)
    expect(one).toMatchObject({
      ok: true,
      documents: [{ kind: 'changelog', text: 'history', url: `https://github.com/o/a/blob/main/${path}` }],
    })
  })

  it('is taken from a folder that holds one file for each line', async () => {
    const { io } = fake({
      'o/a': { files: { 'CHANGELOG/CHANGELOG-1.30.md': 'thirty', 'CHANGELOG/CHANGELOG-1.3.md': 'three', 'CHANGELOG/README.md': 'r' } },
    })
    const [one] = await fetchNotes([wanted('o/a', ['1.30.2'])], io)
    expect(one).toMatchObject({ ok: true, documents: [{ text: 'thirty' }] })
  })

  it('of a monorepo component is its own, never that of the whole', async () => {
    const { io } = fake({ 'o/a': { files: { 'CHANGELOG.md': 'of the whole', 'charts/helm-loki/CHANGELOG.md': 'of the chart' } } })
    const [one] = await fetchNotes([wanted('o/a', ['6.0.0'], { tagPrefix: 'helm-loki-' })], io)
    expect(one).toMatchObject({ ok: true, documents: [{ text: 'of the chart' }] })
  })

  it('is read whole where GraphQL cuts it', async () => {
    const { io, requests } = fake({ 'o/a': { files: { 'CHANGELOG.md': 'long' }, truncated: ['CHANGELOG.md'] } })
    await fetchNotes([wanted('o/a', ['1.0.0'])], io)
    expect(requests.at(-1)?.url).toBe('https://raw.githubusercontent.com/o/a/HEAD/CHANGELOG.md')
  })
})

describe('without a token', () => {
  it('notes come with the list that discovery reads, and files from the host that counts no requests', async () => {
    const { io, requests } = fake({ 'o/a': { releases: { 'v1.0.0': 'one' }, files: { 'CHANGES.md': 'c' } } }, { token: false })
    const [one] = await fetchNotes([wanted('o/a', ['1.0.0'])], io)
    expect(one).toMatchObject({ ok: true, documents: [{ text: 'one' }, { text: 'c' }] })
    expect(requests.filter(({ url }) => url.startsWith('https://api.')).map(({ url }) => url)).toEqual([
      'https://api.github.com/repos/o/a/releases?per_page=100',
    ])
  })

  it('an Enterprise Server is asked for the folder first', async () => {
    const { io, requests } = fake({ 'o/a': { files: { 'history.md': 'h' } } }, { token: false })
    const [one] = await fetchNotes([wanted('o/a', ['1.0.0'], { url: 'https://ghe.example/api/v3' })], io)
    expect(one).toMatchObject({ ok: true, documents: [{ text: 'h', url: 'https://ghe.example/o/a/blob/HEAD/history.md' }] })
    expect(requests.length).toBe(3)
  })
})
