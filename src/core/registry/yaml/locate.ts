import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml'
import { asNode, type Entry, type Tree } from './tree.ts'

/** Keys of mappings as text, positions in lists as numbers (or their digits). */
export type Path = readonly (string | number)[]

/** What stands at a path, or at its nearest part that exists. */
export interface Located {
  key: Scalar | null
  value: Node | null
  /** Whether the whole path exists. */
  whole: boolean
  /** Whether it is reached through an alias or a merge key: it is written once and holds in several places. */
  shared: boolean
}

export function locate(tree: Tree, path: Path): Located {
  let at: Located = { key: null, value: tree.root, whole: true, shared: false }
  for (const segment of path) {
    const container = dealias(tree, at.value)
    const entry = container === null ? undefined : step(tree, container, segment)
    if (entry === undefined) return { ...at, whole: false }
    at = { key: entry.key, value: entry.value, whole: true, shared: at.shared || isAlias(at.value) || entry.merged }
  }
  return at
}

/** The node an alias stands for, or the node itself. */
export function dealias(tree: Tree, node: Node | null): Node | null {
  return isAlias(node) ? (tree.target(node) ?? null) : node
}

function step(tree: Tree, container: Node, segment: string | number): Entry | undefined {
  if (isMap(container)) return tree.entries(container).get(String(segment))
  if (!isSeq(container)) return undefined
  const item = container.items[Number(segment)]
  return item === undefined ? undefined : { key: null, value: asNode(item), merged: false }
}

/** The text of a scalar as it stands in the file; null for anything else. */
export function sourceText(tree: Tree, path: Path): string | null {
  const found = locate(tree, path)
  const node = dealias(tree, found.value)
  return found.whole && isScalar(node) ? (node.source ?? null) : null
}

/** `components.redis.pins[0].file`; keys that hold a dot or a blank stand in brackets and quotes. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, segment) => {
    if (typeof segment === 'number') return `${text}[${segment}]`
    if (!/^[A-Za-z0-9_-]+$/.test(segment)) return `${text}[${JSON.stringify(segment)}]`
    return text === '' ? segment : `${text}.${segment}`
  }, '')
}
