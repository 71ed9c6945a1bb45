import { type Node, parseTree } from 'jsonc-parser'
import { once } from '../../model/once.ts'
import { rememberLast } from './remember.ts'
import type { TreeNode } from './tree.ts'

/** The document of a JSON text; comments and trailing commas are read too (`devcontainer.json`, `tsconfig.json`). */
export const jsonTrees: (text: string) => TreeNode[] = rememberLast((text) => {
  const root = parseTree(text, [], { allowTrailingComma: true })
  return root === undefined ? [] : wrap(text, root)
})

function wrap(text: string, node: Node): TreeNode[] {
  const end = node.offset + node.length
  switch (node.type) {
    case 'object':
      return [{ kind: 'map', entries: once(() => (node.children ?? []).flatMap((property) => entryOf(text, property))) }]
    case 'array':
      return [{ kind: 'list', items: once(() => (node.children ?? []).flatMap((item) => wrap(text, item))) }]
    case 'string':
      return text.charAt(end - 1) === '"' && node.length > 1
        ? [{ kind: 'scalar', value: String(node.value), start: node.offset + 1, end: end - 1 }]
        : []
    case 'number':
      if (/[^\s,\]}/]/.test(text.charAt(end))) return []
      return [{ kind: 'scalar', value: text.slice(node.offset, end), start: node.offset, end, bare: 'json' }]
    default:
      return []
  }
}

function entryOf(text: string, property: Node): [string, TreeNode][] {
  const [key, value] = property.children ?? []
  if (key === undefined || value === undefined) return []
  return wrap(text, value).map((node) => [String(key.value), node])
}
