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
  const found = await readAttestations(situation, connection)
  const [step] = scope.steps
  if (step === undefined) throw new Error('no step')
  return { asked, ...attestationOf(step, scope, { attestations: found }) }
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
    expect(await readAttestations(situation, { io: { http }, attestations: sigstoreVerifier() } as unknown as Connection)).toEqual({})
  })
})
