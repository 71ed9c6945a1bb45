import type { FileChange } from '../model/proposal.ts'
import { gitBlobId, sha256Hex } from '../text/digest.ts'

/** What a set of files holds, whatever the order: equal digests mean equal changes. `blob: null` stands for a deleted file. */
export function blobsDigest(files: readonly { path: string; blob: string | null }[]): string {
  const lines = files.map((file) => `${file.path}\0${file.blob ?? 'deleted'}`).sort()
  return `sha256:${sha256Hex(lines.join('\n'))}`
}

export function filesDigest(files: readonly FileChange[]): string {
  return blobsDigest(files.map((file) => ({ path: file.path, blob: gitBlobId(file.text) })))
}
