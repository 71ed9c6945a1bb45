import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { git, runGit } from '../../git/run.ts'
import { openCatFile } from './cat-file.ts'
import { diffTrees } from './diff.ts'
import { mergeByPath, mergeWithGit } from './merge.ts'
import { parseCommit, parseTag, parseTree, serialiseCommit, serialiseTag, serialiseTree, writeObject } from './objects.ts'
import { nearBase, nearLine } from './short-walk.ts'
import { type GitStore, type Ref, RefConflict } from './store.ts'
import { editTree } from './trees.ts'

const zero = '0'.repeat(40)

/** A name that `git rev-parse` takes for nothing but a ref. */
const safeName = /^[^\s~^:?*[\\@{]+$/

/** Makes an empty bare repository, as `git init --bare` does. `defaultBranch` is where HEAD points, whether it exists or not. */
export async function createBareRepository(directory: string, defaultBranch: string): Promise<void> {
  for (const folder of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags'])
    await mkdir(join(directory, folder), { recursive: true })
  await writeFile(join(directory, 'HEAD'), `ref: refs/heads/${defaultBranch}\n`)
  await writeFile(join(directory, 'config'), '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n')
}

/** A real bare repository: objects are read through one `git cat-file`, written as loose objects, refs moved by `git update-ref`. */
export function openBareStore(directory: string): GitStore {
  const objects = openCatFile(directory)
  const store: GitStore = {
    directory,
    refs: (prefix) => listRefs(directory, prefix),
    async ref(name) {
      if (!name.startsWith('refs/') || !safeName.test(name)) return null
      const found = await objects.read(name)
      if (found === null) return null
      const peeled = found.type === 'tag' ? await objects.read(`${name}^{}`) : null
      return { name, sha: found.sha, type: found.type, ...(peeled === null ? {} : { peeled: peeled.sha }) }
    },
    async resolve(revision) {
      const found = await objects.read(revision)
      return found === null ? null : { sha: found.sha, type: found.type }
    },
    async blob(sha) {
      const found = await objects.read(sha)
      return found?.type === 'blob' ? found.body : null
    },
    async tree(sha) {
      const found = await objects.read(`${sha}^{tree}`)
      return found === null ? null : parseTree(found.body)
    },
    async commit(sha) {
      const found = await objects.read(sha)
      return found?.type === 'commit' ? parseCommit(found.sha, found.body) : null
    },
    async tag(sha) {
      const found = await objects.read(sha)
      return found?.type === 'tag' ? parseTag(found.sha, found.body) : null
    },
    async log(head, options = {}) {
      const plain = options.path === undefined && options.since === undefined && options.not !== undefined
      const line = plain && /^[0-9a-f]{40}$/.test(head) ? await nearLine(store.commit, head, options.not ?? '') : null
      if (line !== null) return (options.reverse === true ? line.reverse() : line).slice(0, options.limit)
      const args = ['rev-list', ...(options.reverse === true ? ['--reverse'] : []), '--topo-order']
      if (options.limit !== undefined) args.push(`--max-count=${options.limit}`)
      if (options.since !== undefined) args.push(`--since=${options.since}`)
      args.push(
        head,
        ...(options.not === undefined ? [] : [`^${options.not}`]),
        '--',
        ...(options.path === undefined ? [] : [options.path]),
      )
      return (await git(directory, args)).split('\n').filter((line) => line !== '')
    },
    async mergeBase(a, b) {
      const near = await nearBase(store.commit, a, b)
      if (near !== null) return near
      const run = await runGit(directory, ['merge-base', a, b])
      return run.status === 0 ? run.stdout.toString().trim() : null
    },
    diff: (from, to) => diffTrees(directory, from, to),
    writeBlob: async (body) => writeObject(directory, 'blob', body),
    writeTree: (base, changes) =>
      editTree(
        { read: (sha) => store.tree(sha), write: (entries) => writeObject(directory, 'tree', serialiseTree(entries)) },
        base,
        changes,
      ),
    writeCommit: async (commit) => writeObject(directory, 'commit', serialiseCommit(commit)),
    writeTag: async (tag) => writeObject(directory, 'tag', serialiseTag(tag)),
    updateRef: (name, to, from) => moveRef(directory, name, to, from),
    async createRefs(refs) {
      if (refs.length === 0) return
      const input = refs.map(({ name, sha }) => `create ${name} ${sha}\n`).join('')
      await git(directory, ['update-ref', '--stdin'], { input })
    },
    async merge(ours, theirs) {
      const merged = await mergeWithGit(directory, ours, theirs)
      if (merged !== null) return merged
      const base = await store.mergeBase(ours, theirs)
      return store.mergeTrees(base, ours, theirs)
    },
    mergeTrees: (base, ours, theirs) => mergeByPath(store, directory, base, ours, theirs),
    close: () => objects.close(),
  }
  return store
}

async function listRefs(directory: string, prefix: string): Promise<Ref[]> {
  const format = '%(objectname) %(objecttype) %(*objectname) %(refname)'
  // for-each-ref matches whole path components; a prefix inside a component is filtered here.
  const component = prefix.slice(0, prefix.lastIndexOf('/') + 1) || 'refs/'
  const lines = (await git(directory, ['for-each-ref', `--format=${format}`, component])).split('\n')
  const refs: Ref[] = []
  for (const line of lines) {
    const [sha = '', type = '', peeled = '', name = ''] = line.split(' ')
    if (!name.startsWith(prefix)) continue
    if (type !== 'commit' && type !== 'tag' && type !== 'tree' && type !== 'blob') continue
    refs.push({ name, sha, type, ...(peeled === '' ? {} : { peeled }) })
  }
  return refs
}

async function moveRef(directory: string, name: string, to: string | null, from?: string | null): Promise<void> {
  const old = from === undefined ? [] : [from ?? zero]
  const args = to === null ? ['update-ref', '--no-deref', '-d', name, ...old] : ['update-ref', '--no-deref', name, to, ...old]
  const run = await runGit(directory, args)
  if (run.status !== 0) throw new RefConflict(run.stderr.trim())
}
