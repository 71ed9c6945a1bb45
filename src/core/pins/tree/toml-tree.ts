import { type AST, parseTOML } from 'toml-eslint-parser'
import { once } from '../../model/once.ts'
import { rememberLast } from './remember.ts'
import type { TreeNode } from './tree.ts'

/** A table while it is put together: TOML may speak of one table in several places. */
interface Table {
  keys: Map<string, Table | Table[] | TreeNode>
}

/** The document of a TOML text: dotted keys, inline tables and arrays of tables all become maps and lists. */
export const tomlTrees: (text: string) => TreeNode[] = rememberLast((text) => {
  const unmarked = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text
  const root: Table = { keys: new Map() }
  for (const part of parseTOML(unmarked).body[0].body) {
    if (part.type === 'TOMLKeyValue') put(root, part, unmarked)
    else for (const pair of part.body) put(tableFor(root, part.resolvedKey), pair, unmarked)
  }
  return [mapOf(root)]
})

/** `['p', 1, 'q']`: the table `q` of the second `[[p]]`. */
function tableFor(root: Table, path: readonly (string | number)[]): Table {
  let table = root
  path.forEach((name, depth) => {
    if (typeof name === 'number') return
    const index = path[depth + 1]
    table = typeof index === 'number' ? itemOf(table, name, index) : childOf(table, name)
  })
  return table
}

function childOf(table: Table, name: string): Table {
  const old = table.keys.get(name)
  if (old !== undefined && isTable(old)) return old
  const made: Table = { keys: new Map() }
  table.keys.set(name, made)
  return made
}

function itemOf(table: Table, name: string, index: number): Table {
  const old = table.keys.get(name)
  const list = Array.isArray(old) ? old : []
  table.keys.set(name, list)
  const item = list[index] ?? { keys: new Map() }
  list[index] = item
  return item
}

function put(table: Table, pair: AST.TOMLKeyValue, text: string): void {
  const names = pair.key.keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value))
  const last = names.pop()
  const value = treeOf(pair.value, text)
  let into = table
  for (const name of names) into = childOf(into, name)
  if (last !== undefined && value !== null) into.keys.set(last, value)
}

function treeOf(node: AST.TOMLContentNode, text: string): TreeNode | null {
  const [start, end] = node.range
  if (node.type === 'TOMLArray') return { kind: 'list', items: once(() => node.elements.flatMap((item) => treeOf(item, text) ?? [])) }
  if (node.type === 'TOMLInlineTable') {
    const table: Table = { keys: new Map() }
    for (const pair of node.body) put(table, pair, text)
    return mapOf(table)
  }
  if (node.kind !== 'string') return { kind: 'scalar', value: text.slice(start, end), start, end, bare: 'toml' }
  const quotes = /^("""|''')/.test(text.slice(start, start + 3)) ? 3 : 1
  return { kind: 'scalar', value: node.value, start: start + quotes, end: end - quotes }
}

function mapOf(table: Table): TreeNode {
  return { kind: 'map', entries: once(() => [...table.keys].map(([name, value]) => [name, nodeOf(value)] as const)) }
}

function nodeOf(value: Table | Table[] | TreeNode): TreeNode {
  if (Array.isArray(value)) return { kind: 'list', items: once(() => value.map(mapOf)) }
  return isTable(value) ? mapOf(value) : value
}

function isTable(value: Table | Table[] | TreeNode): value is Table {
  return 'keys' in value && value.keys instanceof Map
}
