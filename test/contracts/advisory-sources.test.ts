import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { modules } from '../../src/commands/modules.ts'
import { readOsvRecord } from '../../src/core/advisories/osv-record.ts'
import { registrySchema } from '../../src/core/registry/schema.ts'
import type { AdvisorySource } from '../../src/datasources/advisories/contract.ts'
import { advisorySources } from '../../src/datasources/advisories/index.ts'
import { ADVISORY_SERVICES } from '../../src/datasources/advisories/services.ts'
import { resolveBaseUrls } from '../../src/datasources/base-url.ts'
import { datasources } from '../../src/datasources/index.ts'
import { HttpFailure, type HttpResponse } from '../../src/ports/http.ts'
import { type Exchange, readExchanges, recordedHttp } from '../support/recorded-http.ts'

/** With UPDATE_FIXTURES=1 the answers are written anew; a person reads the difference before it is committed. */
const UPDATE = process.env['UPDATE_FIXTURES'] === '1'
const FIXTURES = join(import.meta.dirname, '../../fixtures/advisory-sources')
const { baseUrl } = resolveBaseUrls(datasources, { env: {}, configured: {}, defaults: ADVISORY_SERVICES })
const all: [string, AdvisorySource][] = Object.entries(advisorySources)

const packageSchema = z.object({ ecosystem: z.string(), package: z.string(), versions: z.array(z.string()) })
const caseSchema = z.object({ about: z.string(), requests: z.array(z.object({ packages: z.array(packageSchema) })) })

function casesOf(id: string) {
  return readdirSync(join(FIXTURES, id)).map((name) => {
    const folder = join(FIXTURES, id, name)
    const exchanges: Exchange[] = readExchanges(folder)
    const answers: unknown = existsSync(join(folder, 'answer.json')) ? JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8')) : null
    return { folder, exchanges, answers, ...caseSchema.parse(JSON.parse(readFileSync(join(folder, 'request.json'), 'utf8'))) }
  })
}

describe.each(all)('advisory source %s', (id, source) => {
  const cases = casesOf(id)
  const typical = cases.find(({ exchanges }) => exchanges.length > 0)

  it('is documented', () => {
    expect(source.id).toBe(id)
    expect(source.label.length).toBeGreaterThan(10)
    expect(source.docs).toMatch(/^https:\/\//)
  })

  it.each(cases.map((one) => [one.about, one] as const))('%s', async (_, one) => {
    const http = recordedHttp(one.exchanges)
    const answers: unknown = JSON.parse(JSON.stringify(await source.lookUp(one.requests, { http, baseUrl })))
    expect(http.unknown).toEqual([])
    if (UPDATE) writeFileSync(join(one.folder, 'answer.json'), `${JSON.stringify(answers, null, 1)}\n`)
    else expect(answers).toEqual(one.answers)
  })

  it('gives records that evaluation can read', async () => {
    for (const one of cases) {
      for (const answer of await source.lookUp(one.requests, { http: recordedHttp(one.exchanges), baseUrl })) {
        for (const record of answer.ok ? answer.records : []) expect(readOsvRecord(record)).toMatchObject({ ok: true })
      }
    }
  })

  it('answers nothing with nothing', async () => {
    const http = recordedHttp([])
    expect(await source.lookUp([], { http, baseUrl })).toEqual([])
    expect(http.requests.filter(({ method }) => method !== 'POST')).toEqual([])
  })

  it('puts no name of others into an address', async () => {
    const http = recordedHttp([], { change: (one) => ({ ...one, status: 200, body: '[]' }) })
    for (const name of ['../../etc/passwd', 'a b', 'https://evil.example/x', 'x?y=1#z', 'a\nb']) {
      for (const ecosystem of ['npm', 'GIT', 'Go']) {
        await source.lookUp([{ packages: [{ ecosystem, package: name, versions: ['1'] }] }], { http, baseUrl })
      }
    }
    for (const { url } of http.requests) {
      expect(['api.osv.dev', 'api.github.com']).toContain(new URL(url).host)
      expect(url).not.toMatch(/\.\.|[\s#]|evil\.example\//)
    }
  })

  it.each<[string, (response: HttpResponse) => HttpResponse | Error, string[]]>([
    ['401', (one) => ({ ...one, status: 401 }), ['unauthorized']],
    ['403', (one) => ({ ...one, status: 403 }), ['forbidden']],
    ['429', (one) => ({ ...one, status: 429 }), ['rate-limited']],
    ['500', (one) => ({ ...one, status: 500 }), ['server-error']],
    [
      'a page to sign in with status 200',
      (one) => ({ ...one, status: 200, body: '<!DOCTYPE html><title>Sign in</title>' }),
      ['invalid-answer'],
    ],
    ['the first half of the answer', (one) => ({ ...one, status: 200, body: one.body.slice(0, one.body.length >> 1) }), ['invalid-answer']],
    ['a number', (one) => ({ ...one, status: 200, body: '7' }), ['invalid-answer']],
    ['a lost connection', () => new HttpFailure('network', 'host could not be reached (ECONNRESET)'), ['network']],
    ['no network', () => new HttpFailure('offline', 'host: offline, and no stored answer'), ['offline']],
  ])('turns %s into a cause, never into "nothing hits"', async (_, change, codes) => {
    if (typical === undefined) throw new Error('no case asks anything')
    const answers = await source.lookUp(typical.requests, { http: recordedHttp(typical.exchanges, { change }), baseUrl })
    expect(answers).toHaveLength(typical.requests.length)
    for (const answer of answers) {
      expect(answer.ok).toBe(false)
      if (answer.ok) continue
      expect(codes).toContain(answer.cause.code)
      expect(answer.cause.message).toMatch(/^[^\p{Cc}]{5,400}$/u)
    }
  })

  it('does not follow a next page to another host', async () => {
    if (typical === undefined) throw new Error('no case asks anything')
    const link = '<https://evil.example/advisories?page=2>; rel="next"'
    const http = recordedHttp(typical.exchanges, { change: (one) => ({ ...one, headers: { link } }) })
    await source.lookUp(typical.requests, { http, baseUrl })
    expect(http.requests.filter(({ url }) => url.includes('evil.example'))).toEqual([])
  })
})

describe('the address of OSV', () => {
  it('is that of the environment, then that of the registry, then the public one', () => {
    const at = (env: Record<string, string>, configured: Record<string, { url: string }>) =>
      resolveBaseUrls(datasources, { env, configured, defaults: ADVISORY_SERVICES })
    expect(at({}, {}).baseUrl('osv')).toBe('https://api.osv.dev')
    expect(at({}, { osv: { url: 'https://osv.acme.example/' } }).baseUrl('osv')).toBe('https://osv.acme.example')
    expect(at({ PINWARDEN_OSV_URL: 'http://127.0.0.1:1' }, { osv: { url: 'https://osv.acme.example' } }).baseUrl('osv')).toBe(
      'http://127.0.0.1:1',
    )
    expect(at({ PINWARDEN_OSV_URL: 'file:///srv/osv' }, {}).problems).toHaveLength(1)
  })

  it('may stand in the registry', () => {
    expect(registrySchema(modules).safeParse({ datasources: { osv: { url: 'https://osv.acme.example' } } }).success).toBe(true)
    expect(registrySchema(modules).safeParse({ datasources: { osv: { url: './osv' } } }).success).toBe(false)
  })
})
