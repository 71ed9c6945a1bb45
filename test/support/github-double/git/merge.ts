import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runGit } from '../../git/run.ts'
import type { GitStore, MergeResult, TreeChange, TreeEntry } from './store.ts'
import { walkTree } from './trees.ts'

/** Merges two commits with git's own merge; null where this git is too old to know `merge-tree --write-tree` (before 2.38). */
export async function mergeWithGit(directory: string, ours: string, theirs: string): Promise<MergeResult | null> {
  const run = await runGit(directory, ['merge-tree', '--write-tree', '--name-only', '--no-messages', ours, theirs])
  if (run.status > 1) return null
  const [tree = '', ...paths] = run.stdout.toString().trim().split('\n')
  return run.status === 0 ? { tree, conflicts: [] } : { tree: null, conflicts: paths.filter((path) => path !== '') }
}

type Io = Pick<GitStore, 'tree' | 'blob' | 'writeBlob' | 'writeTree'>

/** Three-way merge by path, then by content through `git merge-file`. Knows no renames. Used for rebasing one commit and for old gits. */
export async function mergeByPath(io: Io, directory: string, base: string | null, ours: string, theirs: string): Promise<MergeResult> {
  const [from, left, right] = [await files(io, base), await files(io, ours), await files(io, theirs)]
  const changes: TreeChange[] = []
  const conflicts: string[] = []
  for (const path of new Set([...from.keys(), ...right.keys()])) {
    const [b, l, r] = [from.get(path), left.get(path), right.get(path)]
    if (same(b, r) || same(l, r)) continue
    if (same(b, l)) changes.push(r === undefined ? { path, sha: null } : { path, sha: r.sha, mode: r.mode })
    else if (l === undefined || r === undefined) conflicts.push(path)
    else {
      const sha = await mergeContent(io, directory, b, l, r)
      if (sha === null) conflicts.push(path)
      else changes.push({ path, sha, mode: l.mode })
    }
  }
  return conflicts.length > 0 ? { tree: null, conflicts } : { tree: await io.writeTree(ours, changes), conflicts }
}

async function files(io: Io, tree: string | null): Promise<Map<string, TreeEntry>> {
  if (tree === null) return new Map()
  const all = await walkTree({ read: (sha) => io.tree(sha) }, tree)
  return new Map(all.filter((entry) => entry.type !== 'tree').map((entry) => [entry.path, entry]))
}

function same(a: TreeEntry | undefined, b: TreeEntry | undefined): boolean {
  return a?.sha === b?.sha && a?.mode === b?.mode
}

async function mergeContent(
  io: Io,
  directory: string,
  base: TreeEntry | undefined,
  ours: TreeEntry,
  theirs: TreeEntry,
): Promise<string | null> {
  const scratch = await mkdtemp(join(tmpdir(), 'merge-'))
  try {
    const paths = await Promise.all(
      [ours, base, theirs].map(async (entry, index) => {
        const path = join(scratch, String(index))
        await writeFile(path, entry === undefined ? '' : ((await io.blob(entry.sha)) ?? ''))
        return path
      }),
    )
    const run = await runGit(directory, ['merge-file', '-p', ...paths])
    return run.status === 0 ? await io.writeBlob(run.stdout) : null
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
