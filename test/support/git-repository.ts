import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { git as runGit } from './git/run.ts'

/** A file's text, or with a mode (`120000`: `text` is where the link leads); null removes it. */
export type FileSpec = string | { text: string; mode: '100644' | '100755' | '120000' } | { base64: string } | null

export interface CommitOptions {
  message?: string
  author?: { name: string; email: string }
  /** ISO 8601. Absent: one minute after the one before. */
  date?: string
}

/** A real git repository with a work tree in a temporary folder. The same calls give the same shas on every machine. */
export interface GitRepository {
  directory: string
  /** Runs git in it and gives its output without the last line break. @throws Error where git fails */
  git(...args: string[]): Promise<string>
  /** Writes files into the work tree without committing. */
  write(files: Readonly<Record<string, FileSpec>>): Promise<void>
  /** Writes files and commits everything on the branch that is checked out. Gives the sha. */
  commit(files?: Readonly<Record<string, FileSpec>>, options?: CommitOptions): Promise<string>
  /** Makes a branch at `from` (HEAD unless told) and checks it out. */
  branch(name: string, from?: string): Promise<void>
  checkout(name: string): Promise<void>
  /** Merges a branch with a merge commit, squashed, or by rebasing it. Gives the new head. */
  merge(branch: string, how?: 'merge' | 'squash' | 'rebase', options?: CommitOptions): Promise<string>
  /** A tag at HEAD or `at`; with a message an annotated one. */
  tag(name: string, options?: { message?: string; at?: string }): Promise<void>
  head(revision?: string): Promise<string>
  /** Text of a file at a revision. */
  show(path: string, revision?: string): Promise<string>
  remove(): Promise<void>
}

const start = Date.parse('2026-01-01T00:00:00Z')
const person = { name: 'Ada Example', email: 'ada@example.org' }

export interface RepositoryOptions {
  /** Contents of the first commit. */
  files?: Readonly<Record<string, FileSpec>>
  defaultBranch?: string
  /** Where to make it; absent: a temporary folder. */
  directory?: string
}

export async function createGitRepository(options: RepositoryOptions = {}): Promise<GitRepository> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'git-repository-')))
  await mkdir(directory, { recursive: true })
  let commits = 0
  let env: Record<string, string> = {}

  function identity({ author = person, date }: CommitOptions): void {
    const at = date ?? new Date(start + commits * 60_000).toISOString()
    commits += 1
    env = {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_AUTHOR_DATE: at,
      GIT_COMMITTER_NAME: author.name,
      GIT_COMMITTER_EMAIL: author.email,
      GIT_COMMITTER_DATE: at,
    }
  }

  async function git(...args: string[]): Promise<string> {
    return (await runGit(directory, args, { env })).replace(/\n$/, '')
  }

  const repository: GitRepository = {
    directory,
    git,
    write: (files) => writeFiles(directory, files),
    async commit(files = {}, more = {}) {
      await writeFiles(directory, files)
      identity(more)
      await git('add', '--all')
      await git(
        'commit',
        '--quiet',
        '--allow-empty',
        '--no-verify',
        '-m',
        more.message ?? `Change ${Object.keys(files).join(', ') || 'nothing'}`,
      )
      return git('rev-parse', 'HEAD')
    },
    branch: async (name, from = 'HEAD') => void (await git('checkout', '--quiet', '-b', name, from)),
    checkout: async (name) => void (await git('checkout', '--quiet', name)),
    async merge(branch, how = 'merge', more = {}) {
      identity(more)
      const message = more.message ?? `Merge branch '${branch}'`
      if (how === 'merge') await git('merge', '--quiet', '--no-ff', '--no-verify', '-m', message, branch)
      else if (how === 'squash') {
        await git('merge', '--quiet', '--squash', branch)
        await git('commit', '--quiet', '--no-verify', '-m', message)
      } else await git('cherry-pick', '--allow-empty', `HEAD..${branch}`)
      return git('rev-parse', 'HEAD')
    },
    async tag(name, { message, at = 'HEAD' } = {}) {
      identity({})
      await git('tag', ...(message === undefined ? [] : ['--annotate', '-m', message]), name, at)
    },
    head: (revision = 'HEAD') => git('rev-parse', revision),
    show: (path, revision = 'HEAD') => runGit(directory, ['show', `${revision}:${path}`]),
    remove: () => rm(directory, { recursive: true, force: true }),
  }
  await git('init', '--quiet', `--initial-branch=${options.defaultBranch ?? 'main'}`)
  await git('config', 'core.autocrlf', 'false')
  await git('config', 'commit.gpgsign', 'false')
  if (options.files !== undefined) await repository.commit(options.files, { message: 'Begin' })
  return repository
}

async function writeFiles(directory: string, files: Readonly<Record<string, FileSpec>>): Promise<void> {
  for (const [path, spec] of Object.entries(files)) {
    const target = join(directory, path)
    await rm(target, { force: true, recursive: spec === null })
    if (spec === null) continue
    await mkdir(dirname(target), { recursive: true })
    if (typeof spec === 'string') await writeFile(target, spec)
    else if ('base64' in spec) await writeFile(target, Buffer.from(spec.base64, 'base64'))
    else if (spec.mode === '120000') await symlink(spec.text, target)
    else {
      await writeFile(target, spec.text)
      await chmod(target, spec.mode === '100755' ? 0o755 : 0o644)
    }
  }
}
