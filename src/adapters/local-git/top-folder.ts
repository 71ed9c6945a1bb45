import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { git } from './git.ts'

/** Set by a person who tells git where to look: then git alone knows. */
const SAID_TO_GIT = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_COMMON_DIR', 'GIT_CEILING_DIRECTORIES', 'GIT_DISCOVERY_ACROSS_FILESYSTEM']

type Environment = Readonly<Record<string, string | undefined>>

/** Whether git itself must be asked. */
export function onlyGitKnows(env: Environment): boolean {
  return SAID_TO_GIT.some((name) => env[name] !== undefined)
}

/** Where all worktrees of a repository keep what is git's. */
export async function commonFolder(root: string, env: Environment): Promise<string> {
  const plain = join(root, '.git')
  if (!onlyGitKnows(env) && existsSync(join(plain, 'HEAD')) && !existsSync(join(plain, 'commondir'))) return plain
  return resolve(root, (await git(root, ['rev-parse', '--git-common-dir'])).trim())
}

/**
 * The top of the repository that a folder lies in, as git finds it: the nearest folder with a `.git` that is a repository, or the file in its
 * place that worktrees and submodules have. Null where there is none, or where only git itself can say. Asks no other process: one costs more
 * than all the rest of finding a file.
 */
export function topFolder(folder: string, env: Environment): string | null {
  if (onlyGitKnows(env)) return null
  for (let at = resolve(folder); ; at = dirname(at)) {
    const mark = join(at, '.git')
    if (existsSync(join(mark, 'HEAD')) || statSync(mark, { throwIfNoEntry: false })?.isFile() === true) return at
    if (dirname(at) === at) return null
  }
}
