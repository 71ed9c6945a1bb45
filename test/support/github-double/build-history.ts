import { type DoubleContext, userOf } from './context.ts'
import type { GitStore, Signature } from './git/store.ts'
import type { RepositoryWorld, WorldFile } from './world.ts'

/** Commits, tags and branches of a new repository. */
export async function writeHistory(double: DoubleContext, world: RepositoryWorld, store: GitStore): Promise<void> {
  if (world.from !== undefined) return
  const { nameWithOwner: fallback, defaultBranch } = world
  const first = Object.keys(world.files).length === 0 ? [] : [{ message: 'Begin', files: world.files }]
  const refs: { name: string; sha: string }[] = []
  let head: string | null = null
  for (const step of [...first, ...world.commits]) {
    head = await commitStep(double, store, head, { ...step, fallback })
    if ('tag' in step && step.tag !== undefined) refs.push({ name: `refs/tags/${step.tag}`, sha: head })
  }
  if (head === null) return
  refs.push({ name: `refs/heads/${defaultBranch}`, sha: head })
  for (const [branch, { files, message = `Change ${branch}`, author }] of Object.entries(world.branches)) {
    const sha = Object.keys(files).length === 0 ? head : await commitStep(double, store, head, { files, message, author, fallback })
    refs.push({ name: `refs/heads/${branch}`, sha })
  }
  for (const { tag, isDraft } of world.releases) {
    const name = `refs/tags/${tag}`
    if (!isDraft && !refs.some((ref) => ref.name === name)) refs.push({ name, sha: head })
  }
  await store.createRefs(refs)
}

interface Step {
  files: Readonly<Record<string, WorldFile | null>>
  message: string
  author?: string | undefined
  date?: string | undefined
  fallback: string
}

async function commitStep(double: DoubleContext, store: GitStore, parent: string | null, step: Step): Promise<string> {
  const login = step.author ?? step.fallback.split('/')[0] ?? 'someone'
  const person = userOf(double.state, login)
  const date = step.date ?? double.clock.iso()
  const by: Signature = { name: person.name ?? login, email: person.email ?? `${person.id}+${login}@users.noreply.github.com`, date }
  const base = parent === null ? null : ((await store.commit(parent))?.tree ?? null)
  const tree = await writeFiles(store, base, step.files)
  double.clock.tick()
  return store.writeCommit({ tree, parents: parent === null ? [] : [parent], author: by, committer: by, message: `${step.message}\n` })
}

/** A tree with these files written over `base`. */
export async function writeFiles(store: GitStore, base: string | null, files: Readonly<Record<string, WorldFile | null>>): Promise<string> {
  const changes = await Promise.all(
    Object.entries(files).map(async ([path, file]) => {
      if (file === null) return { path, sha: null }
      const { text, mode = '100644', base64 = false } = typeof file === 'string' ? { text: file } : file
      return { path, sha: await store.writeBlob(Buffer.from(text, base64 ? 'base64' : 'utf8')), mode }
    }),
  )
  return store.writeTree(base, changes)
}
