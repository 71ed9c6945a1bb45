import { getBuiltinModule } from 'node:process'
import type { gunzip } from 'node:zlib'

/** What a server may use; the client undoes it. */
export const ACCEPT_ENCODING = 'gzip, br, deflate'

/** Large enough that a body of some megabytes takes a few turns of the thread pool, not hundreds. */
const CHUNK = 256 * 1024

/**
 * The text of a body, or its bytes in base64. Decompression stops as soon as the output is longer than allowed, so a small archive cannot fill the memory.
 * Null where it is too long.
 * @throws Error where the compressed data is broken
 */
export async function decodeBody(
  raw: Buffer,
  headers: Readonly<Record<string, string>>,
  maxBytes: number,
  asBytes = false,
): Promise<string | null> {
  let bytes: Uint8Array | null = raw
  const codings = (headers['content-encoding'] ?? '').split(',').map((coding) => coding.trim().toLowerCase())
  for (const coding of codings.reverse()) {
    if (bytes === null || bytes.length === 0) break
    bytes = await decompress(coding, bytes, maxBytes)
  }
  if (bytes === null || bytes.length > maxBytes) return null
  return asBytes ? Buffer.from(bytes).toString('base64') : decodeText(bytes, headers['content-type'] ?? '')
}

function decompress(coding: string, bytes: Uint8Array, maxOutputLength: number): Promise<Uint8Array | null> {
  const engine = engineOf(coding)
  if (engine === null) return Promise.resolve(bytes)
  return new Promise((resolve, reject) => {
    engine(bytes, { maxOutputLength, chunkSize: CHUNK }, (error, result) => {
      if (error === null) resolve(result)
      else if ('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') resolve(null)
      else reject(error)
    })
  })
}

function engineOf(coding: string): typeof gunzip | null {
  const zlib = getBuiltinModule('node:zlib')
  if (coding === 'gzip' || coding === 'x-gzip') return zlib.gunzip
  if (coding === 'br') return zlib.brotliDecompress
  if (coding === 'deflate') return zlib.inflate
  return null
}

/** UTF-8 unless the answer names another character set; a byte order mark goes. */
function decodeText(bytes: Uint8Array, contentType: string): string {
  const charset = /charset="?([\w.:-]{1,40})/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8'
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}
