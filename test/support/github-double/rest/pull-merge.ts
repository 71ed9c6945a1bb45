import { signatureOf, webFlow } from '../context.ts'
import { type MergeMethod, mergePull } from '../domain/merging.ts'
import { followBranch } from '../domain/pull-lifecycle.ts'
import { move, writable } from '../domain/refs.ts'
import { notFound, RestError } from '../errors.ts'
import { pullOf } from './pulls.ts'
import type { RestCall, RestRoutes } from './router.ts'

const methods: Readonly<Record<string, MergeMethod>> = { merge: 'MERGE', squash: 'SQUASH', rebase: 'REBASE' }

export const pullMergeRoutes: RestRoutes = {
  'pulls/check-if-merged': {
    needs: ['pull_requests:read'],
    handle(call) {
      if (pullOf(call).pull.mergedAt === null) throw notFound()
      return { status: 204 }
    },
  },
  'pulls/merge': { needs: ['contents:write'], handle: merge },
  'pulls/update-branch': { needs: ['pull_requests:write'], handle: updateBranch },
}

async function merge(call: RestCall) {
  const { merge_method: method = 'merge', commit_title: headline, commit_message: body, sha } = call.body
  const merged = await mergePull(call, pullOf(call), {
    method: methods[String(method)] ?? 'MERGE',
    headline: typeof headline === 'string' ? headline : null,
    body: typeof body === 'string' ? body : null,
    expectedHead: typeof sha === 'string' ? sha : null,
  })
  return { status: 200, json: { sha: merged, merged: true, message: 'Pull Request successfully merged' } }
}

/** Merges the base into the head branch. */
async function updateBranch(call: RestCall) {
  const { pull } = pullOf(call)
  const store = writable(call)
  const expected = call.body['expected_head_sha']
  if (typeof expected === 'string' && expected !== pull.headSha)
    throw new RestError(422, `expected head sha didn’t match current head ref.`)
  const base = await store.ref(`refs/heads/${pull.baseRef}`)
  if (base === null) throw notFound()
  const merged = await store.merge(pull.headSha, base.sha)
  if (merged.tree === null) throw new RestError(422, 'merge conflict between base and head')
  if ((await store.mergeBase(base.sha, pull.headSha)) === base.sha) throw new RestError(422, 'There are no new commits on the base branch.')
  const date = call.double.clock.iso()
  const message = `Merge branch '${pull.baseRef}' into ${pull.headRef}`
  const sha = await store.writeCommit({
    tree: merged.tree,
    parents: [pull.headSha, base.sha],
    author: signatureOf(call.actor, date),
    committer: { ...webFlow, date },
    message,
    signed: true,
  })
  const [name, old] = [`refs/heads/${pull.headRef}`, pull.headSha]
  await move(store, name, sha, old)
  await followBranch(call, name, old, sha)
  return {
    status: 202,
    json: { message: 'Updating pull request branch.', url: `${call.urls.rest}${call.address.path.replace(/\/update-branch$/, '')}` },
  }
}
