import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'
import { fail } from '../model/problems.ts'
import { applyEdits, type Edit } from '../text/edit.ts'
import type { RegistryPath } from './resolved.ts'
import { checkMeaning, withItem } from './yaml/expected.ts'
import { columnOf, contentEnd, eolOf, insertionPoint } from './yaml/layout.ts'
import { locate, pathText } from './yaml/locate.ts'
import { readAgain } from './yaml/read.ts'
import { scalarText } from './yaml/scalar-text.ts'
import { asNode, type Tree } from './yaml/tree.ts'

/** One item of a list of the registry: keys with their values, in the order in which they are to stand. */
export type ListItem = Readonly<Record<string, string | readonly string[]>>

/**
 * The registry with an item at the end of the list at `path`; the list and the mappings above it are made where they are missing. Only lines
 * (or, in `{…}` and `[…]`, a few characters) are added: comments, layout, line ends and everything else stay.
 * @throws ProblemError `registry-syntax` where the text is no YAML, `registry-refused` where what stands at the path is shared with other
 * places, is no list, or cannot be added to without changing something else
 */
export function addRegistryItem(text: string, path: RegistryPath, item: ListItem): string {
  const { tree, value, problems } = readAgain(text)
  const where = pathText(path)
  const [first] = problems
  if (tree === null || first !== undefined)
    return fail(first?.code ?? 'registry-syntax', `The registry cannot be edited: ${first?.message ?? 'it is no YAML'}.`, { path: where })
  const after = applyEdits(text, editsFor(text, tree, path, item))
  checkMeaning(after, withItem(value, path, item), where)
  return after
}

function editsFor(text: string, tree: Tree, path: RegistryPath, item: ListItem): Edit[] {
  const depth = deepest(tree, path)
  const found = locate(tree, path.slice(0, depth))
  const rest = path.slice(depth)
  if (found.shared || isAlias(found.value)) return refused(path)
  const node = depth === 0 ? tree.root : found.value
  if (rest.length === 0 && isSeq(node)) return node.flow === true ? intoFlowList(text, node, item) : intoBlockList(text, node, item)
  if (rest.length > 0 && isMap(node))
    return node.flow === true ? intoFlowMap(text, node, rest, item) : intoBlockMap(text, tree, node, rest, item)
  if (isEmpty(node)) return underEmpty(text, tree, path.slice(0, depth), rest, item)
  return refused(path)
}

/** How much of the path exists. */
function deepest(tree: Tree, path: RegistryPath): number {
  let depth = path.length
  while (depth > 0 && !locate(tree, path.slice(0, depth)).whole) depth -= 1
  return depth
}

function intoBlockList(text: string, list: YAMLSeq, item: ListItem): Edit[] {
  return insertLines(text, contentEnd(text, list), itemLines(item, columnOf(text, list.range?.[0] ?? 0)))
}

function intoBlockMap(text: string, tree: Tree, map: YAMLMap, keys: RegistryPath, item: ListItem): Edit[] {
  return insertLines(text, contentEnd(text, map), chainLines(tree, text, keys, item, columnOf(text, map.range?.[0] ?? 0)))
}

/** `key:` with nothing behind it, or an empty document. */
function underEmpty(text: string, tree: Tree, path: RegistryPath, rest: RegistryPath, item: ListItem): Edit[] {
  const style = styleOf(tree, text)
  if (path.length === 0) return insertLines(text, text.length, chainLines(tree, text, rest, item, 0))
  const { key, value } = locate(tree, path)
  const parent = locate(tree, path.slice(0, -1)).value
  if (key?.range == null || (isMap(parent) && parent.flow === true)) return refused(path)
  const column = columnOf(text, key.range[0])
  const lines = rest.length === 0 ? itemLines(item, column + style.listStep) : chainLines(tree, text, rest, item, column + style.mapStep)
  const written = isScalar(value) && value.range != null && (value.source ?? '') !== '' ? value.range : null
  const removed = written === null ? [] : [{ start: written[0], end: written[1], text: '' }]
  return [...removed, ...insertLines(text, written?.[1] ?? key.range[1], lines)]
}

function intoFlowList(text: string, list: YAMLSeq, item: ListItem): Edit[] {
  return intoFlow(text, list, flowItem(item))
}

function intoFlowMap(text: string, map: YAMLMap, [first = '', ...more]: RegistryPath, item: ListItem): Edit[] {
  const inner = more.reduceRight((value, name) => `{ ${scalarText(name, 'PLAIN')}: ${value} }`, `[${flowItem(item)}]`)
  return intoFlow(text, map, `${scalarText(first, 'PLAIN')}: ${inner}`)
}

/** Behind the last entry, or between the brackets where there is none. */
function intoFlow(text: string, node: YAMLMap | YAMLSeq, entry: string): Edit[] {
  const [start = 0, end = 0] = node.range ?? []
  const last = lastNode(node)
  if (last === null) {
    const blank = node.items.length === 0 && isMap(node) ? ' ' : ''
    return [{ start: start + 1, end: end - 1, text: `${blank}${entry}${blank}` }]
  }
  const at = contentEnd(text, last)
  return [{ start: at, end: at, text: `, ${entry}` }]
}

function lastNode(node: YAMLMap | YAMLSeq): Node | null {
  const last: unknown = node.items.at(-1)
  if (isSeq(node)) return asNode(last)
  const pair: Pair | undefined = node.items.at(-1)
  return pair === undefined ? null : (asNode(pair.value) ?? asNode(pair.key))
}

function insertLines(text: string, at: number, lines: readonly string[]): Edit[] {
  const eol = eolOf(text)
  const { offset, fresh } = insertionPoint(text, at)
  const body = lines.join(eol)
  return [{ start: offset, end: offset, text: fresh ? `${body}${eol}` : `${eol}${body}` }]
}

function chainLines(tree: Tree, text: string, keys: RegistryPath, item: ListItem, column: number): string[] {
  const { mapStep, listStep } = styleOf(tree, text)
  const headings = keys.map((name, index) => `${' '.repeat(column + index * mapStep)}${scalarText(name, 'PLAIN')}:`)
  return [...headings, ...itemLines(item, column + (keys.length - 1) * mapStep + listStep)]
}

function itemLines(item: ListItem, column: number): string[] {
  return Object.entries(item).map(([name, value], index) => `${' '.repeat(column)}${index === 0 ? '- ' : '  '}${name}: ${valueText(value)}`)
}

function flowItem(item: ListItem): string {
  const entries = Object.entries(item).map(([name, value]) => `${name}: ${valueText(value)}`)
  return `{ ${entries.join(', ')} }`
}

function valueText(value: string | readonly string[]): string {
  return typeof value === 'string' ? scalarText(value, 'PLAIN') : `[${value.map((one) => scalarText(one, 'PLAIN')).join(', ')}]`
}

/** How deep this file indents mappings, and lists under their key. */
function styleOf(tree: Tree, text: string): { mapStep: number; listStep: number } {
  const steps: { map?: number; list?: number } = {}
  const visit = (node: Node | null, depth: number) => {
    if (depth > 6 || !isMap(node) || node.flow === true) return
    for (const pair of node.items) {
      const value = asNode(pair.value)
      const range = value?.range
      if (value == null || range == null || !isScalar(pair.key) || pair.key.range == null) continue
      const step = columnOf(text, range[0]) - columnOf(text, pair.key.range[0])
      if (isMap(value) && value.flow !== true && step > 0) steps.map ??= step
      if (isSeq(value) && value.flow !== true && step >= 0) steps.list ??= step
      if (steps.map !== undefined && steps.list !== undefined) return
      visit(value, depth + 1)
    }
  }
  visit(tree.root, 0)
  const mapStep = steps.map ?? 2
  return { mapStep, listStep: steps.list ?? mapStep }
}

function isEmpty(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null)
}

function refused(path: RegistryPath): never {
  return fail(
    'registry-refused',
    `Nothing can be added at \`${pathText(path)}\` of the registry: what stands there is shared with other places, or is no list.`,
    {
      path: pathText(path),
      help: 'Write the list out at this place.',
    },
  )
}
