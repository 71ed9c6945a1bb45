import { lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fail } from '../../core/model/problems.ts'
import type { FileChange, FileState } from '../../core/model/proposal.ts'
import type { Writer } from '../../ports/writer.ts'
import { git } from './git.ts'
import { type Journal, type JournalFile, readJournal, writeJournal } from './journal.ts'
import { workingTree } from './working-tree.ts'

/**
 * Writes into the working tree under `root`, all files or none: new texts are laid beside the old ones, a journal in git's own folder keeps the
 * old texts, and only then files are moved into place. A run that is cut off in between is undone by the next one.
 */
export function workingTreeWriter(root: string): Writer {
  const journalPath = async () => resolve(root, (await git(root, ['rev-parse', '--git-path', 'pinwarden/write.json'])).trim())
  return {
    async write(changes, read) {
      await refuseChanged(root, changes, read)
      const path = await journalPath()
      const files = changes.map(({ path: file, text }) => ({ path: file, before: read.get(file)?.text ?? null, after: text }))
      await writeJournal(path, { pid: process.pid, files })
      try {
        for (const change of changes) await layBeside(root, change)
        for (const { path: file } of changes) await rename(besideOf(root, file), join(root, file))
      } catch (error) {
        await putBack(root, files)
        await rm(path, { force: true })
        throw error
      }
      await rm(path, { force: true })
    },
    async unfinished() {
      const journal = await readJournal(await journalPath())
      return journal === null ? [] : journal.files.map(({ path }) => path)
    },
    async recover() {
      const path = await journalPath()
      const journal = await readJournal(path)
      if (journal === null) return []
      refuseRunning(journal, path)
      const restored = await putBack(root, journal.files)
      await rm(path, { force: true })
      return restored
    },
  }
}

async function refuseChanged(root: string, changes: readonly FileChange[], read: ReadonlyMap<string, FileState | null>): Promise<void> {
  const now = await workingTree(root).read(changes.map(({ path }) => path))
  for (const { path } of changes) {
    const before = read.get(path)?.text ?? null
    const there = now.get(path)?.text ?? null
    const hidden = there === null && (await exists(join(root, path)))
    if (before === there && !hidden) continue
    fail(
      'file-changed',
      `${path} is not what it was when it was read${hidden ? ': it is no text file, or a link' : ''}; nothing was written.`,
      {
        at: { file: path },
        help: 'Run it again.',
      },
    )
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

function besideOf(root: string, path: string): string {
  return `${join(root, path)}.pinwarden-new`
}

async function layBeside(root: string, { path, text, mode }: FileChange): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(besideOf(root, path), text, { mode: mode === '100755' ? 0o755 : 0o644, flush: true })
}

/** Old texts back into place, where the new ones stand. @returns the files that were put back */
async function putBack(root: string, files: readonly JournalFile[]): Promise<string[]> {
  const restored: string[] = []
  for (const { path, before, after } of files) {
    // A folder in its way may be a file, and then there is nothing to remove.
    await rm(besideOf(root, path), { force: true }).catch(() => undefined)
    const [now, stat] = await Promise.all([readFile(join(root, path), 'utf8').catch(() => null), lstat(join(root, path)).catch(() => null)])
    if (now !== after || after === before) continue
    if (before === null) await rm(join(root, path), { force: true })
    else {
      await layBeside(root, { path, text: before, mode: ((stat?.mode ?? 0) & 0o111) === 0 ? '100644' : '100755' })
      await rename(besideOf(root, path), join(root, path))
    }
    restored.push(path)
  }
  return restored
}

/** A journal whose run still goes on is not ours to undo. */
function refuseRunning({ pid }: Journal, path: string): void {
  if (pid === process.pid || !isRunning(pid)) return
  fail('file-changed', `Another run (process ${pid}) is writing into this working tree.`, {
    help: `Wait for it. If there is no such run, remove ${path} and undo what it changed.`,
  })
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
