/** Something that is said to be signed. All in base64. */
export interface SignedText {
  /** The signed bytes; null where the signature holds them itself (a clear-signed text). */
  data: string | null
  signature: string
  /** Public keys, ASCII-armoured. A signature by any of them will do. */
  keys: readonly string[]
}

export type SignatureVerdict =
  | { state: 'verified' /** Fingerprint of the key, upper-case hex. */; key: string /** Whose it says it is. */; owner?: string }
  /** The signature is not one of these bytes. */
  | { state: 'invalid'; reason: string }
  /** Made by a key that is not among the given ones, has expired or was revoked. */
  | { state: 'untrusted'; reason: string }
  /** It could not be looked at here. */
  | { state: 'unreadable'; reason: string }

/** Verifies OpenPGP signatures. */
export interface SignatureVerifier {
  /** Never throws on a bad signature or key. */
  verify(signed: SignedText): Promise<SignatureVerdict>
}
