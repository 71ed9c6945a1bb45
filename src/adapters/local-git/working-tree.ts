import { lstat, readFile, realpath } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import type { FileState } from '../../core/model/proposal.ts'
import type { Workspace } from '../../ports/workspace.ts'
import { MAX_TEXT_FILE, textFile } from '../text-file.ts'
import { git } from './git.ts'

/** The files as they lie in the folder now, committed or not. `root` is the top of the repository, or any folder where there is none. */
export function workingTree(root: string): Workspace {
  return {
    name: 'the working tree',
    async list() {
      const out = await git(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']).catch(() => '')
      return out
        .split('\0')
        .filter((path) => path !== '')
        .sort()
    },
    async read(paths) {
      // Many files lie in few folders.
      const folders = new Map<string, Promise<string>>()
      const real = (folder: string) => {
        const found = folders.get(folder) ?? realpath(folder)
        folders.set(folder, found)
        return found
      }
      const entries = await Promise.all(paths.map(async (path) => [path, await readOne(root, path, real)] as const))
      return new Map(entries)
    },
  }
}

/** Never follows a symbolic link, of the file or of a folder above it: a pin could then write outside the repository. */
async function readOne(root: string, path: string, real: (folder: string) => Promise<string>): Promise<FileState | null> {
  const full = join(root, path)
  try {
    const stat = await lstat(full)
    if (!stat.isFile() || stat.size > MAX_TEXT_FILE) return null
    const [folder, top] = await Promise.all([real(dirname(full)), real(root)])
    const expected = dirname(join(top, path))
    if (folder !== expected || !(folder === top || folder.startsWith(top + sep))) return null
    return textFile(path, await readFile(full), (stat.mode & 0o111) === 0 ? '100644' : '100755')
  } catch {
    return null
  }
}
