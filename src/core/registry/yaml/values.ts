import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml'
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

/** Values that a registry would have if all aliases were written out. More is an attack: some lines can stand for billions. */
const MAX_VALUES = 1_000_000
/** The schema is ten levels deep; `x-` keys and locators may add some. */
const MAX_DEPTH = 50

const CORE_TAGS = new Set(['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((tag) => `tag:yaml.org,2002:${tag}`))

const NO_MERGE = {
  code: 'registry-syntax',
  message: 'the merge key `<<` needs an alias of a mapping, or a list of them',
  help: 'Write `<<: *name`, with `&name` at a mapping above.',
} as const

interface Made {
  value: unknown
  /** Number of values, aliases written out. */
  size: number
  depth: number
}

/** The plain value of a document, and what is wrong with the document itself. Shared parts are shared in the value, too. */
export function plainValue(tree: Tree): { value: unknown; problems: NodeProblem[] } {
  const problems: NodeProblem[] = []
  const done = new Map<Node, Made | null>()
  const nothing: Made = { value: null, size: 1, depth: 1 }

  const make = (node: Node | null): Made => {
    if (node === null) return nothing
    const known = done.get(node)
    if (known !== undefined) return known ?? recursion(node)
    done.set(node, null)
    const made = convert(node)
    done.set(node, made)
    return made
  }

  const recursion = (node: Node): Made => {
    problems.push({
      node,
      code: 'registry-refused',
      message: 'the alias stands for something that it is part of',
      help: 'Write the value out.',
    })
    return nothing
  }

  const convert = (node: Node): Made => {
    checkTag(node, problems)
    if (isAlias(node)) {
      const target = tree.target(node)
      if (target === undefined) {
        problems.push({
          node,
          code: 'registry-syntax',
          message: `no anchor \`&${node.source}\` comes before this alias`,
          help: aliasHelp(node.source),
        })
        return nothing
      }
      return done.get(target) === null ? recursion(node) : make(target)
    }
    if (isMap(node)) return convertMap(node)
    if (isSeq(node))
      return gather(
        node.items.map((item) => make(asNode(item))),
        (values) => values,
      )
    if (isScalar(node) && typeof node.value === 'string' && hasHidden(node.value)) {
      problems.push({
        node,
        code: 'registry-refused',
        message: 'the text holds an invisible character, written as an escape',
        help: 'Remove it.',
      })
    }
    return { value: isScalar(node) ? node.value : null, size: 1, depth: 1 }
  }

  const convertMap = (map: YAMLMap): Made => {
    checkKeys(map, problems)
    for (const pair of map.items.filter(isMergeKey)) {
      make(asNode(pair.value))
      if (mergeSources(pair, tree.target).length === 0) problems.push({ node: asNode(pair.key), ...NO_MERGE })
    }
    const entries = [...tree.entries(map)].filter(([name]) => name !== '__proto__')
    return gather(
      entries.map(([, entry]) => make(entry.value)),
      (values) => Object.fromEntries(entries.map(([name], index) => [name, values[index]])),
    )
  }

  const made = make(tree.root)
  const tooLarge = made.size > MAX_VALUES || tree.overflows()
  const tooDeep = made.depth > MAX_DEPTH
  if (tooLarge || tooDeep) {
    const message = tooLarge
      ? `with its aliases written out the file would have more than ${MAX_VALUES.toLocaleString('en')} values`
      : `the file is nested more than ${MAX_DEPTH} levels deep`
    problems.push({
      node: tree.root,
      code: 'registry-refused',
      message,
      help: 'Write it out without aliases, or remove what does not belong into a registry.',
    })
    return { value: null, problems }
  }
  return { value: made.value, problems }
}

function gather(parts: readonly Made[], build: (values: unknown[]) => unknown): Made {
  let size = 1
  let depth = 0
  for (const part of parts) {
    size += part.size
    depth = Math.max(depth, part.depth)
  }
  // Beyond the limits the value is never looked at; not building it keeps time and memory linear in the file.
  const value = size > MAX_VALUES || depth >= MAX_DEPTH ? null : build(parts.map((part) => part.value))
  return { value, size, depth: depth + 1 }
}

function checkTag(node: Node, problems: NodeProblem[]): void {
  if (isAlias(node) || node.tag === undefined || CORE_TAGS.has(node.tag)) return
  problems.push({
    node,
    code: 'registry-syntax',
    message: `the tag \`${node.tag}\` is not supported`,
    help: 'Text that begins with `!` must stand in quotes.',
  })
}

function checkKeys(map: YAMLMap, problems: NodeProblem[]): void {
  const first = new Map<string, Node>()
  for (const pair of map.items) {
    const node = asNode(pair.key)
    const name = keyText(pair)
    const before = first.get(name)
    if (node === null) continue
    if (before === undefined) first.set(name, node)
    else
      problems.push({
        node,
        code: 'registry-syntax',
        message: `the key \`${name}\` is written twice`,
        help: 'Keep one of them.',
        first: before,
      })
    if (hasHidden(name))
      problems.push({ node, code: 'registry-refused', message: 'the key holds an invisible character, written as an escape' })
    if (name === '__proto__') problems.push({ node, code: 'registry-refused', message: '`__proto__` cannot be a key' })
  }
}

function aliasHelp(source: string): string {
  return source === ''
    ? 'Text that is only `*` must stand in quotes: "*".'
    : `Define \`&${source}\` above, or put text that begins with \`*\` in quotes.`
}
