import { lstatSync, readFileSync, realpathSync } from 'node:fs'
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
      const folders = new Map<string, string>()
      const real = (folder: string) => {
        const found = folders.get(folder) ?? realpathSync.native(folder)
        folders.set(folder, found)
        return found
      }
      // One after the other: a registry and its pins are small files, and to hand each to a thread takes ten times as long as to read it.
      return new Map(paths.map((path) => [path, readOne(root, path, real)]))
    },
  }
}

/** Never follows a symbolic link, of the file or of a folder above it: a pin could then write outside the repository. */
function readOne(root: string, path: string, real: (folder: string) => string): FileState | null {
  const full = join(root, path)
  try {
    const stat = lstatSync(full)
    if (!stat.isFile() || stat.size > MAX_TEXT_FILE) return null
    const [folder, top] = [real(dirname(full)), real(root)]
    const expected = dirname(join(top, path))
    if (folder !== expected || !(folder === top || folder.startsWith(top + sep))) return null
    return textFile(path, readFileSync(full), (stat.mode & 0o111) === 0 ? '100644' : '100755')
  } catch {
    return null
  }
}
