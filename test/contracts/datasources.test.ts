import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Answer } from '../../src/core/model/release.ts'
import { versionings } from '../../src/core/versioning/index.ts'
import { resolveBaseUrls } from '../../src/datasources/base-url.ts'
import type { Datasource } from '../../src/datasources/contract.ts'
import { datasources } from '../../src/datasources/index.ts'
import { HttpFailure, type HttpResponse } from '../../src/ports/http.ts'
import { FIXTURES, type RecordedCase, recordedCases, recordedHttp } from '../support/recorded-http.ts'

/** With UPDATE_FIXTURES=1 the answers are written anew; a person reads the difference before it is committed. */
const UPDATE = process.env['UPDATE_FIXTURES'] === '1'
const { baseUrl } = resolveBaseUrls(datasources, { env: {}, configured: {}, defaults: { npm: 'https://npm.registry.example' } })
const all: [string, Datasource][] = Object.entries(datasources)
const networked = all.filter(([id]) => recordedCases(id).some(({ exchanges }) => exchanges.length > 0))

async function replay(datasource: Datasource, recorded: RecordedCase, change?: (response: HttpResponse) => HttpResponse | Error) {
  const http = recordedHttp(recorded.exchanges, { token: recorded.token, ...(change && { change }) })
  return {
    answers: await datasource.discover(recorded.queries, { http, baseUrl, readFile: async (path) => recorded.files[path] ?? null }),
    http,
  }
}

describe.each(all)('datasource %s', (id, datasource) => {
  const cases = recordedCases(id)

  it('is documented: a name, a page, a scheme, and each of its keys', () => {
    expect(datasource.id).toBe(id)
    expect(datasource.label.length).toBeGreaterThan(3)
    expect(Object.keys(versionings)).toContain(datasource.defaultVersioning)
    expect(datasource.example.length).toBeGreaterThan(2)
    expect(datasource.docs).toMatch(/^(https:\/\/|docs\/)/)
    expect(datasource.defaultUrl === null || datasource.defaultUrl.startsWith('https://')).toBe(true)
    const shape: Record<string, { meta?(): { description?: string } | undefined }> =
      'shape' in datasource.source ? (datasource.source.shape as never) : {}
    for (const [key, type] of Object.entries(shape)) expect(type.meta?.()?.description, key).toBeTruthy()
  })

  it('has recorded cases', () => {
    expect(
      cases.map(({ name }) => name),
      `fixtures/datasources/${id}/<case>/{query,http,answer}.json is missing`,
    ).not.toEqual([])
  })

  it.each(cases.map((one) => [one.about, one] as const))('%s', async (_, recorded) => {
    const { answers, http } = await replay(datasource, recorded)
    expect(http.unknown).toEqual([])
    const plain: unknown = JSON.parse(JSON.stringify(answers))
    if (UPDATE) writeFileSync(join(recorded.folder, 'answer.json'), `${JSON.stringify(plain, null, 1)}\n`)
    else expect(plain).toEqual(recorded.answers)
  })

  it('answers nothing with nothing', async () => {
    const { http } = { http: recordedHttp([]) }
    expect(await datasource.discover([], { http, baseUrl })).toEqual([])
    expect(http.requests).toEqual([])
  })

  it('refuses a package name that would lead elsewhere', async () => {
    const http = recordedHttp([])
    for (const name of ['', ' ', '../../etc/passwd', 'a b', 'https://evil.example/x', 'x?y=1#z', '-', 'ä/ö', 'a\nb', 'x'.repeat(5000)]) {
      const [answer] = await datasource.discover([{ component: 'c', package: name, source: {} }], { http, baseUrl })
      expect(answer?.ok).toBe(false)
    }
    const hosts = new Set(http.requests.map(({ url }) => URL.parse(url)?.host))
    expect([...hosts].filter((host) => host === 'evil.example')).toEqual([])
    for (const { url } of http.requests) expect(url).not.toMatch(/\.\.|[\s#]/)
  })
})

const HOSTILE: [string, (response: HttpResponse) => HttpResponse | Error, string[]][] = [
  ['404', (one) => ({ ...one, status: 404, body: '{"message":"Not Found"}' }), ['not-found']],
  ['401', (one) => ({ ...one, status: 401, headers: {}, body: '' }), ['unauthorized']],
  ['403', (one) => ({ ...one, status: 403, body: 'no' }), ['forbidden']],
  ['429', (one) => ({ ...one, status: 429, body: 'slow down' }), ['rate-limited']],
  ['500', (one) => ({ ...one, status: 500, body: '<h1>oops</h1>' }), ['server-error']],
  [
    'a page to sign in with status 200',
    (one) => ({ ...one, headers: { 'content-type': 'text/html' }, body: '<!DOCTYPE html><html><title>Sign in</title></html>' }),
    ['invalid-answer', 'not-found'],
  ],
  ['nothing at all with status 200', (one) => ({ ...one, body: '' }), ['invalid-answer', 'not-found']],
  ['the first half of the answer', (one) => ({ ...one, body: one.body.slice(0, one.body.length >> 1) }), ['invalid-answer', 'not-found']],
  ['a number', (one) => ({ ...one, body: '7' }), ['invalid-answer']],
  ['null', (one) => ({ ...one, body: 'null' }), ['invalid-answer']],
  ['an empty list', (one) => ({ ...one, body: '[]' }), ['invalid-answer', 'not-found']],
  ['an empty object', (one) => ({ ...one, body: '{}' }), ['invalid-answer', 'not-found']],
  ['a lost connection', () => new HttpFailure('network', 'host could not be reached (ECONNRESET)'), ['network']],
  ['a time-out', () => new HttpFailure('timeout', 'host did not answer within 30 s'), ['timeout']],
  ['a body without end', () => new HttpFailure('too-large', 'host sent more than 52428800 bytes'), ['invalid-answer']],
  ['a rate limit', () => new HttpFailure('rate-limited', 'host: the rate limit is used up', 5), ['rate-limited']],
]

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The case to do harm to: one that succeeds, of JSON where there is one. */
function typicalCase(id: string): RecordedCase | undefined {
  const good = recordedCases(id).filter(
    ({ exchanges, answers }) => exchanges.length > 0 && answers?.every((answer) => answer.ok && answer.releases.length > 0),
  )
  return good.find(({ exchanges }) => exchanges.every(({ body }) => isJson(String(body)))) ?? good[0]
}

/** An answer that a report can be made of: a cause in plain words, or releases, and never silence about what is missing. */
function expectHonest(answer: Answer | undefined, expected: readonly string[]): void {
  if (answer?.ok === false) {
    expect(expected).toContain(answer.cause.code)
    expect(answer.cause.message).toMatch(/^[^\p{Cc}]{5,400}$/u)
  } else {
    expect(answer?.ok === true && (answer.notices ?? []).length > 0, `success in silence: ${JSON.stringify(answer)?.slice(0, 300)}`).toBe(
      true,
    )
  }
}

describe.each(networked)('datasource %s and an upstream that answers with', (id, datasource) => {
  const recorded = typicalCase(id)

  it.each(HOSTILE)('%s', async (_, change, expected) => {
    if (recorded === undefined) throw new Error('no recorded case succeeds')
    const { answers } = await replay(datasource, recorded, change)
    expect(answers.length).toBe(recorded.queries.length)
    for (const answer of answers) expectHonest(answer, expected)
  })

  it('a next page on another host: it is not asked there', async () => {
    if (recorded === undefined) throw new Error('no recorded case succeeds')
    const link = '<https://evil.example/v2/x/tags/list?page=2>; rel="next"'
    const { http } = await replay(datasource, recorded, (one) => ({ ...one, headers: { ...one.headers, link } }))
    expect(http.requests.filter(({ url }) => url.includes('evil.example'))).toEqual([])
  })

  it('pages without end: it stops', async () => {
    if (recorded === undefined) throw new Error('no recorded case succeeds')
    let page = 0
    const { http, answers } = await replay(datasource, recorded, (one) => {
      page += 1
      const { origin, pathname } = new URL(one.url)
      const body = one.body === '' ? JSON.stringify({ tags: [`${page}.0.0`] }) : one.body
      return {
        ...one,
        status: 200,
        body,
        headers: { ...one.headers, link: `<${origin}${pathname}?page=${page}>; rel="next"`, 'x-next-page': `${page}` },
      }
    })
    expect(http.requests.length).toBeLessThan(500)
    expect(answers.length).toBe(recorded.queries.length)
  })

  it('values of another kind anywhere: no crash, and no release lost in silence', async () => {
    if (recorded === undefined) throw new Error('no recorded case succeeds')
    const allJson = recorded.exchanges.every(({ body }) => isJson(String(body)))
    const baseline = (await replay(datasource, recorded)).answers
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(20), fc.constantFrom<unknown>(null, 7, 'x', [], {}, true, ''), async (where, which, value) => {
        let count = 0
        const change = (response: HttpResponse) => {
          count += 1
          return count - 1 === which % recorded.exchanges.length ? { ...response, body: mutated(response.body, where, value) } : response
        }
        const { answers } = await replay(datasource, recorded, change)
        expect(answers.length).toBe(baseline.length)
        // In a text that is no JSON a change can make one good line of two: only JSON can be held to this.
        if (allJson) for (const [index, answer] of answers.entries()) expectNothingLost(answer, baseline[index])
      }),
      { numRuns: 150 },
    )
  })

  it('a hundred thousand entries: in reasonable time', async () => {
    if (recorded === undefined) throw new Error('no recorded case succeeds')
    const grow = (response: HttpResponse) => ({ ...response, body: grown(response.body) })
    const start = performance.now()
    const { answers } = await replay(datasource, recorded, grow)
    expect(answers.length).toBe(recorded.queries.length)
    expect(performance.now() - start).toBeLessThan(15_000)
  })
})

/** Fewer releases than the true answer has must be accounted for. */
function expectNothingLost(answer: Answer | undefined, baseline: Answer | undefined): void {
  if (answer?.ok !== true || baseline?.ok !== true || answer.releases.length >= baseline.releases.length) return
  const said = (answer.notices ?? []).join('\n') !== (baseline.notices ?? []).join('\n')
  expect(said, `${answer.releases.length} of ${baseline.releases.length} releases, and not a word: ${JSON.stringify(answer.notices)}`).toBe(
    true,
  )
}

/** The JSON with the n-th value replaced by another kind of value; other texts with a piece replaced. */
function mutated(body: string, where: number, value: unknown): string {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    const at = body.length === 0 ? 0 : where % body.length
    return `${body.slice(0, at)}${JSON.stringify(value)}${body.slice(at + 9)}`
  }
  const places: { holder: Record<string, unknown>; key: string }[] = []
  const walk = (holder: Record<string, unknown>) => {
    for (const key of Object.keys(holder)) {
      places.push({ holder, key })
      const inner = holder[key]
      if (typeof inner === 'object' && inner !== null) walk(inner as Record<string, unknown>)
    }
  }
  const root = { json }
  walk(root as Record<string, unknown>)
  const place = places[where % places.length]
  if (place !== undefined && kind(place.holder[place.key]) !== kind(value)) place.holder[place.key] = value
  return JSON.stringify(root.json)
}

const kind = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)

/** The body with its largest list or record repeated to a hundred thousand entries. */
function grown(body: string): string {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    const lines = body.split('\n')
    const middle = lines.slice(1, -1)
    return middle.length === 0
      ? body
      : [lines[0], ...Array.from({ length: 100_000 }, (_, n) => middle[n % middle.length]), lines.at(-1)].join('\n')
  }
  let largest: unknown[] | Record<string, unknown> | null = null
  const walk = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return
    const size = Object.keys(value).length
    if (largest === null || size > Object.keys(largest).length) largest = value as Record<string, unknown>
    for (const inner of Object.values(value)) walk(inner)
  }
  walk(json)
  if (Array.isArray(largest)) {
    const list: unknown[] = largest
    const [first] = list
    for (let n = 0; list.length < 100_000; n += 1) list.push(typeof first === 'string' ? `${n}.${n % 7}.0` : first)
  }
  return JSON.stringify(json)
}

describe('fixtures', () => {
  it('belong to datasources that exist, and name their sources', () => {
    const folders = readdirSync(FIXTURES, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
    expect(folders.filter((name) => !(name in datasources))).toEqual([])
    expect(existsSync(join(FIXTURES, 'SOURCES.md'))).toBe(true)
  })
})
