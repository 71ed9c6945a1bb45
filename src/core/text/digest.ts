import { sha1 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** SHA-256 of the UTF-8 text, as 64 hex digits. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}

/** The id git gives to a file with this text (https://git-scm.com/book/en/v2/Git-Internals-Git-Objects), 40 hex digits. */
export function gitBlobId(text: string): string {
  const bytes = utf8ToBytes(text)
  const header = utf8ToBytes(`blob ${bytes.length}\0`)
  const all = new Uint8Array(header.length + bytes.length)
  all.set(header)
  all.set(bytes, header.length)
  return bytesToHex(sha1(all))
}
