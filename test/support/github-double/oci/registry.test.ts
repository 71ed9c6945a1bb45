import { afterEach, beforeEach, expect, it } from 'vitest'
import { type GitHubDouble, startGitHubDouble } from '../index.ts'
import { digestOf } from './manifests.ts'

let double: GitHubDouble
beforeEach(async () => {
  const tags = ['7.2.4', '7.4.1', '7.4.2', '7.4.2-alpine'].map((name) => ({
    name,
    platforms: ['linux/amd64', 'linux/arm64/v8', 'unknown/unknown'],
  }))
  double = await startGitHubDouble({ world: { images: [{ name: 'library/redis', tags }], registry: { pageSize: 3 } } })
})
afterEach(() => double.close())

async function token(scope: string): Promise<Record<string, string>> {
  const answer = await fetch(`${double.url}/token?service=registry.double&scope=${scope}`)
  const { token: text } = (await answer.json()) as { token: string }
  return { authorization: `Bearer ${text}` }
}

it('gives nothing without the token dance, and a token is good for what it was asked for', async () => {
  const challenge = await fetch(`${double.url}/v2/library/redis/tags/list`)
  expect(challenge.status).toBe(401)
  expect(challenge.headers.get('www-authenticate')).toBe(
    `Bearer realm="${double.url}/token",service="registry.double",scope="repository:library/redis:pull"`,
  )
  expect((await fetch(`${double.url}/v2/library/redis/tags/list`, { headers: await token('repository:library/nginx:pull') })).status).toBe(
    401,
  )
  expect((await fetch(`${double.url}/v2/`, { headers: await token('') })).status).toBe(200)
})

it('lists tags in pages, oldest first', async () => {
  const headers = await token('repository:library/redis:pull,push')
  const first = await fetch(`${double.url}/v2/library/redis/tags/list?n=1000`, { headers })
  const link = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
  const second = await fetch(`${double.url}${link}`, { headers })
  expect([await first.json(), await second.json(), second.headers.get('link')]).toEqual([
    { name: 'library/redis', tags: ['7.2.4', '7.4.1', '7.4.2'] },
    { name: 'library/redis', tags: ['7.4.2-alpine'] },
    null,
  ])
})

it('serves an index whose digest is the hash of its bytes, down to the configuration', async () => {
  const headers = { ...(await token('repository:library/redis:pull')), accept: 'application/vnd.oci.image.index.v1+json' }
  const at = `${double.url}/v2/library/redis`
  const head = await fetch(`${at}/manifests/7.4.2`, { method: 'HEAD', headers })
  const index = await fetch(`${at}/manifests/${head.headers.get('docker-content-digest')}`, { headers })
  const body = Buffer.from(await index.arrayBuffer())
  expect(digestOf(body)).toBe(head.headers.get('docker-content-digest'))
  const { manifests } = JSON.parse(body.toString())
  expect(manifests.map((one: { platform: unknown }) => one.platform)).toEqual([
    { architecture: 'amd64', os: 'linux' },
    { architecture: 'arm64', os: 'linux', variant: 'v8' },
    { architecture: 'unknown', os: 'unknown' },
  ])
  const manifest = (await (await fetch(`${at}/manifests/${manifests[0].digest}`, { headers: { ...headers, accept: '*/*' } })).json()) as {
    config: { digest: string }
  }
  expect(await (await fetch(`${at}/blobs/${manifest.config.digest}`, { headers })).json()).toMatchObject({
    os: 'linux',
    architecture: 'amd64',
  })
  expect(
    (await fetch(`${at}/manifests/7.4.2`, { headers: { ...headers, accept: 'application/vnd.oci.image.manifest.v1+json' } })).status,
  ).toBe(404)
  expect((await fetch(`${at}/manifests/none`, { headers })).status).toBe(404)
})

it('takes new images while it runs', async () => {
  double.addImages([{ name: 'library/nginx', tags: [{ name: '1.29.0', digest: `sha256:${'a'.repeat(64)}` }] }])
  const headers = await token('repository:library/nginx:pull')
  const answer = await fetch(`${double.url}/v2/library/nginx/manifests/1.29.0`, { headers })
  expect(answer.headers.get('docker-content-digest')).toBe(`sha256:${'a'.repeat(64)}`)
})
