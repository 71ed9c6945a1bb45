import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, parseAllDocuments, type Scalar, type YAMLMap } from 'yaml'
import { rememberLast } from './remember.ts'
import { once, type ScalarNode, type TreeNode } from './tree.ts'

/** The documents of a YAML text, as far as they can be read: a template with `{{ … }}` gives what stands around it. */
export const yamlTrees: (text: string) => TreeNode[] = rememberLast((text) => {
  const documents = parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent', stringKeys: false, merge: true })
  if (!Array.isArray(documents)) return []
  return documents.flatMap((document: Document.Parsed) => {
    const wrap = wrapper(text, document)
    return document.contents === null ? [] : wrap(document.contents)
  })
})

/** Whether every document of the text is YAML without errors. */
export const isCleanYaml: (text: string) => boolean = rememberLast((text) => {
  const documents = parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' })
  return Array.isArray(documents) && documents.every((document) => document.errors.length === 0)
})

function wrapper(text: string, document: Document.Parsed): (node: unknown) => TreeNode[] {
  const known = new Map<unknown, TreeNode[]>()
  const budget = { merged: MOST_MERGED }
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

/** Maps that merge maps that merge maps grow with the square of the text. */
const MOST_MERGED = 100_000

function entriesOf(map: YAMLMap, wrap: (node: unknown) => TreeNode[], budget: { merged: number }): (readonly [string, TreeNode])[] {
  const own: (readonly [string, TreeNode])[] = []
  const merged: TreeNode[] = []
  for (const pair of map.items) {
    if (!isPair(pair) || !isScalar(pair.key)) continue
    const key = keyText(pair.key)
    const values = wrap(pair.value)
    if (key === '<<') merged.push(...values.flatMap((value) => (value.kind === 'list' ? value.items() : [value])))
    else for (const value of values) own.push([key, value])
  }
  const names = new Set(own.map(([name]) => name))
  for (const source of new Set(merged)) {
    if (budget.merged <= 0) break
    const inherited = source.kind === 'map' ? source.entries().filter(([name]) => !names.has(name)) : []
    for (const [name] of inherited) names.add(name)
    for (const entry of inherited) own.push(entry)
    budget.merged -= inherited.length
  }
  return own
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
