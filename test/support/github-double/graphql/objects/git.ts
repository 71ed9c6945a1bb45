import { fullName } from '../../context.ts'
import type { TreeEntry } from '../../git/store.ts'
import { nodeId } from '../../node-id.ts'
import type { Repository } from '../../state.ts'
import type { GraphContext, Node } from '../context.ts'
import { commitNode, personNode } from './commits.ts'
import { repositoryNode } from './repositories.ts'

/** The git object of a sha, as the kind that it is. */
export async function objectNode(context: GraphContext, repo: Repository, sha: string): Promise<Node | null> {
  const found = await repo.git.resolve(sha)
  if (found === null) return null
  if (found.type === 'commit') {
    const commit = await repo.git.commit(found.sha)
    return commit === null ? null : commitNode(context, repo, commit)
  }
  if (found.type === 'blob') return blobNode(context, repo, found.sha)
  if (found.type === 'tree') return treeNode(context, repo, found.sha)
  return tagNode(context, repo, found.sha)
}

export function gitObject(context: GraphContext, repo: Repository, typename: string, kind: 'C' | 'T' | 'B' | 'TAG', sha: string): Node {
  return {
    __typename: typename,
    id: nodeId(kind, repo.id, sha),
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    repository: () => repositoryNode(context, repo),
    commitUrl: `${context.urls.html}/${fullName(repo)}/commit/${sha}`,
    commitResourcePath: `/${fullName(repo)}/commit/${sha}`,
  }
}

async function blobNode(context: GraphContext, repo: Repository, sha: string): Promise<Node> {
  const body = (await repo.git.blob(sha)) ?? Buffer.alloc(0)
  const binary = body.subarray(0, 8000).includes(0)
  // GitHub cuts the text of a large blob and says so.
  const longest = 512 * 1024
  return {
    ...gitObject(context, repo, 'Blob', 'B', sha),
    byteSize: body.length,
    isBinary: binary,
    isTruncated: body.length > longest,
    text: binary ? null : body.subarray(0, longest).toString(),
  }
}

export async function treeNode(context: GraphContext, repo: Repository, sha: string): Promise<Node> {
  const entries = (await repo.git.tree(sha)) ?? []
  return {
    ...gitObject(context, repo, 'Tree', 'T', sha),
    entries: () => entries.map((entry) => entryNode(context, repo, entry, entry.path)),
  }
}

export function entryNode(context: GraphContext, repo: Repository, entry: TreeEntry, path: string): Node {
  return {
    __typename: 'TreeEntry',
    name: path.split('/').at(-1) ?? '',
    path,
    mode: Number.parseInt(entry.mode, 8),
    type: entry.type,
    oid: entry.sha,
    extension: () => /\.[^./]*$/.exec(path)?.[0] ?? '',
    object: () => (entry.type === 'commit' ? null : objectNode(context, repo, entry.sha)),
  }
}

async function tagNode(context: GraphContext, repo: Repository, sha: string): Promise<Node | null> {
  const tag = await repo.git.tag(sha)
  if (tag === null) return null
  return {
    ...gitObject(context, repo, 'Tag', 'TAG', sha),
    name: tag.tag,
    message: tag.message,
    tagger: personNode(context, tag.tagger),
    target: () => objectNode(context, repo, tag.object),
  }
}
