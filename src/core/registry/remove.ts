import { isMap, isSeq, type Node, type YAMLSeq } from 'yaml'
import { fail } from '../model/problems.ts'
import { applyEdits, type Edit } from '../text/edit.ts'
import type { RegistryPath } from './resolved.ts'
import { checkMeaning, withoutItems } from './yaml/expected.ts'
import { contentEnd, insertionPoint, lineStart } from './yaml/layout.ts'
import { locate, pathText } from './yaml/locate.ts'
import { readAgain } from './yaml/read.ts'
import { asNode, type Tree } from './yaml/tree.ts'

/**
 * The registry without those items of the list at `path` that `drop` says yes to, each given as its plain value. A list that becomes empty
 * goes with its key, and so do the mappings above it that hold nothing else. The text itself where there is nothing to take out.
 * @throws ProblemError `registry-syntax`, `registry-refused` as for adding an item
 */
export function removeRegistryItems(text: string, path: RegistryPath, drop: (item: unknown) => boolean): string {
  const { tree, value, problems } = readAgain(text)
  const where = pathText(path)
  const [first] = problems
  if (tree === null || first !== undefined)
    return fail(first?.code ?? 'registry-syntax', `The registry cannot be edited: ${first?.message ?? 'it is no YAML'}.`, { path: where })
  const found = locate(tree, path)
  const items = path.reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined), value)
  if (!found.whole || !Array.isArray(items)) return text
  const gone = new Set(items.flatMap((item, index) => (drop(item) ? [index] : [])))
  if (gone.size === 0) return text
  if (found.shared || !isSeq(found.value)) return refused(where)
  const edits = gone.size === items.length ? [withoutKey(text, tree, path)] : withoutSome(text, found.value, gone)
  const after = applyEdits(text, edits)
  checkMeaning(after, withoutItems(value, path, gone) ?? null, where)
  return after
}

function withoutSome(text: string, list: YAMLSeq, gone: ReadonlySet<number>): Edit[] {
  const nodes = list.items.map(asNode)
  if (list.flow === true) {
    const kept = nodes.flatMap((node, index) => (gone.has(index) || node?.range == null ? [] : [text.slice(node.range[0], node.range[1])]))
    const [start = 0, end = 0] = list.range ?? []
    return [{ start, end, text: `[${kept.join(', ')}]` }]
  }
  return [...gone].flatMap((index) => {
    const node = nodes[index]
    return node == null ? [] : [wholeLines(text, dashBefore(text, node), contentEnd(text, node))]
  })
}

/** The key of the list, or of the highest mapping above it that holds nothing else. */
function withoutKey(text: string, tree: Tree, path: RegistryPath): Edit {
  let depth = path.length
  while (depth > 1) {
    const parent = locate(tree, path.slice(0, depth - 1)).value
    if (!isMap(parent) || parent.items.length > 1) break
    depth -= 1
  }
  const { key, value } = locate(tree, path.slice(0, depth))
  const parent = locate(tree, path.slice(0, depth - 1)).value
  if (key?.range == null || value === null || (isMap(parent) && parent.flow === true)) return refused(pathText(path))
  return wholeLines(text, key.range[0], contentEnd(text, value))
}

function wholeLines(text: string, from: number, to: number): Edit {
  return { start: lineStart(text, from), end: insertionPoint(text, to).offset, text: '' }
}

function dashBefore(text: string, node: Node): number {
  return text.lastIndexOf('-', (node.range?.[0] ?? 0) - 1)
}

function refused(where: string): never {
  return fail(
    'registry-refused',
    `Nothing can be taken out at \`${where}\` of the registry: what stands there is shared with other places, or is no list.`,
    {
      path: where,
      help: 'Take the entry out by hand.',
    },
  )
}
