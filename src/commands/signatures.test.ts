import { describe, expect, it } from 'vitest'
import { aComponent, aStep } from '../../test/support/builders.ts'
import type { ResolvedComponent } from '../core/registry/resolved.ts'
import type { HttpRequest } from '../ports/http.ts'
import type { SignatureVerdict, SignedText } from '../ports/signatures.ts'
import type { Connection } from './ports.ts'
import { readSignatures, signatureOf } from './signatures.ts'
import type { ScopeSituation, Situation } from './situation.ts'

const KEY = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n'
const CLEAR = '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nsums'

/** A step to a release with these files and their texts; the verifier is a fake that tells what it was given. */
async function evidenceOf(download: ResolvedComponent['download'], files: Readonly<Record<string, string>>, verdict?: SignatureVerdict) {
  const given: SignedText[] = []
  const asked: string[] = []
  const assets = Object.keys(files).map((name) => ({ name, url: `https://files.example/${name}`, size: name === 'huge.bin' ? 1e9 : 10 }))
  const component = aComponent({ name: 'tool', ...(download === undefined ? {} : { download }) })
  const steps = [aStep({ component: 'tool', to: '1.2.0', toRelease: { tag: 'v1.2.0', version: '1.2.0', assets } })]
  const scope = {
    steps,
    keys: new Map([['tool', 'key']]),
    resolution: { outcomes: new Map([['tool', { component }]]) },
  } as unknown as ScopeSituation
  const request = async (one: HttpRequest) => {
    const name = one.url.split('/').at(-1) ?? ''
    asked.push(`${name} ${one.bytes}`)
    return {
      status: files[name] === undefined ? 404 : 200,
      headers: {},
      body: btoa(files[name] ?? ''),
      url: one.url,
      origin: 'network' as const,
    }
  }
  const signatures = {
    async verify(signed: SignedText): Promise<SignatureVerdict> {
      given.push(signed)
      return verdict ?? { state: 'verified', key: 'ABCD' }
    },
  }
  const connection = { io: { http: { request }, baseUrl: () => '' }, signatures } as unknown as Connection
  const workspace = {
    read: async (paths: readonly string[]) => new Map(paths.map((path) => [path, path === 'keys/tool.asc' ? { text: KEY } : null])),
  }
  const found = await readSignatures({ scopes: [scope] } as unknown as Situation, connection, workspace as never)
  const [step] = steps
  if (step === undefined) throw new Error('no step')
  return { given, asked, ...signatureOf(step, scope, { signatures: found }) }
}

const TOOL = { archivePattern: 'tool-{VERSION}.tgz', checksumFile: 'SHA256SUMS', gpgKeys: ['keys/tool.asc'] }

describe('signatures of a release', () => {
  it('are looked for beside the list of checksums, with the keys of the repository', async () => {
    const files = { 'tool-1.2.0.tgz': 'x', SHA256SUMS: 'sums', 'SHA256SUMS.sig': 'signature' }
    const { signature, given, asked } = await evidenceOf({ ...TOOL, gpgSignature: true }, files)
    expect(signature).toEqual({ state: 'verified', key: 'ABCD', file: 'SHA256SUMS' })
    expect(given).toEqual([{ data: btoa('sums'), signature: btoa('signature'), keys: [KEY] }])
    expect(asked).toEqual(['SHA256SUMS.sig true', 'SHA256SUMS true'])
  })

  it('are looked for under the name that the registry gives, also of the file itself, with a key that stands there', async () => {
    const files = { 'tool-1.2.0.tgz': 'x', 'tool-1.2.0.tgz.asc': 'signature' }
    const { signature, given } = await evidenceOf(
      { archivePattern: 'tool-{VERSION}.tgz', gpgSignature: '{ASSET}.asc', gpgKeys: [KEY] },
      files,
    )
    expect(signature).toMatchObject({ state: 'verified', file: 'tool-1.2.0.tgz' })
    expect(given).toEqual([{ data: btoa('x'), signature: btoa('signature'), keys: [KEY] }])
  })

  it('may hold the list of checksums themselves', async () => {
    const { signature, given } = await evidenceOf({ ...TOOL, gpgSignature: true }, { SHA256SUMS: CLEAR })
    expect(signature).toMatchObject({ state: 'verified', file: 'SHA256SUMS' })
    expect(given[0]?.data).toBeNull()
  })

  it('that are missing are told from those that could not be had', async () => {
    expect((await evidenceOf({ ...TOOL, gpgSignature: true }, { SHA256SUMS: 'sums' })).signature).toMatchObject({ state: 'missing' })
    expect((await evidenceOf({ ...TOOL, gpgSignature: 'x.sig' }, { SHA256SUMS: 'sums' })).signature).toMatchObject({ state: 'missing' })
    const huge = await evidenceOf(
      { archivePattern: 'huge.bin', gpgSignature: true, gpgKeys: [KEY] },
      { 'huge.bin': 'x', 'huge.bin.asc': 's' },
    )
    expect(huge.signature).toMatchObject({ state: 'unreadable', reason: expect.stringContaining('too large') })
  })

  it.each<[string, readonly string[], string]>([
    ['no keys', [], '`download.gpg_keys` names no key'],
    ['a key that is not there', ['keys/other.asc'], 'there is no keys/other.asc'],
  ])('with %s are not verified, and nothing is downloaded', async (_, gpgKeys, reason) => {
    const { signature, asked } = await evidenceOf({ ...TOOL, gpgKeys, gpgSignature: true }, { SHA256SUMS: 'sums', 'SHA256SUMS.asc': 's' })
    expect(signature).toMatchObject({ state: 'unreadable', reason: expect.stringContaining(reason) })
    expect(asked).toEqual([])
  })

  it('pass a refusal on as it is', async () => {
    const refusal = { state: 'untrusted', reason: 'it was made by the key FFFF' } as const
    const { signature } = await evidenceOf({ ...TOOL, gpgSignature: true }, { SHA256SUMS: 'sums', 'SHA256SUMS.asc': 's' }, refusal)
    expect(signature).toEqual({ ...refusal, file: 'SHA256SUMS' })
  })

  it('are not looked for where nobody asks', async () => {
    expect(await evidenceOf({ ...TOOL, gpgSignature: false }, { SHA256SUMS: 'sums', 'SHA256SUMS.asc': 's' })).toEqual({
      given: [],
      asked: [],
    })
    expect(await evidenceOf(undefined, {})).toEqual({ given: [], asked: [] })
  })
})
