import { join } from 'node:path'
import { fail } from '../../core/model/problems.ts'
import { ForgeConflict } from '../../ports/forge.ts'
import type { LedgerFile, LedgerSnapshot, LedgerStore } from '../../ports/ledger-store.ts'
import { writeCommit } from './commit-tree.ts'
import { git } from './git.ts'
import { takingTurns } from './politeness.ts'
import { readBlobs } from './read-blobs.ts'
import { commonFolder } from './top-folder.ts'

/**
 * The ledger on a branch of a local repository, written through git's object store: no checkout, no index and no working tree is touched.
 * The branch moves by compare-and-swap, so a run that is killed before leaves objects that nothing names, and nothing else.
 */
export function localLedgerStore(root: string, branch: string): LedgerStore {
  const ref = `refs/heads/${branch}`
  const texts = new Map<string, string>()
  let last: LedgerSnapshot | undefined
  return {
    name: `branch ${branch}`,
    async exclusive(work) {
      return takingTurns(join(await commonFolder(root, process.env), 'pinwarden/ledger.lock'), work)
    },
    async read() {
      const head = (await git(root, ['for-each-ref', '--format=%(objectname)', ref])).trim()
      if (head === '') return { head: null, files: [] }
      if (last?.head === head) return last
      const entries = await listFolder(root, head)
      const missing = entries.filter((entry) => !texts.has(entry.blob)).map((entry) => entry.blob)
      for (const [blob, text] of await readBlobs(root, missing)) texts.set(blob, text)
      last = { head, files: entries.map(({ path, blob }): LedgerFile => ({ path, text: texts.get(blob) ?? '' })) }
      return last
    },
    async write(expectedHead, message, files) {
      await refuseCheckedOut(root, branch)
      const changes = files.map((file) => ({ ...file, mode: '100644' }))
      const commit = await writeCommit(root, expectedHead, message, changes)
      try {
        await git(root, ['update-ref', ref, commit, expectedHead ?? '0'.repeat(40)])
      } catch (error) {
        throw new ForgeConflict(
          `branch ${branch} changed meanwhile (${error instanceof Error ? error.message.split('\n')[0] : 'git refused'})`,
        )
      }
      return commit
    },
  }
}

async function listFolder(root: string, commit: string): Promise<{ path: string; blob: string }[]> {
  const out = await git(root, ['ls-tree', '-z', '--full-tree', commit, 'ledger/'])
  return out
    .split('\0')
    .filter((row) => row !== '')
    .flatMap((row) => {
      const [head = '', path = ''] = row.split('\t')
      const [, kind, blob = ''] = head.split(' ')
      return kind === 'blob' ? [{ path, blob }] : []
    })
}

/** Moving the branch under somebody's checkout would make their files look edited; trying again would not help. */
async function refuseCheckedOut(root: string, branch: string): Promise<void> {
  const out = await git(root, ['worktree', 'list', '--porcelain'])
  if (out.split('\n').includes(`branch refs/heads/${branch}`))
    fail('forge-refused', `The ledger cannot be written: its branch ${branch} is checked out.`, { help: 'Switch to another branch.' })
}
