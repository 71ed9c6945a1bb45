import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileChange, FileState } from '../../core/model/proposal.ts'
import type { Workspace } from '../../ports/workspace.ts'
import { textFile } from '../text-file.ts'
import { GitError, git } from './git.ts'

interface TreeEntry {
  mode: string
  blob: string
}

/** The files of one commit, read through git's object store. */
export function commitFiles(root: string, commit: string): Workspace {
  return {
    name: `commit ${commit.slice(0, 9)}`,
    async list() {
      const out = await git(root, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit])
      return out
        .split('\0')
        .filter((path) => path !== '')
        .sort()
    },
    async read(paths) {
      const entries = await treeEntries(root, commit, paths)
      const files = await Promise.all(paths.map(async (path) => [path, await readEntry(root, path, entries.get(path))] as const))
      return new Map(files)
    },
  }
}

async function treeEntries(root: string, commit: string, paths: readonly string[]): Promise<Map<string, TreeEntry>> {
  if (paths.length === 0) return new Map()
  const out = await git(root, ['--literal-pathspecs', 'ls-tree', '-z', '--full-tree', commit, '--', ...paths])
  const rows = out.split('\0').filter((row) => row !== '')
  return new Map(
    rows.flatMap((row) => {
      const [head = '', path = ''] = row.split('\t')
      const [mode = '', kind = '', blob = ''] = head.split(' ')
      return kind === 'blob' && mode !== '120000' ? [[path, { mode, blob }] as const] : []
    }),
  )
}

async function readEntry(root: string, path: string, entry: TreeEntry | undefined): Promise<FileState | null> {
  if (entry === undefined) return null
  // Text is read as text; a file that is none fails the round trip of its blob id.
  const text = await git(root, ['cat-file', 'blob', entry.blob])
  const file = textFile(path, Buffer.from(text, 'utf8'), entry.mode)
  return file?.blob === entry.blob ? file : null
}

/** Writes a commit on top of `parent` that changes `files`; without a parent, one that holds them alone. Touches neither the index nor the working tree. @returns its id */
export async function writeCommit(
  root: string,
  parent: string | null,
  message: { headline: string; body: string },
  files: readonly FileChange[],
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pinwarden-index-'))
  const env = { GIT_INDEX_FILE: join(folder, 'index'), ...(await identity(root)) }
  try {
    await git(root, ['read-tree', parent ?? '--empty'], { env })
    const rows = await Promise.all(
      files.map(
        async (file) => `${file.mode} ${(await git(root, ['hash-object', '-w', '--stdin'], { input: file.text })).trim()}\t${file.path}\0`,
      ),
    )
    await git(root, ['update-index', '-z', '--index-info'], { env, input: rows.join('') })
    const tree = (await git(root, ['write-tree'], { env })).trim()
    return (
      await git(root, ['commit-tree', tree, ...(parent === null ? [] : ['-p', parent])], {
        env,
        input: `${message.headline}\n\n${message.body}\n`,
      })
    ).trim()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The user's own identity, or Pinwarden's where none is configured: a build machine often has none. */
export async function identity(root: string): Promise<Record<string, string>> {
  try {
    await git(root, ['var', 'GIT_COMMITTER_IDENT'])
    return {}
  } catch (error) {
    if (!(error instanceof GitError)) throw error
    const [name, email] = ['Pinwarden', 'pinwarden@localhost']
    return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email }
  }
}
