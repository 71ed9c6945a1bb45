import type { Segment } from './path.ts'
import { formatPath, joinPath } from './path.ts'
import { childrenOf, type MapNode, type ScalarNode, type TreeNode } from './tree.ts'

/** The scalars that a path leads to, in order of the text, none twice. */
export function selectScalars(roots: readonly TreeNode[], path: readonly Segment[]): ScalarNode[] {
  const scalars = selectNodes(roots, path).filter((node) => node.kind === 'scalar')
  const byStart = new Map(scalars.map((scalar) => [scalar.start, scalar]))
  return [...byStart.values()].sort((a, b) => a.start - b.start)
}

/** The nodes that a path leads to. Every step keeps a set, so that aliases cannot multiply. */
export function selectNodes(roots: readonly TreeNode[], path: readonly Segment[]): TreeNode[] {
  let nodes = new Set(roots)
  for (const segment of path) {
    const next = new Set<TreeNode>()
    for (const node of nodes) for (const reached of step(node, segment)) next.add(reached)
    nodes = next
  }
  return [...nodes]
}

function step(node: TreeNode, segment: Segment): readonly TreeNode[] {
  switch (segment.kind) {
    case 'all':
      return childrenOf(node)
    case 'index':
      return node.kind === 'list' ? at(node.items(), segment.index) : []
    case 'match':
      return node.kind === 'list' ? node.items().filter((item) => matches(item, segment)) : matches(node, segment) ? [node] : []
    case 'key':
      if (node.kind === 'map') return valuesOf(node, segment.key)
      return node.kind === 'list' && /^\d{1,6}$/.test(segment.key) ? at(node.items(), Number(segment.key)) : []
  }
}

function at(items: readonly TreeNode[], index: number): TreeNode[] {
  const item = items[index]
  return item === undefined ? [] : [item]
}

function valuesOf(map: MapNode, key: string): TreeNode[] {
  return map
    .entries()
    .filter(([name]) => name === key)
    .map(([, value]) => value)
}

function matches(item: TreeNode, segment: Segment & { kind: 'match' }): boolean {
  const keys: Segment[] = segment.path.map((key) => ({ kind: 'key', key }))
  return selectScalars([item], keys).some((scalar) => scalar.value === segment.value)
}

const MOST_NAMES = 200

/** Paths that exist where the given one stops to lead anywhere: all but the last step as asked, and what stands there. */
export function pathsNear(roots: readonly TreeNode[], path: readonly Segment[]): string[] {
  for (let length = path.length - 1; length >= 0; length -= 1) {
    const parent = path.slice(0, length)
    const names = new Set(selectNodes(roots, parent).flatMap((node) => namesIn(node, formatPath(parent))))
    if (names.size > 0) return [...names].slice(0, MOST_NAMES)
  }
  return []
}

function namesIn(node: TreeNode, path: string): string[] {
  if (node.kind === 'map')
    return node
      .entries()
      .slice(0, MOST_NAMES)
      .map(([key]) => joinPath(path, key))
  return node.kind === 'list'
    ? node
        .items()
        .slice(0, 20)
        .map((_, index) => `${path}[${index}]`)
    : []
}
