import { readFile } from 'node:fs/promises'
import type { Signer, Verifier } from '@sigstore/verify'
import * as z from 'zod'
import type { Attestation, AttestationVerdict, AttestationVerifier } from '../ports/attestations.ts'
import { SIGSTORE_ROOT } from './sigstore-root.ts'

/** Codes of the library that mean: this was altered. Any other says that we cannot tell. */
const ALTERED = new Set(['SIGNATURE_ERROR', 'TLOG_BODY_ERROR', 'TLOG_INCLUSION_PROOF_ERROR', 'TLOG_INCLUSION_PROMISE_ERROR'])

const statementSchema = z.object({
  predicateType: z.string(),
  subject: z.array(z.object({ name: z.string(), digest: z.record(z.string(), z.string()) })).max(1000),
})

interface Library {
  verifier: Verifier
  /** Signer and payload of a bundle. @throws Error where it does not verify */
  check(bundle: unknown): { signer: Signer; payload: Buffer }
}

/**
 * Verification by Sigstore's own library, which is loaded with the first bundle: most runs see none.
 * `rootFile`: a trust root in place of the one that is shipped.
 */
export function sigstoreVerifier(options: { rootFile?: string } = {}): AttestationVerifier {
  let library: Promise<Library> | undefined
  return {
    async verify(bundle) {
      try {
        library ??= load(options.rootFile)
        const { signer, payload } = (await library).check(bundle)
        const statement = statementSchema.parse(JSON.parse(payload.toString('utf8')))
        return { state: 'verified', attestation: attestationOf(statement, signer) }
      } catch (error) {
        return refusal(error)
      }
    },
  }
}

async function load(rootFile: string | undefined): Promise<Library> {
  const [{ Verifier, toTrustMaterial, toSignedEntity }, { bundleFromJSON }, { TrustedRoot }] = await Promise.all([
    import('@sigstore/verify'),
    import('@sigstore/bundle'),
    import('@sigstore/protobuf-specs'),
  ])
  const root: unknown = rootFile === undefined ? SIGSTORE_ROOT : JSON.parse(await readFile(rootFile, 'utf8'))
  const verifier = new Verifier(toTrustMaterial(TrustedRoot.fromJSON(root)))
  return {
    verifier,
    check(json) {
      const bundle = bundleFromJSON(json)
      if (bundle.content.$case !== 'dsseEnvelope') throw new Error('the bundle holds no attestation')
      const signer = verifier.verify(toSignedEntity(bundle))
      return { signer, payload: bundle.content.dsseEnvelope.payload }
    },
  }
}

function attestationOf({ predicateType, subject }: z.infer<typeof statementSchema>, { identity }: Signer): Attestation {
  const source = sourceOf(identity?.oids ?? [])
  const signer = identity?.subjectAlternativeName
  return { predicateType, subjects: subject, ...(source === undefined ? {} : { source }), ...(signer === undefined ? {} : { signer }) }
}

/**
 * The repository that was built, out of Fulcio's own extensions of the certificate: 1.3.6.1.4.1.57264.1.12 (a DER string), or .5 of older
 * certificates (`owner/name`, bare).
 * Source: https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md
 */
function sourceOf(oids: readonly { oid?: { id: readonly number[] } | undefined; value: Uint8Array }[]): string | undefined {
  const extension = (last: number) => oids.find(({ oid }) => oid?.id.join('.') === `1.3.6.1.4.1.57264.1.${last}`)?.value
  const uri = extension(12)
  // Tag, length, text: a URI of a repository is shorter than the 128 bytes from which lengths take more than one.
  if (uri !== undefined && uri[0] === 0x0c && (uri[1] ?? 0x80) < 0x80) return Buffer.from(uri.subarray(2)).toString('utf8')
  const name = extension(5)
  return name === undefined ? undefined : `https://github.com/${Buffer.from(name).toString('utf8')}`
}

function refusal(error: unknown): AttestationVerdict {
  const message = error instanceof Error ? error.message : String(error)
  const reason = message.split('\n')[0]?.slice(0, 200) || 'it cannot be read'
  const altered = error instanceof Error && 'code' in error && ALTERED.has(String(error.code))
  return { state: altered ? 'invalid' : 'untrusted', reason }
}
