import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../ports/http.ts'
import { imageAttestations } from './image-attestations.ts'

const hex = (char: string) => `sha256:${char.repeat(64)}`
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json'
const index = {
  manifests: [
    { digest: hex('1'), artifactType: 'application/example.sbom' },
    { digest: hex('2'), artifactType: BUNDLE },
  ],
}
const manifest = { layers: [{ mediaType: BUNDLE, digest: hex('3') }] }

async function ask(answers: Record<string, unknown>, name = 'ghcr.example/acme/tool') {
  const asked: string[] = []
  const request = async (one: HttpRequest) => {
    const path = one.url.replace('https://ghcr.example/v2/acme/tool/', '')
    asked.push(path)
    const body = answers[path]
    const status = typeof body === 'number' ? body : body === undefined ? 404 : 200
    return { status, headers: {}, body: JSON.stringify(body ?? ''), url: one.url, origin: 'network' as const }
  }
  const [answer] = await imageAttestations([{ package: name, digest: hex('a') }], {
    http: { request },
    baseUrl: () => 'https://hub.example',
  })
  return { asked, answer }
}

describe('attestations of images', () => {
  it('are read from the list of referrers', async () => {
    const { asked, answer } = await ask({
      [`referrers/${hex('a')}`]: index,
      [`manifests/${hex('2')}`]: manifest,
      [`blobs/${hex('3')}`]: { mediaType: BUNDLE },
    })
    expect(answer).toEqual({ ok: true, bundles: [{ mediaType: BUNDLE }] })
    expect(asked).toEqual([`referrers/${hex('a')}`, `manifests/${hex('2')}`, `blobs/${hex('3')}`])
  })

  it('are read from the tag that stands in for it where the registry keeps no such list', async () => {
    const { answer } = await ask({
      [`manifests/sha256-${'a'.repeat(64)}`]: index,
      [`manifests/${hex('2')}`]: manifest,
      [`blobs/${hex('3')}`]: { mediaType: BUNDLE },
    })
    expect(answer).toMatchObject({ ok: true, bundles: [{}] })
  })

  it('are none where nothing refers to the image, or nothing of the kind', async () => {
    expect((await ask({})).answer).toEqual({ ok: true, bundles: [] })
    expect((await ask({ [`referrers/${hex('a')}`]: { manifests: [] } })).answer).toEqual({ ok: true, bundles: [] })
  })

  it('that cannot be read are told from none', async () => {
    expect((await ask({ [`referrers/${hex('a')}`]: 503 })).answer).toMatchObject({ ok: false, cause: { code: 'server-error' } })
    expect((await ask({ [`referrers/${hex('a')}`]: index })).answer).toMatchObject({ ok: false })
    expect((await ask({ [`referrers/${hex('a')}`]: index, [`manifests/${hex('2')}`]: { layers: [] } })).answer).toMatchObject({ ok: false })
    expect((await ask({}, 'no image')).answer).toMatchObject({ ok: false, cause: { code: 'invalid-query' } })
  })
})
