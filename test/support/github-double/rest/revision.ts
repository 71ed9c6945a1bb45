import { RestError } from '../errors.ts'
import type { CommitInfo } from '../git/store.ts'
import type { RestCall } from './router.ts'

/** The commit that a `ref` parameter means: a branch before a tag before a sha. Null where it means none. */
export async function findCommit({ repo }: Pick<RestCall, 'repo'>, ref: string): Promise<CommitInfo | null> {
  for (const revision of [`refs/heads/${ref}`, `refs/tags/${ref}`, ref]) {
    const found = await repo.git.resolve(`${revision}^{commit}`)
    if (found !== null) return repo.git.commit(found.sha)
  }
  return null
}

/** @throws RestError 404 or the status given, in GitHub's words */
export async function commitOf(call: Pick<RestCall, 'repo'>, ref: string, status = 404): Promise<CommitInfo> {
  const commit = await findCommit(call, ref)
  if (commit === null) throw new RestError(status, `No commit found for ${status === 422 ? 'SHA: ' : 'the ref '}${ref}`)
  return commit
}
