import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sigstoreVerifier } from './sigstore.ts'
import { SIGSTORE_ROOT } from './sigstore-root.ts'

const read = (name: string): unknown => JSON.parse(readFileSync(resolve(import.meta.dirname, '../../fixtures/attestations', name), 'utf8'))
const provenanceIn = (name: string) =>
  (read(name) as { attestations: { predicateType: string; bundle: unknown }[] }).attestations.find(({ predicateType }) =>
    predicateType.includes('provenance'),
  )?.bundle

describe('attestations', () => {
  const verifier = sigstoreVerifier()

  it.each([
    ['of npm packages', provenanceIn('npm_provenance_v1.json'), 'https://github.com/'],
    ['of the first form', provenanceIn('npm_sigstore_0_4_0.json'), 'https://github.com/sigstore/sigstore-js'],
    ['of form 0.1', read('bundle_v0_1_sigstore_js.json'), 'https://github.com/sigstore/sigstore-js'],
    [
      'of GitHub, signed by a workflow of another repository',
      read('bundle_v0_3_reusable_workflow.json'),
      'https://github.com/malancas/attest-demo',
    ],
  ])('%s tell which repository was built', async (_, bundle, source) => {
    const verdict = await verifier.verify(bundle)
    expect(verdict.state).toBe('verified')
    if (verdict.state === 'verified') {
      expect(verdict.attestation.source).toContain(source)
      expect(verdict.attestation.subjects.length).toBeGreaterThan(0)
    }
  })

  it.each([
    ['npm_provenance_v1_bad_signature.json', provenanceIn('npm_provenance_v1_bad_signature.json')],
    ['an altered text', altered(provenanceIn('npm_sigstore_0_4_0.json'))],
  ])('that were altered are invalid: %s', async (_, bundle) => {
    expect((await verifier.verify(bundle)).state).toBe('invalid')
  })

  it.each([null, 7, {}, { mediaType: 'x' }, 'text', []])('that are none are not trusted: %j', async (bundle) => {
    expect(await verifier.verify(bundle)).toMatchObject({ state: 'untrusted', reason: expect.stringMatching(/./) })
  })

  it('by hand are never verified', async () => {
    expect((await verifier.verify(read('bundle_invalid_signature.json'))).state).not.toBe('verified')
  })

  it('are trusted as far as the trust root goes, and it can be replaced', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pinwarden-root-'))
    const rootFile = join(folder, 'root.json')
    writeFileSync(rootFile, JSON.stringify({ ...(SIGSTORE_ROOT as object), certificateAuthorities: [] }))
    expect((await sigstoreVerifier({ rootFile }).verify(provenanceIn('npm_sigstore_0_4_0.json'))).state).toBe('untrusted')
    rmSync(folder, { recursive: true })
  })
})

/** Another subject under the same signature. */
function altered(bundle: unknown): unknown {
  const copy = structuredClone(bundle) as { dsseEnvelope: { payload: string } }
  const text = Buffer.from(copy.dsseEnvelope.payload, 'base64').toString('utf8').replace('sigstore@0.4.0', 'sigstore@0.4.1')
  copy.dsseEnvelope.payload = Buffer.from(text).toString('base64')
  return copy
}
