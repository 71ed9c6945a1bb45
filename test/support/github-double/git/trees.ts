import type { TreeChange, TreeEntry } from './store.ts'

export interface TreeIo {
  read(sha: string): Promise<TreeEntry[] | null>
  write(entries: readonly TreeEntry[]): Promise<string> | string
}

/** Writes a tree with some paths changed; untouched subtrees keep their sha and are never read. An emptied directory goes away. */
export async function editTree(io: TreeIo, base: string | null, changes: readonly TreeChange[]): Promise<string> {
  return (await edit(io, base, changes, '')) ?? io.write([])
}

async function edit(io: TreeIo, base: string | null, changes: readonly TreeChange[], at: string): Promise<string | null> {
  const current = base === null ? [] : await io.read(base)
  if (current === null) throw new Error(`tree ${base} is not there`)
  const entries = new Map(current.map((entry) => [entry.path, entry]))
  const below = new Map<string, TreeChange[]>()
  for (const change of changes) {
    const slash = change.path.indexOf('/')
    const name = slash < 0 ? change.path : change.path.slice(0, slash)
    if (name === '' || name === '.' || name === '..' || name === '.git') throw new Error(`tree.path cannot contain ${at}${change.path}`)
    if (slash >= 0) below.set(name, [...(below.get(name) ?? []), { ...change, path: change.path.slice(slash + 1) }])
    else if (change.sha === null) entries.delete(name)
    else entries.set(name, { path: name, mode: change.mode, type: typeOf(change.mode), sha: change.sha })
  }
  for (const [name, inner] of below) {
    const old = entries.get(name)
    const sha = await edit(io, old?.type === 'tree' ? old.sha : null, inner, `${at}${name}/`)
    if (sha === null) entries.delete(name)
    else entries.set(name, { path: name, mode: '040000', type: 'tree', sha })
  }
  return entries.size === 0 ? null : io.write([...entries.values()])
}

function typeOf(mode: string): TreeEntry['type'] {
  return mode === '040000' ? 'tree' : mode === '160000' ? 'commit' : 'blob'
}

/** Every entry below a tree with its whole path, in git's order; directories before what is in them. */
export async function walkTree(io: Pick<TreeIo, 'read'>, sha: string, at = ''): Promise<TreeEntry[]> {
  const found: TreeEntry[] = []
  for (const entry of (await io.read(sha)) ?? []) {
    found.push({ ...entry, path: `${at}${entry.path}` })
    if (entry.type === 'tree') found.push(...(await walkTree(io, entry.sha, `${at}${entry.path}/`)))
  }
  return found
}
