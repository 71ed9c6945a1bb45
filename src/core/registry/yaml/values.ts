import { type Alias, isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml'
import { keyProblems, type NodeProblem, nodeProblems } from './node-checks.ts'
import { asNode, isMergeKey, type Tree } from './tree.ts'

/** Values that a registry would have if all aliases were written out. More is an attack: some lines can stand for billions. */
const MAX_VALUES = 1_000_000
/** The schema is ten levels deep; `x-` keys and locators may add some. */
const MAX_DEPTH = 50

interface Made {
  value: unknown
  /** Number of values, aliases written out. */
  size: number
  depth: number
}

interface Conversion {
  tree: Tree
  problems: NodeProblem[]
  /** What each collection and each anchored value became; null while it is being made. */
  done: Map<Node, Made | null>
}

const NOTHING: Made = { value: null, size: 1, depth: 1 }

/** The plain value of a document, and what is wrong with the document itself. Shared parts are shared in the value, too. */
export function plainValue(tree: Tree): { value: unknown; problems: NodeProblem[] } {
  const conversion: Conversion = { tree, problems: [], done: new Map() }
  const made = make(tree.root, conversion)
  const refusal = tooMuch(made, tree)
  if (refusal === null) return { value: made.value, problems: conversion.problems }
  return { value: null, problems: [...conversion.problems, refusal] }
}

function tooMuch(made: Made, tree: Tree): NodeProblem | null {
  const large = made.size > MAX_VALUES || tree.overflows()
  if (!large && made.depth <= MAX_DEPTH) return null
  const message = large
    ? `with its aliases written out the file would have more than ${MAX_VALUES.toLocaleString('en')} values`
    : `the file is nested more than ${MAX_DEPTH} levels deep`
  const help = 'Write it out without aliases, or remove what does not belong into a registry.'
  return { node: tree.root, code: 'registry-refused', message, help }
}

function make(node: Node | null, conversion: Conversion): Made {
  if (node === null) return NOTHING
  const { done, problems } = conversion
  const known = done.get(node)
  if (known !== undefined) return known ?? recursion(node, conversion)
  for (const problem of nodeProblems(node)) problems.push(problem)
  if (isScalar(node) && node.anchor === undefined) return { value: scalarValue(node), size: 1, depth: 1 }
  done.set(node, null)
  const made = convert(node, conversion)
  done.set(node, made)
  return made
}

function convert(node: Node, conversion: Conversion): Made {
  if (isAlias(node)) return convertAlias(node, conversion)
  if (isMap(node)) return convertMap(node, conversion)
  if (isSeq(node)) {
    const items = node.items.map((item) => make(asNode(item), conversion))
    return gather(items, (values) => values)
  }
  return { value: isScalar(node) ? scalarValue(node) : null, size: 1, depth: 1 }
}

function convertAlias(alias: Alias, conversion: Conversion): Made {
  const target = conversion.tree.target(alias)
  if (target !== undefined) return conversion.done.get(target) === null ? recursion(alias, conversion) : make(target, conversion)
  const { source } = alias
  const help =
    source === ''
      ? 'Text that is only `*` must stand in quotes: "*".'
      : `Define \`&${source}\` above, or put text that begins with \`*\` in quotes.`
  conversion.problems.push({ node: alias, code: 'registry-syntax', message: `no anchor \`&${source}\` comes before this alias`, help })
  return NOTHING
}

function convertMap(map: YAMLMap, conversion: Conversion): Made {
  const { tree, problems } = conversion
  for (const problem of keyProblems(map, tree)) problems.push(problem)
  for (const pair of map.items) if (isMergeKey(pair)) make(asNode(pair.value), conversion)
  const entries = [...tree.entries(map)].filter(([name]) => name !== '__proto__')
  return gather(
    entries.map(([, entry]) => make(entry.value, conversion)),
    (values) => Object.fromEntries(entries.map(([name], index) => [name, values[index]])),
  )
}

function recursion(node: Node, { problems }: Conversion): Made {
  const message = 'the alias stands for something that it is part of'
  problems.push({ node, code: 'registry-refused', message, help: 'Write the value out.' })
  return NOTHING
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

/** Tags can make objects of scalars (`!!binary`); they are reported, and read as the text that they are. */
function scalarValue(node: Scalar): unknown {
  return typeof node.value === 'object' && node.value !== null ? node.source : node.value
}
