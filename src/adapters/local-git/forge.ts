import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '../../core/model/problems.ts'
import { type Forge, ForgeConflict, type ForgeHead, type ForgeProposal } from '../../ports/forge.ts'
import { commitFiles, writeCommit } from './commit-tree.ts'
import { git } from './git.ts'
import { proposalFiles } from './proposal-file.ts'
import { commonFolder, onlyGitKnows, topFolder } from './top-folder.ts'

/**
 * A plain local git repository as a forge, with no network: a proposal is a branch, and a Markdown file with its title, labels and body
 * under the repository's git folder (`.git/pinwarden/proposals`). Deleting the branch and keeping the file is a refusal, deleting both is none.
 *
 * @throws ProblemError `not-a-repository` where `folder` is in none, `repository-unknown` where it has no commit
 */
export async function localGitForge(
  folder: string,
  baseBranch?: string,
): Promise<Forge & { root: string; proposalPath(branch: string): string }> {
  const root = await topLevel(folder)
  const store = proposalFiles(join(await commonFolder(root, process.env), 'pinwarden/proposals'))
  const base = () => readBase(root, baseBranch)

  return {
    root,
    name: root,
    repository: null,
    proposalPath: store.pathOf,
    base,
    workspace: (commit) => commitFiles(root, commit),
    async observe(wanted) {
      const [at, branches, files] = await Promise.all([base(), listBranches(root, wanted.prefix), store.all()])
      const heads = new Map(branches.map((branch) => [branch.name, branch.head]))
      const merged = new Set(await mergedBranches(root, wanted.prefix, at.commit))
      const proposals = files.map((file): ForgeProposal => {
        const head = heads.get(file.branch) ?? null
        const state = head === null ? 'closed' : merged.has(file.branch) && head.commit !== at.commit ? 'merged' : 'open'
        return {
          number: null,
          url: store.pathOf(file.branch),
          branch: file.branch,
          state,
          title: file.title,
          body: file.body,
          labels: file.labels,
          head,
        }
      })
      return { base: at, proposals, branches, labels: wanted.labels }
    },
    async changes(from, to) {
      const count = await git(root, ['rev-list', '--count', `${from}..${to}`])
      const out = await git(root, ['diff-tree', '-r', '-z', '--no-renames', await mergeBase(root, from, to), to])
      const parts = out.split('\0').filter((part) => part !== '')
      const files = Array.from({ length: parts.length / 2 }, (_, index) => {
        const blob = parts[2 * index]?.split(' ')[3] ?? ''
        return { path: parts[2 * index + 1] ?? '', blob: /^0+$/.test(blob) ? null : blob }
      })
      return { commits: Number(count), files }
    },
    createBranch: (name, commit) => updateRef(root, name, commit, ''),
    async commit(branch, expectedHead, message, files) {
      const commit = await writeCommit(root, expectedHead, message, files)
      await updateRef(root, branch, commit, expectedHead)
      return commit
    },
    async moveBranch(name, commit, { expected, drop } = {}) {
      if (expected === undefined) {
        await refuseCheckedOut(root, name)
        await git(root, ['update-ref', `refs/heads/${name}`, commit])
      } else await updateRef(root, name, commit, expected)
      if (drop !== undefined) await git(root, ['update-ref', '-d', `refs/heads/${drop}`])
    },
    async deleteBranch(name, expected) {
      await refuseCheckedOut(root, name)
      const gone = await listBranches(root, name).then((found) => found.every((one) => one.name !== name))
      if (!gone) {
        const guard = expected === undefined ? [] : [expected]
        await git(root, ['update-ref', '-d', `refs/heads/${name}`, ...guard]).catch((error: unknown) => {
          if (expected === undefined) throw error
          throw new ForgeConflict(`branch ${name} changed meanwhile`)
        })
      }
      const file = await store.read(name)
      // What Pinwarden itself closed, or a person merged, leaves nothing behind.
      if (file !== null) await store.remove(name)
    },
    async openProposal({ branch, title, body }) {
      await store.write({ branch, title, body, labels: [] })
      return { number: null, url: store.pathOf(branch) }
    },
    async updateProposal({ branch }, change) {
      const file = await store.read(branch)
      if (file === null) throw new ForgeConflict(`the proposal file of ${branch} is gone`)
      await store.write({
        ...file,
        ...(change.title === undefined ? {} : { title: change.title }),
        ...(change.body === undefined ? {} : { body: change.body }),
      })
      if (change.state === 'closed') {
        await refuseCheckedOut(root, branch)
        await git(root, ['update-ref', '-d', `refs/heads/${branch}`])
      }
    },
    async changeLabels({ branch }, { add, remove }) {
      const file = await store.read(branch)
      if (file === null) throw new ForgeConflict(`the proposal file of ${branch} is gone`)
      await store.write({ ...file, labels: [...new Set([...file.labels.filter((label) => !remove.includes(label)), ...add])] })
    },
    createLabel: async () => undefined,
    comment: async () => undefined,
  }
}

/** Top folder of the repository that a folder is in. @throws ProblemError `not-a-repository` */
export async function topLevel(folder: string): Promise<string> {
  const top = topFolder(folder, process.env)
  if (top !== null) return realpath(top)
  const said = onlyGitKnows(process.env) ? await git(folder, ['rev-parse', '--show-toplevel']).catch(() => '') : ''
  return (
    said.trim() ||
    fail('not-a-repository', `${folder} is not inside a git repository.`, {
      help: 'Run Pinwarden in a repository, or name one on GitHub with `--repo OWNER/NAME`.',
    })
  )
}

async function readBase(root: string, wanted: string | undefined): Promise<{ branch: string; commit: string }> {
  const branch = wanted ?? ((await git(root, ['symbolic-ref', '--short', '-q', 'HEAD']).catch(() => 'HEAD')).trim() || 'HEAD')
  try {
    return { branch, commit: (await git(root, ['rev-parse', '--verify', '--end-of-options', `${branch}^{commit}`])).trim() }
  } catch {
    return fail('repository-unknown', `The repository has no commit on ${branch}.`, {
      help: wanted === undefined ? 'Commit first.' : 'Correct `--base`.',
    })
  }
}

async function listBranches(root: string, prefix: string): Promise<{ name: string; head: ForgeHead }[]> {
  const out = await git(root, ['for-each-ref', '--format=%(refname:strip=2)%00%(objectname)%00%(contents)%00%00', `refs/heads/${prefix}`])
  return out
    .split('\0\0\n')
    .filter((row) => row.trim() !== '')
    .map((row) => {
      const [name = '', commit = '', message = ''] = row.split('\0')
      return { name, head: { commit, message } }
    })
}

async function mergedBranches(root: string, prefix: string, base: string): Promise<string[]> {
  return (await git(root, ['for-each-ref', '--format=%(refname:strip=2)', `--merged=${base}`, `refs/heads/${prefix}`])).split('\n')
}

async function mergeBase(root: string, a: string, b: string): Promise<string> {
  return (await git(root, ['merge-base', a, b])).trim()
}

/** Compare-and-swap; an empty `expected` means that the branch must not exist. */
async function updateRef(root: string, branch: string, commit: string, expected: string): Promise<void> {
  await refuseCheckedOut(root, branch)
  try {
    await git(root, ['update-ref', `refs/heads/${branch}`, commit, expected === '' ? '0'.repeat(40) : expected])
  } catch (error) {
    throw new ForgeConflict(`branch ${branch} changed meanwhile (${error instanceof Error ? error.message.split('\n')[0] : 'git refused'})`)
  }
}

/** Moving a branch under somebody's checkout would make their files look edited. */
async function refuseCheckedOut(root: string, branch: string): Promise<void> {
  const out = await git(root, ['worktree', 'list', '--porcelain'])
  if (out.split('\n').includes(`branch refs/heads/${branch}`))
    throw new ForgeConflict(`branch ${branch} is checked out; switch to another and run again`)
}
