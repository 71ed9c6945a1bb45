import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, parseAllDocuments, type Scalar, type YAMLMap } from 'yaml'
import { once } from '../../model/once.ts'
import { rememberLast } from './remember.ts'
import type { ScalarNode, TreeNode } from './tree.ts'

/** The documents of a YAML text, as far as they can be read: a template with `{{ … }}` gives what stands around it. */
export const yamlTrees: (text: string) => TreeNode[] = rememberLast((text) => {
  const documents = parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent', stringKeys: false, merge: true })
  if (!Array.isArray(documents)) return []
  return documents.flatMap((document: Document.Parsed) => {
    const wrap = wrapper(text, document)
    return document.contents === null ? [] : wrap(document.contents)
  })
})

function wrapper(text: string, document: Document.Parsed): (node: unknown) => TreeNode[] {
  const known = new Map<unknown, TreeNode[]>()
  const budget = { merged: MOST_MERGED, depth: 0 }
  const anchors = once(() => anchorsOf(document.contents))
  const wrap = (node: unknown): TreeNode[] => {
    const old = known.get(node)
    if (old !== undefined) return old
    const made = isAlias(node) ? wrapAlias(node.source, startOf(node)) : fresh(node)
    known.set(node, made)
    return made
  }
  const wrapAlias = (name: string, before: number): TreeNode[] => {
    const target = latestBefore(anchors().get(name) ?? [], before)
    return target === undefined || isAlias(target) ? [] : wrap(target)
  }
  const fresh = (node: unknown): TreeNode[] => {
    if (isScalar(node)) return scalarNode(text, node)
    if (isSeq(node)) return [{ kind: 'list', items: once(() => node.items.flatMap(wrap)) }]
    return isMap(node) ? [{ kind: 'map', entries: once(() => entriesOf(node, wrap, budget)) }] : []
  }
  return wrap
}

/** Maps that merge maps that merge maps grow with the square of the text, and nest as deep as it is long. */
const MOST_MERGED = 100_000
const DEEPEST_MERGE = 30

interface Budget {
  merged: number
  depth: number
}

function entriesOf(map: YAMLMap, wrap: (node: unknown) => TreeNode[], budget: Budget): (readonly [string, TreeNode])[] {
  const own: (readonly [string, TreeNode])[] = []
  const merged = new Set<TreeNode>()
  for (const pair of map.items) {
    if (!isPair(pair) || !isScalar(pair.key)) continue
    const key = keyText(pair.key)
    for (const value of wrap(pair.value)) {
      if (key !== '<<') own.push([key, value])
      else for (const source of value.kind === 'list' ? value.items() : [value]) merged.add(source)
    }
  }
  return merged.size === 0 ? own : [...own, ...inherited(own, merged, budget)]
}

/** The entries of merged maps whose keys the map has not itself; of two merged maps the first wins. */
function inherited(
  own: readonly (readonly [string, TreeNode])[],
  merged: ReadonlySet<TreeNode>,
  budget: Budget,
): (readonly [string, TreeNode])[] {
  const names = new Set(own.map(([name]) => name))
  const entries: (readonly [string, TreeNode])[] = []
  budget.depth += 1
  for (const source of merged) {
    if (source.kind !== 'map' || budget.merged <= 0 || budget.depth > DEEPEST_MERGE) break
    for (const entry of source.entries()) {
      if (names.has(entry[0])) continue
      names.add(entry[0])
      entries.push(entry)
      budget.merged -= 1
    }
  }
  budget.depth -= 1
  return entries
}

/** `8.0:` is the key `8.0`, not the number 8. */
function keyText(key: Scalar): string {
  if (typeof key.value === 'symbol') return '<<'
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
}

function scalarNode(text: string, node: Scalar): ScalarNode[] {
  const [from, to] = node.range ?? [0, 0]
  const value = typeof node.value === 'string' ? node.value : (node.source ?? '')
  if (node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE') {
    const closed = to - from > 1 && text.charAt(to - 1) === text.charAt(from)
    return closed ? [{ kind: 'scalar', value, start: from + 1, end: to - 1 }] : []
  }
  if (node.type === 'PLAIN') return to > from ? [{ kind: 'scalar', value, start: from, end: to, bare: 'yaml' }] : []
  return blockScalar(text, value, from, to)
}

/** The words of a block scalar (`|`, `>`) of one line. */
function blockScalar(text: string, value: string, from: number, to: number): ScalarNode[] {
  const body = text.indexOf('\n', from)
  const words = value.trim()
  const start = body === -1 || words === '' ? -1 : text.indexOf(words, body)
  return start === -1 || start + words.length > to ? [] : [{ kind: 'scalar', value: words, start, end: start + words.length }]
}

function startOf(node: unknown): number {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node.range?.[0] ?? 0) : 0
}

/** The anchors of a document by name, in order of the text. */
function anchorsOf(root: unknown): Map<string, Node[]> {
  const anchors = new Map<string, Node[]>()
  const todo: unknown[] = [root]
  while (todo.length > 0) {
    const node = todo.pop()
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined) {
      const same = anchors.get(node.anchor) ?? []
      same.push(node)
      anchors.set(node.anchor, same)
    }
    if (isPair(node)) todo.push(node.key, node.value)
    else if (isMap(node) || isSeq(node)) for (const item of node.items) todo.push(item)
  }
  for (const nodes of anchors.values()) nodes.sort((a, b) => startOf(a) - startOf(b))
  return anchors
}

/** An anchor's name may be given again: an alias means the last one before it. */
function latestBefore(nodes: readonly Node[], before: number): Node | undefined {
  let from = 0
  let to = nodes.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (startOf(nodes[middle]) < before) from = middle + 1
    else to = middle
  }
  return nodes[from - 1]
}
