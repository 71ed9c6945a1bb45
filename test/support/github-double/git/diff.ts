import { git } from '../../git/run.ts'
import type { FileDiff } from './store.ts'

const statuses: Readonly<Record<string, FileDiff['status']>> = { A: 'added', D: 'removed', M: 'modified', R: 'renamed', T: 'changed' }

/** What changed between two trees or commits, with renames and patches as GitHub shows them (without the `diff --git` header). */
export async function diffTrees(directory: string, from: string, to: string): Promise<FileDiff[]> {
  if (from === to) return []
  const raw = (
    await git(directory, [
      'diff',
      '--no-color',
      '--no-ext-diff',
      '-M',
      '--full-index',
      '--raw',
      '--no-abbrev',
      '--numstat',
      '-p',
      '-z',
      from,
      to,
    ])
  ).split('\0')
  const files: FileDiff[] = []
  let at = 0
  while (raw[at]?.startsWith(':')) {
    const [, , oldSha = '', newSha = '', status = ''] = (raw[at] ?? '').split(' ')
    const kind = statuses[status.charAt(0)] ?? 'changed'
    const renamed = kind === 'renamed'
    files.push({
      path: raw[at + (renamed ? 2 : 1)] ?? '',
      ...(renamed ? { previous: raw[at + 1] ?? '' } : {}),
      status: kind,
      sha: kind === 'removed' ? oldSha : newSha,
      additions: 0,
      deletions: 0,
    })
    at += renamed ? 3 : 2
  }
  for (const file of files) {
    const [added = '0', removed = '0'] = (raw[at] ?? '').split('\t')
    file.additions = added === '-' ? 0 : Number(added)
    file.deletions = removed === '-' ? 0 : Number(removed)
    at += file.status === 'renamed' ? 3 : 1
  }
  // After the records and an empty one comes everything that `-p` writes.
  const patches = splitPatches(raw.slice(at).join('\0').replace(/^\0/, ''))
  files.forEach((file, index) => {
    const patch = patches[index]
    if (patch !== undefined && patch !== '') file.patch = patch
  })
  return files
}

function splitPatches(text: string): string[] {
  const parts = text.split(/^diff --git .*\n/m).slice(1)
  return parts.map((part) => {
    const hunk = part.search(/^@@ /m)
    return hunk < 0 ? '' : part.slice(hunk).replace(/\n$/, '')
  })
}
