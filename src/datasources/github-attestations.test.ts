import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../ports/http.ts'
import { githubAttestations } from './github-attestations.ts'

const recorded = (name: string) => readFileSync(resolve(import.meta.dirname, '../../fixtures/attestations', name), 'utf8')
const DIGEST = 'sha256:49a3aa6075e0f49f82843e74b5baa614ad2a588e6675612bf108a0a008c5ac25'

/** A Snappy block of literals alone, as base64: what the client of HTTP gives for bytes. */
function snappy(text: string): string {
  const bytes = Buffer.from(text)
  const length: number[] = []
  for (let rest = bytes.length; ; rest = Math.floor(rest / 128)) {
    length.push(rest < 128 ? rest : (rest % 128) + 128)
    if (rest < 128) break
  }
  return Buffer.concat([Buffer.from([...length, 61 << 2, (bytes.length - 1) & 0xff, (bytes.length - 1) >> 8]), bytes]).toString('base64')
}

async function ask(
  list: { status?: number; body: string },
  bundles: Record<string, string> = {},
  repository = 'acme/tool',
  digest = DIGEST,
) {
  const asked: HttpRequest[] = []
  const request = async (one: HttpRequest) => {
    asked.push(one)
    const own = bundles[one.url]
    const answer = one.url.startsWith('https://api.github.example/') ? list : { status: own === undefined ? 403 : 200, body: own ?? '' }
    return { status: answer.status ?? 200, headers: {}, body: answer.body, url: one.url, origin: 'network' as const }
  }
  const io = { http: { request }, baseUrl: () => 'https://api.github.example' }
  const [answer] = await githubAttestations([{ repository, digest }], io)
  return { asked, answer }
}

describe('attestations of GitHub', () => {
  it('come with their bundles where the answer holds them', async () => {
    const { asked, answer } = await ask({ body: recorded('github_attestations_real_bundle.json') })
    expect(asked.map(({ url }) => url)).toEqual([`https://api.github.example/repos/acme/tool/attestations/${DIGEST}?per_page=30`])
    expect(answer).toMatchObject({ ok: true, bundles: [{ dsseEnvelope: {} }] })
  })

  it('come from the store of bundles where the answer has only their addresses, without credentials', async () => {
    const list = recorded('github_list.json')
    const { attestations } = JSON.parse(list) as { attestations: { bundle_url: string }[] }
    const [first, second] = attestations.map((one) => one.bundle_url)
    const { asked, answer } = await ask(
      { body: list },
      { [first ?? '']: snappy('{"mediaType":"a"}'), [second ?? '']: Buffer.from('{"mediaType":"b"}').toString('base64') },
    )
    expect(answer).toEqual({ ok: true, bundles: [{ mediaType: 'a' }, { mediaType: 'b' }] })
    expect(asked.slice(1).map(({ service, bytes }) => [service, bytes])).toEqual([
      ['attestation-bundles', true],
      ['attestation-bundles', true],
    ])
  })

  it('are none where the repository has none, whichever way GitHub says so', async () => {
    expect((await ask({ status: 404, body: '' })).answer).toEqual({ ok: true, bundles: [] })
    expect((await ask({ body: '{"attestations":[]}' })).answer).toEqual({ ok: true, bundles: [] })
  })

  it('that cannot be had are told from none', async () => {
    expect((await ask({ status: 403, body: '' })).answer).toMatchObject({ ok: false, cause: { code: 'forbidden' } })
    expect((await ask({ body: recorded('github_list.json') })).answer).toMatchObject({ ok: false, cause: { code: 'forbidden' } })
    expect((await ask({ body: '{"attestations":[{"bundle_url":"http://127.0.0.1:9/x"}]}' })).answer).toMatchObject({ ok: false })
    expect((await ask({ body: '{"attestations":[{}]}' })).answer).toMatchObject({ ok: false, cause: { code: 'invalid-answer' } })
  })

  it('are not asked for under names that are none', async () => {
    const { asked } = await ask({ body: '' }, {}, '../etc', DIGEST)
    expect(asked).toEqual([])
    expect((await ask({ body: '' }, {}, 'acme/tool', 'sha256:..')).asked).toEqual([])
  })
})
