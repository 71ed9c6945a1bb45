import type { HeadBy, Marker } from '../model/proposal.ts'
import { digestOfMessage } from './commit-message.ts'
import { blobsDigest } from './digest.ts'

/** What is known of a head without a further request. `ask`: only the branch's changes can tell. */
export function headByMarker(head: { commit: string; message: string } | null, marker: Marker | null, base: string): HeadBy | 'ask' {
  if (head === null || head.commit === base) return 'nobody'
  if (marker !== null && marker.commit === head.commit) return 'ours'
  return digestOfMessage(head.message) === null ? 'people' : 'ask'
}

/**
 * Author and committer can be anybody's and an amended commit keeps our message, so the content decides: a single commit
 * whose files are those that its trailer names is ours (a run was killed before it could write the marker).
 */
export function headByChanges(
  message: string,
  changes: { commits: number; files: readonly { path: string; blob: string | null }[] },
): HeadBy {
  return changes.commits === 1 && digestOfMessage(message) === blobsDigest(changes.files) ? 'ours' : 'people'
}
