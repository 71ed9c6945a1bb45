import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLMap } from 'yaml'

/** One key of a mapping and what stands behind it. */
export interface Entry {
  key: Scalar | null
  value: Node | null
  /** Came in by a merge key (`<<`): it is written elsewhere and shared with others. */
  merged: boolean
}

/**
 * A document with its aliases resolved and its merge keys followed. YAML's own conversion is not used: it counts aliases, so that a
 * registry of a thousand components with one shared default is refused, and it does not count merges at all.
 */
export interface Tree {
  document: Document
  root: Node | null
  /** The node an alias stands for; undefined where no such anchor comes before it. */
  target(alias: Alias): Node | undefined
  /** The keys of a mapping, merged ones among them. Where a key is written twice, the first counts. */
  entries(map: YAMLMap): ReadonlyMap<string, Entry>
  /** Names of anchors that some alias uses. */
  used: ReadonlySet<string>
  /** Whether merge keys would copy more keys than any registry has; further ones are not followed then. */
  overflows(): boolean
}

/** Chains of merges grow with the square of their length. */
const MAX_MERGED = 300_000

export function treeOf(document: Document): Tree {
  const targets = new WeakMap<Alias, Node>()
  const used = new Set<string>()
  const root = asNode(document.contents)
  if (root !== null) bind(root, new Map(), targets, used)
  const target = (alias: Alias) => targets.get(alias)
  const known = new WeakMap<YAMLMap, ReadonlyMap<string, Entry>>()
  let merged = 0
  const entries = (map: YAMLMap): ReadonlyMap<string, Entry> => {
    const cached = known.get(map)
    if (cached !== undefined) return cached
    known.set(map, new Map()) // a mapping that merges itself ends here
    const made = ownEntries(map)
    const sources = map.items.filter(isMergeKey).flatMap((pair) => mergeSources(pair, target))
    for (const source of merged > MAX_MERGED ? [] : sources) {
      for (const [name, entry] of entries(source)) {
        merged += 1
        if (!made.has(name)) made.set(name, { ...entry, merged: true })
      }
    }
    known.set(map, made)
    return made
  }
  return { document, root, target, entries, used, overflows: () => merged > MAX_MERGED }
}

/** Walks in document order: an alias stands for the nearest anchor of its name before it. */
function bind(node: Node, anchors: Map<string, Node>, targets: WeakMap<Alias, Node>, used: Set<string>): void {
  if (isAlias(node)) {
    used.add(node.source)
    const found = anchors.get(node.source)
    if (found !== undefined) targets.set(node, found)
    return
  }
  if ('anchor' in node && typeof node.anchor === 'string') anchors.set(node.anchor, node)
  for (const child of children(node)) bind(child, anchors, targets, used)
}

function children(node: Node): Node[] {
  if (isSeq(node)) return node.items.map(asNode).filter((item) => item !== null)
  if (!isMap(node)) return []
  return node.items.flatMap((pair) => [asNode(pair.key), asNode(pair.value)]).filter((item) => item !== null)
}

function ownEntries(map: YAMLMap): Map<string, Entry> {
  const made = new Map<string, Entry>()
  for (const pair of map.items) {
    const name = keyText(pair)
    const key = isScalar(pair.key) ? pair.key : null
    if (!isMergeKey(pair) && !made.has(name)) made.set(name, { key, value: asNode(pair.value), merged: false })
  }
  return made
}

/** The mappings that a merge key names; earlier ones stand above later ones. */
export function mergeSources(pair: Pair, target: Tree['target']): YAMLMap[] {
  const value = asNode(pair.value)
  const named = isSeq(value) ? value.items.map(asNode) : [value]
  return named.map((node) => (isAlias(node) ? target(node) : node)).filter((node) => isMap(node))
}

export function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.value === '<<' && pair.key.type === Scalar.PLAIN
}

export function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key)
}

/** Whatever a parsed document holds is a node or null; the types of the library allow plain values, too. */
export function asNode(value: unknown): Node | null {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null
}
