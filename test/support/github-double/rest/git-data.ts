import { isWorkflowFile, mayEditWorkflows, refusalFor } from '../access.ts'
import { signatureOf, webFlow } from '../context.ts'
import { writable } from '../domain/refs.ts'
import { notFound, RestError } from '../errors.ts'
import type { Signature, TreeChange, TreeEntry } from '../git/store.ts'
import { walkTree } from '../git/trees.ts'
import { nodeId } from '../node-id.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { gitCommitShape } from './shapes/commits.ts'
import { repositoryUrl } from './shapes/repositories.ts'

export const gitDataRoutes: RestRoutes = {
  'git/get-blob': { needs: ['contents:read'], handle: getBlob },
  'git/create-blob': { needs: ['contents:write'], handle: createBlob },
  'git/get-tree': { needs: ['contents:read'], handle: getTree },
  'git/create-tree': { needs: ['contents:write'], handle: createTree },
  'git/get-commit': { needs: ['contents:read'], handle: getCommit },
  'git/create-commit': { needs: ['contents:write'], handle: createCommit },
}

/** GitHub's limit for one blob. */
const largestBlob = 100 * 1024 * 1024
/** A recursive listing is cut there and says `truncated`. */
const longestTree = 100_000

async function getBlob(call: RestCall) {
  const sha = call.path['file_sha'] ?? ''
  const body = await call.repo.git.blob(sha)
  if (body === null) throw notFound()
  if (/\.raw(\+json)?$|\.raw;/.test(call.accept))
    return { status: 200, raw: body, contentType: 'application/vnd.github.raw; charset=utf-8' }
  const url = `${repositoryUrl(call.urls, call.repo)}/git/blobs/${sha}`
  return {
    status: 200,
    json: { sha, node_id: nodeId('B', call.repo.id, sha), size: body.length, url, content: wrap(body), encoding: 'base64' },
  }
}

/** Base64 as GitHub writes it: a line break after each 60 characters and at the end. */
export function wrap(body: Buffer): string {
  return body.toString('base64').replace(/.{1,60}/g, '$&\n')
}

async function createBlob(call: RestCall) {
  const encoding = call.body['encoding'] === 'base64' ? 'base64' : 'utf8'
  const body = Buffer.from(String(call.body['content']), encoding)
  if (body.length > largestBlob)
    throw new RestError(
      422,
      'Sorry, your input was too large to process. Consider creating the blob in a local clone of the repository and then pushing it to GitHub.',
    )
  const sha = await writable(call).writeBlob(body)
  const url = `${repositoryUrl(call.urls, call.repo)}/git/blobs/${sha}`
  return { status: 201, headers: { location: url }, json: { sha, url } }
}

async function getTree(call: RestCall) {
  const { git } = call.repo
  const wanted = call.path['tree_sha'] ?? ''
  const found = (await git.resolve(`refs/heads/${wanted}^{tree}`)) ?? (await git.resolve(`${wanted}^{tree}`))
  if (found === null) throw notFound()
  // Any value of `recursive`, also "0" and "false", means yes.
  const recursive = call.query['recursive'] !== undefined
  const entries = recursive ? await walkTree({ read: (sha) => git.tree(sha) }, found.sha) : ((await git.tree(found.sha)) ?? [])
  return { status: 200, json: await treeShape(call, found.sha, entries.slice(0, longestTree), entries.length > longestTree) }
}

async function treeShape(call: RestCall, sha: string, entries: readonly TreeEntry[], truncated: boolean) {
  const api = `${repositoryUrl(call.urls, call.repo)}/git`
  const tree = await Promise.all(
    entries.map(async ({ path, mode, type, sha: own }) => {
      const size = type === 'blob' ? { size: (await call.repo.git.blob(own))?.length ?? 0 } : {}
      return { path, mode, type, sha: own, ...size, ...(type === 'commit' ? {} : { url: `${api}/${type}s/${own}` }) }
    }),
  )
  return { sha, url: `${api}/trees/${sha}`, tree, truncated }
}

interface WantedEntry {
  path?: string
  mode?: string
  sha?: string | null
  content?: string
}

async function createTree(call: RestCall) {
  const store = writable(call)
  const wanted: WantedEntry[] = Array.isArray(call.body['tree']) ? call.body['tree'] : []
  const base = typeof call.body['base_tree'] === 'string' ? await store.resolve(`${call.body['base_tree']}^{tree}`) : null
  if (typeof call.body['base_tree'] === 'string' && base === null) throw notFound()
  const changes: TreeChange[] = []
  for (const { path = '', mode = '100644', sha, content } of wanted) {
    // Reported: an App without `workflows` is refused here already.
    if (isWorkflowFile(path) && !mayEditWorkflows(call.token)) throw new RestError(403, refusalFor(call.token))
    if (sha === null) changes.push({ path, sha })
    else if (sha !== undefined) {
      if (mode !== '160000' && (await store.resolve(sha)) === null)
        throw new RestError(422, `tree.sha ${sha} is not a valid ${mode === '040000' ? 'tree' : 'blob'}`)
      changes.push({ path, sha, mode })
    } else changes.push({ path, sha: await store.writeBlob(Buffer.from(content ?? '')), mode })
  }
  if (changes.length === 0) throw new RestError(422, 'Invalid tree info')
  let sha: string
  try {
    sha = await store.writeTree(base?.sha ?? null, changes)
  } catch (error) {
    throw new RestError(422, error instanceof Error ? error.message : String(error))
  }
  const json = await treeShape(call, sha, (await store.tree(sha)) ?? [], false)
  return { status: 201, headers: { location: json.url }, json }
}

async function getCommit(call: RestCall) {
  const commit = await call.repo.git.commit(call.path['commit_sha'] ?? '')
  if (commit === null) throw notFound()
  return { status: 200, json: gitCommitShape(call, commit) }
}

async function createCommit(call: RestCall) {
  const store = writable(call)
  const { message, tree, author, committer, signature } = call.body
  const parents = Array.isArray(call.body['parents']) ? call.body['parents'].map(String) : []
  if ((await store.resolve(String(tree)))?.type !== 'tree') throw new RestError(422, 'Tree SHA does not exist')
  for (const parent of parents)
    if ((await store.commit(parent)) === null) throw new RestError(422, 'Parent SHA does not exist or is not a commit object')
  const date = call.double.clock.iso()
  const app = call.token?.kind === 'installation' || call.token?.kind === 'actions'
  // Signed by GitHub only for an App that names neither author nor committer nor signature.
  const signed = app && author === undefined && committer === undefined && signature === undefined
  const own = signatureOf(call.actor, date)
  const by = person(author, date) ?? own
  const commit = {
    tree: String(tree),
    parents,
    author: by,
    committer: person(committer, date) ?? (signed ? { ...webFlow, date } : by),
    message: String(message),
    signed,
  }
  const sha = await store.writeCommit(commit)
  const made = await store.commit(sha)
  if (made === null) throw new Error(`commit ${sha} is not there`)
  const json = gitCommitShape(call, made)
  return { status: 201, headers: { location: String(json['url']) }, json }
}

function person(value: unknown, date: string): Signature | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { name, email, date: own } = value as Record<string, unknown>
  if (typeof name !== 'string' || typeof email !== 'string') return undefined
  return { name, email, date: typeof own === 'string' ? own : date }
}
