import type { BareLanguage } from '../contract.ts'

/** A scalar of a document. Offsets are those of its content, without quotes. */
export interface ScalarNode {
  kind: 'scalar'
  /** As its language reads it, as text. Selectors compare with it. */
  value: string
  start: number
  end: number
  /** Set where no quotes stand around it. */
  bare?: BareLanguage
}

export interface MapNode {
  kind: 'map'
  /** In order of the text; merged keys (`<<`) last. */
  entries(): readonly (readonly [string, TreeNode])[]
}

export interface ListNode {
  kind: 'list'
  items(): readonly TreeNode[]
}

/**
 * What YAML, JSON, TOML and HCL have in common, read lazily so that deep nesting costs no stack. Nodes may be shared (aliases) and even
 * contain themselves: walkers remember what they saw.
 */
export type TreeNode = ScalarNode | MapNode | ListNode

/** All maps under the roots, each once, parents first. */
export function mapsUnder(roots: readonly TreeNode[]): MapNode[] {
  return [...everyNode(roots)].filter((node) => node.kind === 'map')
}

/** All nodes under the roots, each once. */
export function everyNode(roots: readonly TreeNode[]): Set<TreeNode> {
  const seen = new Set<TreeNode>(roots)
  for (const node of seen) {
    for (const child of childrenOf(node)) seen.add(child)
  }
  return seen
}

export function childrenOf(node: TreeNode): readonly TreeNode[] {
  if (node.kind === 'map') return node.entries().map(([, child]) => child)
  return node.kind === 'list' ? node.items() : []
}

/** The scalar under a key of a map. */
export function scalarAt(map: MapNode, key: string): ScalarNode | undefined {
  const node = map.entries().find(([name]) => name === key)?.[1]
  return node?.kind === 'scalar' ? node : undefined
}
