import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { FileState } from '../core/model/proposal.ts'

/** Larger files hold no pins: reading them would only cost memory. */
export const MAX_TEXT_FILE = 5 * 1024 * 1024

/** The file as text, or null where it is not UTF-8 text. The byte order mark stays: it is part of the file. */
export function textFile(path: string, bytes: Buffer, mode: string): FileState | null {
  if (bytes.length > MAX_TEXT_FILE || bytes.includes(0) || !isUtf8(bytes)) return null
  const blob = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
  return { path, text: bytes.toString(), blob, mode }
}
