import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { aComponent, aStep } from '../../test/support/builders.ts'
import { sigstoreVerifier } from '../adapters/sigstore.ts'
import type { HttpRequest } from '../ports/http.ts'
import { attestationOf, readAttestations } from './attestations.ts'
import type { Connection } from './ports.ts'
import type { ScopeSituation, Situation } from './situation.ts'

const recorded = (name: string) => readFileSync(resolve(import.meta.dirname, '../../fixtures/attestations', name), 'utf8')
const SIGSTORE =
  '282c0c5fa936d264321643581b65d3de5c0af6ed4fdfac12f5851115df39cc25cfaf0ad22d908487bfef30114d61c25746206d1834be4f8fd1659178f77cc004'

function situationOf(name: string, version: string, attested = true): { situation: Situation; scope: ScopeSituation } {
  const component = aComponent({ name: 'lib', source: { datasource: 'npm', package: name } })
  const steps = [aStep({ component: 'lib', to: version, toRelease: { tag: version, version, attested } })]
  const scope = { steps, resolution: { outcomes: new Map([['lib', { component }]]) } } as unknown as ScopeSituation
  return { situation: { scopes: [scope] } as unknown as Situation, scope }
}

async function verdictOf(attestations: string, hex = SIGSTORE, [name, version]: [string, string] = ['sigstore', '0.4.0']) {
  const asked: HttpRequest[] = []
  const integrity = `sha512-${Buffer.from(hex, 'hex').toString('base64')}`
  const request = async (one: HttpRequest) => {
    asked.push(one)
    const body = one.url.includes('/attestations/') ? attestations : JSON.stringify({ dist: { integrity } })
    return { status: body === '' ? 404 : 200, headers: {}, body, url: one.url, origin: 'network' as const }
  }
  const io = { http: { request }, baseUrl: (service: string) => (service === 'npm' ? 'https://npm.registry.example' : '') }
  const connection = { io, attestations: sigstoreVerifier() } as unknown as Connection
  const { situation, scope } = situationOf(name, version)
  const found = await readAttestations(situation, connection, () => null)
  const [step] = scope.steps
  if (step === undefined) throw new Error('no step')
  return { asked, ...attestationOf(step, scope, null, { attestations: found }) }
}

describe('attestations of npm packages', () => {
  it('prove the repository of the very tarball that the registry serves', async () => {
    const { asked, attestation } = await verdictOf(recorded('npm_sigstore_0_4_0.json'))
    expect(attestation).toMatchObject({ state: 'verified', source: 'https://github.com/sigstore/sigstore-js' })
    expect(asked.map(({ url }) => url)).toEqual([
      'https://npm.registry.example/sigstore/0.4.0',
      'https://npm.registry.example/-/npm/v1/attestations/sigstore@0.4.0',
    ])
  })

  it('of another tarball or package are not true of this one', async () => {
    const other = await verdictOf(recorded('npm_sigstore_0_4_0.json'), '0'.repeat(128))
    expect(other.attestation).toEqual({ state: 'invalid', reason: 'it is about another tarball than the registry serves' })
    const named = await verdictOf(recorded('npm_sigstore_0_4_0.json'), SIGSTORE, ['@acme/sigstore', '0.4.0'])
    expect(named.attestation).toMatchObject({ state: 'invalid', reason: expect.stringContaining('pkg:npm/%40acme/sigstore@0.4.0') })
  })

  it.each(['npm_subject_digest_mismatch.json', 'npm_subject_name_mismatch.json'])(
    'that were made for a test of refusal are not taken: %s',
    async (name) => {
      const { attestation } = await verdictOf(recorded(name), '1'.repeat(128), ['sigstore', '0.4.0'])
      expect(attestation?.state).toBe('invalid')
    },
  )

  it('that were altered fail', async () => {
    expect((await verdictOf(recorded('npm_provenance_v1_bad_signature.json'))).attestation?.state).toBe('invalid')
  })

  it('that cannot be read, or are none, say so', async () => {
    expect((await verdictOf('')).attestation).toMatchObject({ state: 'unread', reason: expect.stringContaining('404') })
    expect((await verdictOf('{"attestations":[]}')).attestation?.state).toBe('unread')
    expect((await verdictOf('{"attestations":[{"predicateType":"https://slsa.dev/provenance/v1","bundle":7}]}')).attestation?.state).toBe(
      'untrusted',
    )
  })

  it('are not asked for where the registry says that there are none', async () => {
    const { situation } = situationOf('sigstore', '0.3.0', false)
    const http = { request: () => Promise.reject(new Error('asked')) }
    expect(
      await readAttestations(situation, { io: { http }, attestations: sigstoreVerifier() } as unknown as Connection, () => null),
    ).toEqual({})
  })
})

describe('attestations of GitHub releases', () => {
  const bundle = recorded('github_attestations_real_bundle.json')
  const built = 'sha256:49a3aa6075e0f49f82843e74b5baa614ad2a588e6675612bf108a0a008c5ac25'
  const other = `sha256:${'b'.repeat(64)}`

  /** A step between two releases with one file each, whose digests are given. */
  async function evidenceOf(repository: string, from: string, to: string, attested: readonly string[]) {
    const release = (version: string, digest: string) => ({ tag: version, version, assets: [{ name: 'tool.tar.gz', digest }] })
    const component = aComponent({
      name: 'tool',
      source: { datasource: 'github-releases', package: repository },
      download: { archivePattern: 'tool.tar.gz' },
    })
    const steps = [aStep({ component: 'tool', to: '2.0.0', toRelease: release('2.0.0', to) })]
    const scope = { steps, pins: new Map(), resolution: { outcomes: new Map([['tool', { component }]]) } } as unknown as ScopeSituation
    const asked: string[] = []
    const request = async (one: HttpRequest) => {
      asked.push(one.url)
      const has = attested.some((digest) => one.url.includes(digest))
      return { status: has ? 200 : 404, headers: {}, body: has ? bundle : '', url: one.url, origin: 'network' as const }
    }
    const io = { http: { request }, baseUrl: () => 'https://api.github.example' }
    const current = release('1.0.0', from)
    const found = await readAttestations(
      { scopes: [scope] } as unknown as Situation,
      { io, attestations: sigstoreVerifier() } as unknown as Connection,
      () => current,
    )
    const [step] = steps
    if (step === undefined) throw new Error('no step')
    return { asked, ...attestationOf(step, scope, current, { attestations: found }) }
  }

  it('prove the repository that the very file was built from', async () => {
    const { asked, attestation } = await evidenceOf('malancas/attest-demo', other, built, [built])
    expect(attestation).toMatchObject({ state: 'verified', source: 'https://github.com/malancas/attest-demo' })
    expect(asked).toHaveLength(1)
  })

  it('of another file are not true of this one', async () => {
    expect((await evidenceOf('malancas/attest-demo', built, other, [other])).attestation).toEqual({
      state: 'invalid',
      reason: 'it is about other content',
    })
  })

  it('from another repository are for a person to judge', async () => {
    expect((await evidenceOf('acme/tool', other, built, [built])).attestation).toMatchObject({ state: 'untrusted' })
  })

  it('that the version in force had and the target has not are lost', async () => {
    expect(await evidenceOf('malancas/attest-demo', built, other, [built])).toMatchObject({
      attestation: { state: 'none' },
      attestedBefore: '1.0.0',
    })
    const never = await evidenceOf('malancas/attest-demo', built, other, [])
    expect(never.attestation).toEqual({ state: 'none' })
    expect(never).not.toHaveProperty('attestedBefore')
  })
})
