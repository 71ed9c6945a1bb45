import type { Stats } from 'node:fs'
import { lstat, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '../core/model/problems.ts'
import type { AdvisoryFile } from '../ports/advisories.ts'

/** No record of a public database comes near it; larger files are something else. */
export const MAX_ADVISORY_FILE = 16 * 1024 * 1024
/** Databases sort by year and month; what is deeper is no database, or a loop. */
const MAX_DEPTH = 12

/**
 * Every JSON file of a folder and the folders below it, or of a zip archive as https://osv.dev/#use-the-api publishes them, one at a time
 * and in order of name. Symbolic links are not followed. A file that cannot be read is reported in its place.
 * @throws ProblemError `usage` where there is no such folder or archive
 */
export async function* readOsvDirectory(path: string): AsyncGenerator<AdvisoryFile> {
  const found = await stat(path).catch((error: Error) => error)
  if (found instanceof Error)
    return fail('usage', `Cannot read ${path}: ${found.message}.`, { help: 'Name a folder of OSV JSON files or a zip of them.' })
  if (found.isDirectory()) yield* filesIn(path, '', 0)
  else yield* (await import('./osv-zip.ts')).readOsvZip(path, MAX_ADVISORY_FILE)
}

async function* filesIn(root: string, below: string, depth: number): AsyncGenerator<AdvisoryFile> {
  if (depth > MAX_DEPTH) return yield { name: below, problem: `folders more than ${MAX_DEPTH} deep are not read` }
  const names = await readdir(join(root, below)).catch((error: Error) => error)
  if (names instanceof Error) return yield { name: below, problem: names.message }
  for (const name of names.sort()) {
    if (name.startsWith('.')) continue
    const path = below === '' ? name : `${below}/${name}`
    const found = await lstat(join(root, path)).catch((error: Error) => error)
    if (found instanceof Error) yield { name: path, problem: found.message }
    else if (found.isDirectory()) yield* filesIn(root, path, depth + 1)
    else if (path.endsWith('.json')) yield readOne(root, path, found)
  }
}

async function readOne(root: string, name: string, found: Stats): Promise<AdvisoryFile> {
  if (!found.isFile()) return { name, problem: 'symbolic links and special files are not read' }
  if (found.size > MAX_ADVISORY_FILE) return { name, problem: `larger than ${MAX_ADVISORY_FILE / 1024 / 1024} MiB` }
  try {
    return { name, text: await readFile(join(root, name), 'utf8') }
  } catch (error) {
    return { name, problem: error instanceof Error ? error.message : String(error) }
  }
}
