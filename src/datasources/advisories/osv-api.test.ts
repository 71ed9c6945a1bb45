import { describe, expect, it } from 'vitest'
import { type OsvDouble, osvDouble, osvHttp } from '../../../test/support/osv-double.ts'
import type { AdvisoryAnswer } from '../../core/model/advisory-answer.ts'
import type { AdvisoryRequest } from './contract.ts'
import { osvApi } from './osv-api.ts'

const range = (fixed: string) => [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }]
const record = (id: string, name: string, fixed: string, ecosystem = 'npm') => ({
  id,
  modified: '2026-01-01T00:00:00Z',
  affected: [{ package: { ecosystem, name }, ranges: range(fixed) }],
})
const request = (name: string, versions: string[], ecosystem = 'npm'): AdvisoryRequest => ({
  packages: [{ ecosystem, package: name, versions }],
})

async function ask(double: OsvDouble, requests: readonly AdvisoryRequest[]) {
  const http = osvHttp(double)
  const answers = await osvApi.lookUp(requests, { http, baseUrl: () => 'https://osv.example' })
  return { answers, requests: http.requests.map(({ method = 'GET', url }) => `${method} ${new URL(url).pathname}`) }
}

function idsOf(answer: AdvisoryAnswer | undefined): unknown {
  return answer?.ok ? answer.records.map((one) => (one as { id: string }).id).sort() : answer?.cause
}

describe('OSV.dev', () => {
  it('is asked once for all versions, and once for each record that hits any', async () => {
    const double = osvDouble([record('GHSA-1', 'a', '1.5.0'), record('GHSA-2', 'a', '2.0.0'), record('GHSA-3', 'b', '1.0.0')])
    const { answers, requests } = await ask(double, [
      request('a', ['1.0.0', '1.6.0']),
      request('nothing', ['1.0.0']),
      request('b', ['2.0.0']),
    ])
    expect(answers.map(idsOf)).toEqual([['GHSA-1', 'GHSA-2'], [], []])
    expect(requests).toEqual(['POST /v1/querybatch', 'GET /v1/vulns/GHSA-1', 'GET /v1/vulns/GHSA-2'])
  })

  it('is read to the last page', async () => {
    const double = osvDouble(
      Array.from({ length: 7 }, (_, at) => record(`GHSA-${at}`, 'a', '2.0.0')),
      { pageSize: 3 },
    )
    const { answers, requests } = await ask(double, [request('a', ['1.0.0'])])
    expect(idsOf(answers[0])).toHaveLength(7)
    expect(requests.filter((one) => one.startsWith('POST'))).toHaveLength(3)
  })

  it('is asked in as many batches as it allows queries', async () => {
    const many = Array.from({ length: 2500 }, (_, at) => request(`p${at}`, ['1.0.0']))
    const { answers, requests } = await ask(osvDouble([record('GHSA-1', 'p2400', '2.0.0')]), many)
    expect(requests.filter((one) => one.startsWith('POST'))).toHaveLength(3)
    expect(idsOf(answers[2400])).toEqual(['GHSA-1'])
    expect(answers.every((one) => one.ok)).toBe(true)
  })

  it('takes no offence at one odd query among many: the others are answered, the odd one says why not', async () => {
    const odd = { packages: [{ ecosystem: 'Nowhere', package: 'x', versions: ['1'] }] }
    const mixed = { packages: [...odd.packages, { ecosystem: 'npm', package: 'a', versions: ['1.0.0'] }] }
    const { answers } = await ask(osvDouble([record('GHSA-1', 'a', '2.0.0')]), [
      request('a', ['1.0.0']),
      odd,
      mixed,
      request('b', ['1.0.0']),
    ])
    expect(answers.map(idsOf)).toMatchObject([
      ['GHSA-1'],
      { code: 'invalid-answer', message: 'OSV does not know how to look up Nowhere x 1' },
      ['GHSA-1'],
      [],
    ])
    expect(answers[2]).toMatchObject({ notices: [expect.stringContaining('Nowhere x 1')] })
  })

  it('knows commits and tags that a record’s ranges do not name: what it says is affected is listed in the record', async () => {
    const record = {
      id: 'CVE-1',
      modified: '',
      affected: [{ ranges: [{ type: 'GIT', repo: 'https://github.com/acme/tool', events: [{ introduced: '0' }] }] }],
    }
    const double: OsvDouble = {
      answer: (method) =>
        method === 'GET' ? { status: 200, json: record } : { status: 200, json: { results: [{ vulns: [{ id: 'CVE-1' }] }, {}] } },
    }
    const { answers } = await ask(double, [request('https://github.com/acme/tool', ['tool-1.0', 'tool-2.0'], 'GIT')])
    expect(answers[0]).toMatchObject({
      records: [
        { affected: [{ ranges: [{}] }, { package: { ecosystem: 'GIT', name: 'https://github.com/acme/tool' }, versions: ['tool-1.0'] }] },
      ],
    })
  })

  it.each([
    ['fewer results than queries', { results: [] }, 'invalid-answer'],
    ['something that is no answer', { hello: 1 }, 'invalid-answer'],
    ['an id that would lead elsewhere', { results: [{ vulns: [{ id: '../../admin' }] }] }, 'invalid-answer'],
  ])('is not believed where it gives %s', async (_, json, code) => {
    const { answers, requests } = await ask({ answer: () => ({ status: 200, json }) }, [request('a', ['1.0.0'])])
    expect(answers).toMatchObject([{ ok: false, cause: { code } }])
    expect(requests).toEqual(['POST /v1/querybatch'])
  })

  it('stops at pages without end', async () => {
    const double: OsvDouble = { answer: () => ({ status: 200, json: { results: [{ next_page_token: 'more' }] } }) }
    const { answers, requests } = await ask(double, [request('a', ['1.0.0'])])
    expect(answers).toMatchObject([{ ok: false, cause: { message: expect.stringContaining('pages') } }])
    expect(requests.length).toBeLessThan(30)
  })

  it('fails as a whole for a component where one record cannot be had: half an answer would let versions pass', async () => {
    const double = osvDouble([record('GHSA-1', 'a', '2.0.0'), record('GHSA-2', 'b', '2.0.0')])
    const broken: OsvDouble = {
      answer: (method, path, body) => (path.endsWith('GHSA-1') ? { status: 500, json: {} } : double.answer(method, path, body)),
    }
    const { answers } = await ask(broken, [request('a', ['1.0.0']), request('b', ['1.0.0'])])
    expect(answers.map(idsOf)).toMatchObject([{ code: 'server-error' }, ['GHSA-2']])
  })
})
