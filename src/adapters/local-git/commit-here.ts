import { fail } from '../../core/model/problems.ts'
import type { FileChange } from '../../core/model/proposal.ts'
import { ForgeConflict } from '../../ports/forge.ts'
import { commitFiles, writeCommit } from './commit-tree.ts'
import { GitError, git } from './git.ts'
import { workingTree } from './working-tree.ts'
import { workingTreeWriter } from './write-files.ts'

/**
 * One commit on top of a branch that may be checked out here. Files of the working tree come first, then the index, then the branch: whatever is
 * cut off is found as if the user had made the very change, and a second run goes on. Everything else in tree and index stays as it is.
 *
 * @throws ForgeConflict where the branch moved; ProblemError `repository-dirty` where one of the files has changes of its own
 */
export async function commitHere(
  root: string,
  branch: string,
  expectedHead: string,
  message: { headline: string; body: string },
  files: readonly FileChange[],
): Promise<string> {
  const here = await isCheckedOut(root, branch)
  const writer = workingTreeWriter(root)
  if (here) {
    await writer.recover()
    const wanted = await pendingWrites(root, expectedHead, files)
    if (wanted.length > 0) await writer.write(wanted, await workingTree(root).read(wanted.map(({ path }) => path)))
    await stage(root, files)
  }
  const commit = await writeCommit(root, expectedHead, message, files)
  try {
    await git(root, ['update-ref', '-m', `commit: ${message.headline}`, `refs/heads/${branch}`, commit, expectedHead])
  } catch (error) {
    if (error instanceof GitError) throw new ForgeConflict(`branch ${branch} changed meanwhile`)
    throw error
  }
  return commit
}

/** Those that the working tree does not say yet. */
async function pendingWrites(root: string, head: string, files: readonly FileChange[]): Promise<FileChange[]> {
  const paths = files.map(({ path }) => path)
  const [there, committed] = [await workingTree(root).read(paths), await commitFiles(root, head).read(paths)]
  const dirty = files.filter(({ path, text }) => {
    const now = there.get(path)?.text ?? null
    return now !== text && now !== (committed.get(path)?.text ?? null)
  })
  if (dirty.length > 0) {
    fail(
      'repository-dirty',
      `${dirty.map(({ path }) => path).join(', ')} ${dirty.length === 1 ? 'has' : 'have'} changes that are not committed.`,
      {
        help: 'Commit or put them away (`git stash`) first: a release writes these files.',
      },
    )
  }
  return files.filter(({ path, text }) => there.get(path)?.text !== text)
}

async function stage(root: string, files: readonly FileChange[]): Promise<void> {
  const rows = await Promise.all(
    files.map(
      async (file) => `${file.mode} ${(await git(root, ['hash-object', '-w', '--stdin'], { input: file.text })).trim()}\t${file.path}\0`,
    ),
  )
  await git(root, ['update-index', '-z', '--index-info'], { input: rows.join('') })
}

async function isCheckedOut(root: string, branch: string): Promise<boolean> {
  const here = (await git(root, ['symbolic-ref', '--quiet', 'HEAD']).catch(() => '')).trim()
  if (here === `refs/heads/${branch}`) return true
  const trees = await git(root, ['worktree', 'list', '--porcelain'])
  if (trees.split('\n').includes(`branch refs/heads/${branch}`))
    throw new ForgeConflict(`branch ${branch} is checked out in another folder; run there`)
  return false
}
