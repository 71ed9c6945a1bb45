import { createHash } from 'node:crypto'
import { hashObject, serialiseTree } from './objects.ts'
import type { CommitInfo, GitReader, Ref, Signature, TagInfo, TreeEntry } from './store.ts'
import { editTree } from './trees.ts'

export interface LightTag {
  name: string
  /** Commit sha; absent: made up from repository and tag, always the same. */
  commit?: string | undefined
  date?: string | undefined
  /** True: an annotated tag, whose own object must be peeled to its commit. */
  annotated?: boolean | undefined
  message?: string | undefined
  /** Files as they were at the tag; absent: those of the default branch. */
  files?: Readonly<Record<string, string>> | undefined
}

export interface LightSource {
  nameWithOwner: string
  defaultBranch: string
  tags: readonly LightTag[]
  files: Readonly<Record<string, string>>
  /** Date of the newest commit on the default branch. */
  date: string
}

const upstream = { name: 'Upstream', email: 'upstream@users.noreply.github.com' }

/** Git data of an upstream repository out of a few plain words, without git: tags, one commit for each, and files. */
export async function createLightStore(source: LightSource): Promise<GitReader> {
  const blobs = new Map<string, Buffer>()
  const trees = new Map<string, TreeEntry[]>()
  const commits = new Map<string, CommitInfo>()
  const tags = new Map<string, TagInfo>()
  const refs: Ref[] = []

  async function treeOf(files: Readonly<Record<string, string>>): Promise<string> {
    const changes = Object.entries(files).map(([path, text]) => {
      const body = Buffer.from(text)
      const sha = hashObject('blob', body)
      blobs.set(sha, body)
      return { path, sha, mode: '100644' }
    })
    const write = (entries: readonly TreeEntry[]) => {
      const sha = hashObject('tree', serialiseTree(entries))
      trees.set(sha, [...entries])
      return sha
    }
    return editTree({ read: async (sha) => trees.get(sha) ?? null, write }, null, changes)
  }

  const headTree = await treeOf(source.files)
  let parent: string | undefined
  for (const tag of [...source.tags].sort((a, b) => (a.date ?? '').localeCompare(b.date ?? ''))) {
    const by: Signature = { ...upstream, date: tag.date ?? source.date }
    const sha = tag.commit ?? fakeSha(`${source.nameWithOwner} commit ${tag.name}`)
    if (!commits.has(sha)) {
      const tree = tag.files === undefined ? headTree : await treeOf(tag.files)
      const parents = parent === undefined ? [] : [parent]
      commits.set(sha, { sha, tree, parents, author: by, committer: by, message: tag.message ?? `Release ${tag.name}`, verified: false })
      parent = sha
    }
    if (tag.annotated === true) {
      const own = fakeSha(`${source.nameWithOwner} tag ${tag.name}`)
      tags.set(own, { sha: own, object: sha, type: 'commit', tag: tag.name, tagger: by, message: tag.message ?? tag.name })
      refs.push({ name: `refs/tags/${tag.name}`, sha: own, type: 'tag', peeled: sha })
    } else refs.push({ name: `refs/tags/${tag.name}`, sha, type: 'commit' })
  }
  const by: Signature = { ...upstream, date: source.date }
  const head = fakeSha(`${source.nameWithOwner} head`)
  const parents = parent === undefined ? [] : [parent]
  commits.set(head, { sha: head, tree: headTree, parents, author: by, committer: by, message: 'Continue', verified: false })
  refs.push({ name: `refs/heads/${source.defaultBranch}`, sha: head, type: 'commit' })
  refs.sort((a, b) => (a.name < b.name ? -1 : 1))
  return reader(source.defaultBranch, { refs, blobs, trees, commits, tags })
}

interface LightObjects {
  refs: Ref[]
  blobs: Map<string, Buffer>
  trees: Map<string, TreeEntry[]>
  commits: Map<string, CommitInfo>
  tags: Map<string, TagInfo>
}

function reader(defaultBranch: string, at: LightObjects): GitReader {
  function find(revision: string): { sha: string; type: Ref['type'] } | null {
    const name = revision === 'HEAD' ? `refs/heads/${defaultBranch}` : revision
    const ref = ['', 'refs/tags/', 'refs/heads/'].map((prefix) => at.refs.find((one) => one.name === `${prefix}${name}`)).find(Boolean)
    if (ref !== undefined) return { sha: ref.sha, type: ref.type }
    if (at.commits.has(name)) return { sha: name, type: 'commit' }
    if (at.tags.has(name)) return { sha: name, type: 'tag' }
    if (at.trees.has(name)) return { sha: name, type: 'tree' }
    return at.blobs.has(name) ? { sha: name, type: 'blob' } : null
  }

  function commitOf(revision: string): CommitInfo | null {
    const found = find(revision.replace(/\^\{(commit|tree|)\}$/, ''))
    if (found === null) return null
    return at.commits.get(at.tags.get(found.sha)?.object ?? found.sha) ?? null
  }

  function below(tree: string, path: string): { sha: string; type: Ref['type'] } | null {
    let now: { sha: string; type: Ref['type'] } = { sha: tree, type: 'tree' }
    for (const name of path.split('/').filter((part) => part !== '')) {
      const entry = at.trees.get(now.sha)?.find((one) => one.path === name)
      if (entry === undefined) return null
      now = { sha: entry.sha, type: entry.type }
    }
    return now
  }

  function ancestors(sha: string): string[] {
    const found: string[] = []
    for (let now = at.commits.get(sha); now !== undefined; now = at.commits.get(now.parents[0] ?? '')) found.push(now.sha)
    return found
  }

  return {
    refs: async (prefix) => at.refs.filter((ref) => ref.name.startsWith(prefix)),
    ref: async (name) => at.refs.find((ref) => ref.name === name) ?? null,
    async resolve(revision) {
      const colon = revision.indexOf(':')
      if (colon >= 0) {
        const commit = commitOf(revision.slice(0, colon))
        return commit === null ? null : below(commit.tree, revision.slice(colon + 1))
      }
      if (revision.endsWith('^{tree}')) {
        const commit = commitOf(revision)
        return commit === null ? null : { sha: commit.tree, type: 'tree' }
      }
      if (/\^\{(commit|)\}$/.test(revision)) {
        const commit = commitOf(revision)
        return commit === null ? null : { sha: commit.sha, type: 'commit' }
      }
      return find(revision)
    },
    blob: async (sha) => at.blobs.get(sha) ?? null,
    tree: async (sha) => at.trees.get(sha) ?? at.trees.get(commitOf(sha)?.tree ?? '') ?? null,
    commit: async (sha) => at.commits.get(sha) ?? null,
    tag: async (sha) => at.tags.get(sha) ?? null,
    async log(head, options = {}) {
      const not = new Set(options.not === undefined ? [] : ancestors(options.not))
      const found = ancestors(head).filter((sha) => !not.has(sha))
      return (options.reverse === true ? found.reverse() : found).slice(0, options.limit)
    },
    async mergeBase(a, b) {
      const of = new Set(ancestors(a))
      return ancestors(b).find((sha) => of.has(sha)) ?? null
    },
    diff: async () => [],
  }
}

function fakeSha(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}
