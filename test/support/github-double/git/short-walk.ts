import type { CommitInfo } from './store.ts'

/** Beyond so many commits git itself is asked. */
const steps = 64

type Read = (sha: string) => Promise<CommitInfo | null>

/** Whether `old` is among the nearest ancestors of `young` (or it itself). False means only that it was not met on the way. */
async function meets(read: Read, young: string, old: string): Promise<boolean> {
  const seen = new Set<string>()
  let row = [young]
  while (row.length > 0 && seen.size < steps) {
    if (row.includes(old)) return true
    for (const sha of row) seen.add(sha)
    const parents = await Promise.all(row.map(async (sha) => (await read(sha))?.parents ?? []))
    row = [...new Set(parents.flat())].filter((sha) => !seen.has(sha))
  }
  return false
}

/** The merge base where one commit is a near ancestor of the other, which needs no process; null: ask git. */
export async function nearBase(read: Read, a: string, b: string): Promise<string | null> {
  if (await meets(read, b, a)) return a
  return (await meets(read, a, b)) ? b : null
}

/** Commits from `head` back to just before `not`, where they are a straight and short line; null: ask git. */
export async function nearLine(read: Read, head: string, not: string): Promise<string[] | null> {
  const line: string[] = []
  for (let sha = head; sha !== not; ) {
    const commit = await read(sha)
    const [parent, ...others] = commit?.parents ?? []
    if (parent === undefined || others.length > 0 || line.length >= steps) return null
    line.push(sha)
    sha = parent
  }
  return line
}
