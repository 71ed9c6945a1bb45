import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Set by a person who tells git where to look: then git alone knows. */
const SAID_TO_GIT = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_COMMON_DIR', 'GIT_CEILING_DIRECTORIES', 'GIT_DISCOVERY_ACROSS_FILESYSTEM']

/**
 * The top of the repository that a folder lies in, as git finds it: the nearest folder with a `.git` that is a repository, or the file in its
 * place that worktrees and submodules have. Null where there is none, or where only git itself can say. Asks no other process: one costs more
 * than all the rest of finding a file.
 */
export function topFolder(folder: string, env: Readonly<Record<string, string | undefined>>): string | null {
  if (SAID_TO_GIT.some((name) => env[name] !== undefined)) return null
  for (let at = resolve(folder); ; at = dirname(at)) {
    const mark = join(at, '.git')
    if (existsSync(join(mark, 'HEAD')) || statSync(mark, { throwIfNoEntry: false })?.isFile() === true) return at
    if (dirname(at) === at) return null
  }
}
