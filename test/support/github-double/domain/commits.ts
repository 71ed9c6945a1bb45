import { type Acting, signatureOf, webFlow } from '../context.ts'
import { Refusal } from '../errors.ts'
import type { CommitInfo, GitStore, TreeChange } from '../git/store.ts'
import { followBranch } from './pull-lifecycle.ts'
import { move, refuseProtected, writable } from './refs.ts'
import { refuseByRules } from './rules.ts'
import { refuseWorkflowChange } from './workflow-files.ts'

export interface FileChanges {
  additions: readonly { path: string; contents: Buffer }[]
  deletions: readonly { path: string }[]
}

export interface CommitOnBranch {
  branch: string
  expectedHead: string
  message: string
  changes: FileChanges
}

/** Greater payloads are refused by GitHub with errors that nobody has documented; see the reports of a limit of some tens of MB. */
const largestPayload = 40 * 1024 * 1024

/**
 * One commit on an existing branch, as the mutation `createCommitOnBranch` makes it: compare-and-swap on the head, signed, author is the actor.
 * Modes cannot be given: a new file is 100644. Whether an existing file keeps its mode is not documented; here it does NOT, the stricter case.
 * @throws Refusal
 */
export async function commitOnBranch(acting: Acting, input: CommitOnBranch): Promise<CommitInfo> {
  const { double, actor } = acting
  const store = writable(acting)
  const name = `refs/heads/${input.branch}`
  const head = await store.ref(name)
  if (head === null) throw new Refusal('not-found', `Branch "${input.branch}" not found.`)
  if (head.sha !== input.expectedHead) {
    throw new Refusal('stale', `Expected branch to point to "${input.expectedHead}" but it did not.  Pull and try again.`)
  }
  const size = input.changes.additions.reduce((sum, file) => sum + file.contents.length, 0)
  if (size > largestPayload) throw new Refusal('unprocessable', 'A query attribute must be specified and must be a string.')
  refuseProtected(acting, name, 'update')
  const tree = await treeWith(store, head.sha, input.changes)
  const date = double.clock.iso()
  const commit = { tree, parents: [head.sha], author: signatureOf(actor, date), committer: { ...webFlow, date }, message: input.message }
  const sha = await store.writeCommit({ ...commit, signed: true })
  await refuseWorkflowChange(acting, store, head.sha, sha)
  await refuseByRules(acting, name, 'update', sha)
  try {
    await move(store, name, sha, head.sha)
  } catch {
    throw new Refusal('stale', `Expected branch to point to "${input.expectedHead}" but it did not.  Pull and try again.`)
  }
  await followBranch(acting, name, head.sha, sha)
  return readCommit(store, sha)
}

async function treeWith(store: GitStore, head: string, changes: FileChanges): Promise<string> {
  const edits: TreeChange[] = []
  for (const { path } of changes.deletions) {
    // GitHub refuses to delete what is not there; its exact words are not documented.
    if ((await store.resolve(`${head}:${path}`)) === null)
      throw new Refusal('unprocessable', `A path was requested for deletion which does not exist as of commit oid \`${head}\``)
    edits.push({ path, sha: null })
  }
  for (const { path, contents } of changes.additions) edits.push({ path, sha: await store.writeBlob(contents), mode: '100644' })
  const base = await readCommit(store, head)
  try {
    return await store.writeTree(base.tree, edits)
  } catch (error) {
    throw new Refusal('unprocessable', error instanceof Error ? error.message : String(error))
  }
}

export async function readCommit(store: Pick<GitStore, 'commit'>, sha: string): Promise<CommitInfo> {
  const commit = await store.commit(sha)
  if (commit === null) throw new Error(`commit ${sha} is not there`)
  return commit
}
