import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Exchange, FIXTURES, recordedHttp } from '../../test/support/recorded-http.ts'
import { resolveBaseUrls } from './base-url.ts'
import { type ImageRequest, imageDetails } from './image-details.ts'
import { datasources } from './index.ts'

const { baseUrl } = resolveBaseUrls(datasources, { env: {}, configured: {} })
const file = (name: string) => readFileSync(join(FIXTURES, '..', 'images', name), 'utf8')
const INDEX = 'sha256:7ceb9b6bcc274697d0c38be6214b50cec79d601bc61708747d3f6cb772f6c6fa'
const MANIFESTS = 'https://registry.example.com/v2/testrepo/manifests/'

const exchange = (url: string, more: Partial<Exchange> = {}): Exchange => ({
  method: 'GET',
  url,
  status: 200,
  headers: {},
  body: '',
  ...more,
})
const image = (more: Partial<ImageRequest> = {}): ImageRequest => ({
  component: 'c',
  package: 'registry.example.com/testrepo',
  tag: 'v1',
  platforms: true,
  ...more,
})
const ask = (request: ImageRequest, exchanges: Exchange[]) => imageDetails([request], { http: recordedHttp(exchanges), baseUrl })

describe('what a tag points to', () => {
  it('is the digest of the index, with the platforms that hold an image, not those of attestations', async () => {
    const exchanges = [
      exchange(`${MANIFESTS}v1`, { headers: { 'docker-content-digest': INDEX }, body: file('oci_index_with_attestations.json') }),
    ]
    expect(await ask(image(), exchanges)).toEqual([{ ok: true, digest: INDEX, platforms: ['linux/amd64', 'linux/arm64'], origin: 'api' }])
  })

  it('is computed from the bytes where a registry does not state it', async () => {
    expect(await ask(image(), [exchange(`${MANIFESTS}v1`, { body: file('oci_index_with_attestations.json') })])).toMatchObject([
      { digest: INDEX },
    ])
  })

  it('costs no pull where only the digest is wanted', async () => {
    const exchanges = [exchange(`${MANIFESTS}v1`, { method: 'HEAD', headers: { 'docker-content-digest': INDEX } })]
    expect(await ask(image({ platforms: false }), exchanges)).toEqual([{ ok: true, digest: INDEX, origin: 'api' }])
  })

  it('has its one platform and date in the config, as its publisher wrote them', async () => {
    const config = JSON.parse(file('oci_config_fixed_created.json'))
    const digest = 'sha256:03d7b3c6a9cd1d2e5c2bd5cd1ff9d2c4a7e9f51c4f8a6a5c2f0e4d1b3a9c8e7f'
    const exchanges = [
      exchange(`${MANIFESTS}v1`, { headers: { 'docker-content-digest': INDEX }, body: JSON.stringify({ config: { digest } }) }),
      exchange(`https://registry.example.com/v2/testrepo/blobs/${digest}`, { body: JSON.stringify(config) }),
    ]
    const [answer] = await ask(image(), exchanges)
    expect(answer).toMatchObject({ ok: true, platforms: ['linux/amd64'], created: Date.UTC(2021, 0, 1) })
  })

  it('is not there, is refused, or is no image: each with its cause', async () => {
    expect(await ask(image(), [exchange(`${MANIFESTS}v1`, { status: 404 })])).toMatchObject([{ ok: false, cause: { code: 'not-found' } }])
    expect(await ask(image(), [exchange(`${MANIFESTS}v1`, { body: '<html>' })])).toMatchObject([
      { ok: false, cause: { code: 'invalid-answer' } },
    ])
    expect(await ask(image({ tag: '../x' }), [])).toMatchObject([{ ok: false, cause: { code: 'invalid-query' } }])
    expect(await ask(image({ tag: 'v2' }), [])).toMatchObject([{ ok: false, cause: { code: 'network' } }])
  })

  it('never follows a registry that sends for tokens to this machine', async () => {
    const challenge = exchange(`${MANIFESTS}v1`, {
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="http://127.0.0.1:9/token",service="x"' },
    })
    const http = recordedHttp([challenge])
    expect(await imageDetails([image()], { http, baseUrl })).toMatchObject([{ ok: false, cause: { code: 'invalid-answer' } }])
    expect(http.requests.length).toBe(1)
  })
})
