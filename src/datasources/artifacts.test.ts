import { describe, expect, it } from 'vitest'
import { HttpFailure, type HttpRequest } from '../ports/http.ts'
import { type ArtifactRequest, verifyArtifacts } from './artifacts.ts'

const [A, B] = ['a'.repeat(64), 'b'.repeat(64)]
const asset = (name: string, more: object = {}) => ({ name, url: `https://github.com/acme/tool/releases/download/v1/${name}`, ...more })

/** Files by name; a hashed one answers with its hash. */
function upstream(files: Readonly<Record<string, string | Error>>) {
  const asked: HttpRequest[] = []
  const request = async (one: HttpRequest) => {
    asked.push(one)
    const body = files[one.url.split('/').at(-1) ?? '']
    if (body instanceof Error) throw body
    return { status: body === undefined ? 404 : 200, headers: {}, body: body ?? '', url: one.url, origin: 'network' as const }
  }
  return { asked, io: { http: { request }, baseUrl: () => '' } }
}

async function verify(request: ArtifactRequest, files: Readonly<Record<string, string | Error>>) {
  const { asked, io } = upstream(files)
  const [answer] = await verifyArtifacts([request], io)
  return { answer, asked }
}

const SUMS = `${A}  tool.tar.gz\n`

describe('artifacts', () => {
  it('are hashed as they are downloaded, and compared with what is published', async () => {
    const request = { artifact: asset('tool.tar.gz'), checksumFile: asset('sums.txt') }
    const { answer, asked } = await verify(request, { 'sums.txt': SUMS, 'tool.tar.gz': A })
    expect(answer).toEqual({ name: 'tool.tar.gz', state: 'verified', algorithm: 'sha256', hex: A, by: 'download' })
    expect(asked.map(({ fold }) => fold)).toEqual([undefined, 'sha256'])
    expect((await verify(request, { 'sums.txt': SUMS, 'tool.tar.gz': B })).answer).toMatchObject({
      state: 'mismatch',
      published: A,
      actual: B,
    })
  })

  it('are not downloaded where the forge states their hash', async () => {
    const request = { artifact: asset('tool.tar.gz', { digest: `sha256:${A}` }), checksumFile: asset('sums.txt') }
    const { answer, asked } = await verify(request, { 'sums.txt': SUMS })
    expect(answer).toMatchObject({ state: 'verified', by: 'forge' })
    expect(asked).toHaveLength(1)
  })

  it('without a published checksum are told apart from those that could not be read', async () => {
    const request = { artifact: asset('other.tar.gz'), checksumFile: asset('sums.txt') }
    expect((await verify(request, { 'sums.txt': SUMS })).answer?.state).toBe('missing')
    expect((await verify(request, {})).answer?.state).toBe('unreadable')
    const slow = new HttpFailure('timeout', 'github.com did not answer within 30 s')
    const lost = await verify(
      { artifact: asset('tool.tar.gz'), checksumFile: asset('sums.txt') },
      { 'sums.txt': SUMS, 'tool.tar.gz': slow },
    )
    expect(lost.answer).toMatchObject({ state: 'unreadable', message: slow.message })
  })

  it('that nobody publishes a checksum of are hashed for the pin', async () => {
    const { answer } = await verify({ artifact: asset('tool.tar.gz'), checksumFile: null }, { 'tool.tar.gz': B })
    expect(answer).toMatchObject({ state: 'computed', hex: B })
  })
})
