import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import picomatch from 'picomatch'
import type { AssetFile, AssetFiles } from '../ports/asset-files.ts'

/** Files below a folder, by glob. Links are not followed, and git's own folder and installed packages are not looked into. */
export function assetFiles(root: string): AssetFiles {
  return {
    async matching(globs) {
      const found = new Map<string, readonly AssetFile[]>()
      for (const glob of globs) {
        const { base } = picomatch.scan(glob)
        const fits = picomatch(glob, { dot: true })
        const paths = (await listed(root, base === '.' ? '' : base)).filter((path) => fits(path)).sort()
        found.set(glob, await Promise.all(paths.map((path) => assetFile(root, path))))
      }
      return found
    },
  }
}

/** Paths of plain files at or below `start`. */
async function listed(root: string, start: string): Promise<string[]> {
  if (start.split('/').includes('..') || start.startsWith('/')) return []
  const entries = await readdir(join(root, start), { withFileTypes: true }).catch(() => null)
  if (entries === null) {
    const file = await stat(join(root, start)).catch(() => null)
    return file?.isFile() === true ? [start] : []
  }
  const inside = await Promise.all(
    entries.map(async (entry) => {
      const path = start === '' ? entry.name : `${start}/${entry.name}`
      if (entry.isDirectory()) return entry.name === '.git' || entry.name === 'node_modules' ? [] : listed(root, path)
      return entry.isFile() ? [path] : []
    }),
  )
  return inside.flat()
}

async function assetFile(root: string, path: string): Promise<AssetFile> {
  const full = join(root, path)
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(full)) hash.update(chunk)
  return {
    name: basename(path),
    path,
    size: (await stat(full)).size,
    digest: `sha256:${hash.digest('hex')}`,
    read: () => readFile(full),
  }
}
