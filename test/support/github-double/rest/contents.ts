import { fullName, signatureOf, webFlow } from '../context.ts'
import { followBranch } from '../domain/pull-lifecycle.ts'
import { move, refuseProtected, writable } from '../domain/refs.ts'
import { refuseWorkflowChange } from '../domain/workflow-files.ts'
import { notFound, RestError } from '../errors.ts'
import type { CommitInfo, TreeChange, TreeEntry } from '../git/store.ts'
import { wrap } from './git-data.ts'
import { commitOf, findCommit } from './revision.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { gitCommitShape } from './shapes/commits.ts'
import { repositoryUrl } from './shapes/repositories.ts'

export const contentRoutes: RestRoutes = {
  'repos/get-content': { needs: ['contents:read'], handle: get },
  'repos/create-or-update-file-contents': { needs: ['contents:write'], handle: put },
  'repos/delete-file': { needs: ['contents:write'], handle: remove },
}

/** Above it the JSON answer has no content (`encoding: none`), and only the raw form gives the file. */
const longestInline = 1024 * 1024

async function get(call: RestCall) {
  const { ref } = call.query
  const commit = await refCommit(call, typeof ref === 'string' ? ref : call.repo.defaultBranch)
  const path = (call.path['path'] ?? '').replace(/^\/+|\/+$/g, '')
  const entry = await entryAt(call, commit, path)
  if (entry === null) throw notFound()
  const raw = /vnd\.github(\.v3)?\.raw/.test(call.accept)
  if (entry.type === 'tree') {
    const entries = (await call.repo.git.tree(entry.sha)) ?? []
    return {
      status: 200,
      json: await Promise.all(
        entries.map((one) => entryShape(call, commit, { ...one, path: path === '' ? one.path : `${path}/${one.path}` }, false)),
      ),
    }
  }
  if (raw)
    return {
      status: 200,
      raw: (await call.repo.git.blob(entry.sha)) ?? Buffer.alloc(0),
      contentType: 'application/vnd.github.raw; charset=utf-8',
    }
  return { status: 200, json: await entryShape(call, commit, entry, true) }
}

async function refCommit(call: RestCall, ref: string): Promise<CommitInfo> {
  const commit = await findCommit(call, ref)
  if (commit !== null) return commit
  if ((await call.repo.git.refs('refs/heads/')).length === 0) throw new RestError(404, 'This repository is empty.')
  throw new RestError(404, `No commit found for the ref ${ref}`)
}

async function entryAt(call: RestCall, commit: CommitInfo, path: string): Promise<TreeEntry | null> {
  if (path === '') return { path: '', mode: '040000', type: 'tree', sha: commit.tree }
  const slash = path.lastIndexOf('/')
  const folder = await call.repo.git.resolve(`${commit.sha}:${slash < 0 ? '' : path.slice(0, slash)}`)
  const entries = folder?.type === 'tree' ? await call.repo.git.tree(folder.sha) : null
  const found = entries?.find((one) => one.path === path.slice(slash + 1))
  return found === undefined ? null : { ...found, path }
}

/** Five shapes for one address: file, directory entry, symlink, submodule, and a file too large. */
async function entryShape(call: RestCall, commit: CommitInfo, entry: TreeEntry, withContent: boolean): Promise<Record<string, unknown>> {
  const { urls, repo } = call
  const path = entry.path.split('/').map(encodeURIComponent).join('/')
  const url = `${repositoryUrl(urls, repo)}/contents/${path}?ref=${call.query['ref'] ?? repo.defaultBranch}`
  const html = `${urls.html}/${fullName(repo)}/${entry.type === 'tree' ? 'tree' : 'blob'}/${commit.sha}/${path}`
  const git = `${repositoryUrl(urls, repo)}/git/${entry.type === 'tree' ? 'trees' : 'blobs'}/${entry.sha}`
  const type = entry.type === 'tree' ? 'dir' : entry.type === 'commit' ? 'submodule' : entry.mode === '120000' ? 'symlink' : 'file'
  const body = entry.type === 'blob' ? ((await repo.git.blob(entry.sha)) ?? Buffer.alloc(0)) : Buffer.alloc(0)
  const large = body.length > longestInline
  return {
    // In a directory a submodule calls itself a file, for old clients' sake.
    type: withContent ? type : type === 'submodule' ? 'file' : type,
    size: body.length,
    name: entry.path.split('/').at(-1) ?? '',
    path: entry.path,
    sha: entry.sha,
    url,
    git_url: git,
    html_url: html,
    download_url: type === 'file' || type === 'symlink' ? `${urls.html}/${fullName(repo)}/raw/${commit.sha}/${path}` : null,
    _links: { self: url, git, html },
    ...(withContent && type === 'file' ? { content: large ? '' : wrap(body), encoding: large ? 'none' : 'base64' } : {}),
    ...(withContent && type === 'symlink' ? { target: body.toString() } : {}),
    ...(withContent && type === 'submodule' ? { submodule_git_url: `${urls.html}/${fullName(repo)}.git` } : {}),
  }
}

async function put(call: RestCall) {
  const { content, sha } = call.body
  const path = call.path['path'] ?? ''
  const head = await branchHead(call)
  const old = head === null ? null : await entryAt(call, head, path)
  if (old !== null && sha === undefined) throw new RestError(422, `Invalid request.\n\n"sha" wasn't supplied.`)
  if (old !== null && old.sha !== sha) throw new RestError(409, `${path} does not match ${sha}`)
  const blob = await writable(call).writeBlob(Buffer.from(String(content), 'base64'))
  const commit = await commitChange(call, head, { path, sha: blob, mode: old?.mode ?? '100644' })
  const entry = await entryAt(call, commit, path)
  const shape = entry === null ? null : await entryShape(call, commit, entry, false)
  return { status: old === null ? 201 : 200, json: { content: shape, commit: gitCommitShape(call, commit) } }
}

async function remove(call: RestCall) {
  const path = call.path['path'] ?? ''
  const head = await branchHead(call)
  const old = head === null ? null : await entryAt(call, head, path)
  if (old === null) throw notFound()
  if (old.sha !== call.body['sha']) throw new RestError(409, `${path} does not match ${call.body['sha']}`)
  const commit = await commitChange(call, head, { path, sha: null })
  return { status: 200, json: { content: null, commit: gitCommitShape(call, commit) } }
}

function branchName(call: RestCall): string {
  return typeof call.body['branch'] === 'string' ? call.body['branch'] : call.repo.defaultBranch
}

async function branchHead(call: RestCall): Promise<CommitInfo | null> {
  const ref = await call.repo.git.ref(`refs/heads/${branchName(call)}`)
  if (ref === null && (await call.repo.git.refs('refs/heads/')).length > 0) throw new RestError(404, `Branch ${branchName(call)} not found`)
  return ref === null ? null : commitOf(call, ref.sha)
}

async function commitChange(call: RestCall, head: CommitInfo | null, change: TreeChange): Promise<CommitInfo> {
  const store = writable(call)
  const name = `refs/heads/${branchName(call)}`
  refuseProtected(call, name, 'update')
  const date = call.double.clock.iso()
  const tree = await store.writeTree(head?.tree ?? null, [change])
  const signed = call.body['author'] === undefined && call.body['committer'] === undefined
  const sha = await store.writeCommit({
    tree,
    parents: head === null ? [] : [head.sha],
    author: signatureOf(call.actor, date),
    committer: { ...webFlow, date },
    message: String(call.body['message']),
    signed,
  })
  await refuseWorkflowChange(call, store, head?.sha ?? null, sha)
  await move(store, name, sha, head?.sha ?? null)
  await followBranch(call, name, head?.sha ?? '0'.repeat(40), sha)
  return commitOf(call, sha)
}
