/** What a verified attestation says. Nothing of it is true unless `verify` said so. */
export interface Attestation {
  subjects: readonly { name: string; digest: Readonly<Record<string, string>> }[]
  predicateType: string
  /** Repository that was built: `https://github.com/sigstore/sigstore-js`. */
  source?: string
  /** Who signed: the workflow with its ref, or another identity. */
  signer?: string
}

export type AttestationVerdict =
  | { state: 'verified'; attestation: Attestation }
  /** The signature is not one of this text. */
  | { state: 'invalid'; reason: string }
  /** Signed by somebody whom the trust root does not know, or in a form that cannot be read. */
  | { state: 'untrusted'; reason: string }

/** Verifies bundles of Sigstore offline, against a trust root. */
export interface AttestationVerifier {
  /** Never throws on a bad bundle. */
  verify(bundle: unknown): Promise<AttestationVerdict>
}
