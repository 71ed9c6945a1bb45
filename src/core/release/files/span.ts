import type { TreeNode } from '../../pins/tree/tree.ts'
import type { Edit } from '../../text/edit.ts'
import { parseReleaseVersion, type ReleaseVersion } from '../version.ts'
import type { VersionPlace } from './contract.ts'

/** How a kind of file spells versions. */
export interface Spelling {
  read(text: string): ReleaseVersion | null
  write(version: ReleaseVersion): string
}

const AS_IT_IS: Spelling = { read: parseReleaseVersion, write: (version) => version.text }

/** A version that stands together in `[start, end)` of the text. A leading `v` stays, and a text that says the version already is left as it is. */
export function spanPlace(what: string, text: string, start: number, end: number, spelling: Spelling = AS_IT_IS): VersionPlace {
  const value = text.slice(start, end)
  const version = spelling.read(value)
  const prefix = /^[vV](?=\d)/.exec(value)?.[0] ?? ''
  return {
    what,
    value,
    start,
    version,
    write: (next) => (version?.text === next.text ? [] : [edit(start, end, prefix + spelling.write(next))]),
  }
}

function edit(start: number, end: number, text: string): Edit {
  return { start, end, text }
}

/** The scalars under a node as places; nothing for a node that is none. */
export function scalarPlace(what: string, text: string, node: TreeNode | undefined, spelling?: Spelling): VersionPlace[] {
  return node?.kind === 'scalar' ? [spanPlace(what, text, node.start, node.end, spelling)] : []
}

/** The node that keys lead to from the first root that has them. */
export function nodeAt(roots: readonly TreeNode[], ...keys: readonly string[]): TreeNode | undefined {
  let node: TreeNode | undefined = roots.find((root) => root.kind === 'map')
  for (const key of keys) node = node?.kind === 'map' ? node.entries().find(([name]) => name === key)?.[1] : undefined
  return node
}

/** The scalar that keys lead to, as text. */
export function valueAt(roots: readonly TreeNode[], ...keys: readonly string[]): string | undefined {
  const node = nodeAt(roots, ...keys)
  return node?.kind === 'scalar' ? node.value : undefined
}
