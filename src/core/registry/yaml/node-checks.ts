import { isAlias, isScalar, type Node, type Pair, Scalar, type YAMLMap } from 'yaml'
import { hasHidden } from './refuse.ts'
import { asNode, isMergeKey, keyText, mergeSources, type Tree } from './tree.ts'

/** A mistake of the document itself, at a node of it. */
export interface NodeProblem {
  node: Node | null
  code: 'registry-syntax' | 'registry-refused'
  message: string
  help?: string
  /** Another node to name: the first of two equal keys. */
  first?: Node
}

const CORE_TAGS = new Set(['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((tag) => `tag:yaml.org,2002:${tag}`))

/** Tags beside those of YAML's core schema, and text that hides something by an escape. */
export function* nodeProblems(node: Node): Generator<NodeProblem> {
  if (isAlias(node)) return
  if (node.tag !== undefined && !CORE_TAGS.has(node.tag)) {
    const help = 'Text that begins with `!` must stand in quotes.'
    yield { node, code: 'registry-syntax', message: `the tag \`${node.tag}\` is not supported`, help }
  }
  if (hides(node)) {
    yield { node, code: 'registry-refused', message: 'the text holds an invisible character, written as an escape', help: 'Remove it.' }
  }
}

/** Keys written twice, keys that no mapping may have, and merge keys that name no mapping. */
export function* keyProblems(map: YAMLMap, tree: Tree): Generator<NodeProblem> {
  const first = new Map<string, Node>()
  for (const pair of map.items) {
    const node = asNode(pair.key)
    const name = keyText(pair)
    const before = first.get(name)
    if (before !== undefined) {
      yield { node, code: 'registry-syntax', message: `the key \`${name}\` is written twice`, help: 'Keep one of them.', first: before }
    }
    if (node !== null && before === undefined) first.set(name, node)
    if (node !== null && hides(node)) {
      yield { node, code: 'registry-refused', message: 'the key holds an invisible character, written as an escape' }
    }
    if (name === '__proto__') yield { node, code: 'registry-refused', message: '`__proto__` cannot be a key' }
    if (isMergeKey(pair)) yield* mergeProblems(pair, tree)
  }
}

function* mergeProblems(pair: Pair, tree: Tree): Generator<NodeProblem> {
  if (mergeSources(pair, tree.target).length > 0) return
  yield {
    node: asNode(pair.key),
    code: 'registry-syntax',
    message: 'the merge key `<<` needs an alias of a mapping, or a list of them',
    help: 'Write `<<: *name`, with `&name` at a mapping above.',
  }
}

/** Only double quotes have escapes; what stands in the file itself is looked at before it is parsed. */
function hides(node: Node): boolean {
  return isScalar(node) && node.type === Scalar.QUOTE_DOUBLE && typeof node.value === 'string' && hasHidden(node.value)
}
