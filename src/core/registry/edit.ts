import { isAlias, isScalar, type Node, Scalar } from 'yaml'
import { fail } from '../model/problems.ts'
import { type Edit, placeOf } from '../text/edit.ts'
import type { RegistryPath } from './resolved.ts'
import { type Located, locate, type Path, pathText } from './yaml/locate.ts'
import { readAgain } from './yaml/read.ts'
import { scalarText } from './yaml/scalar-text.ts'
import type { Tree } from './yaml/tree.ts'

/** A scalar of the registry and where its text stands, quotes included. Offsets are UTF-16 code units. */
export interface FoundScalar {
  value: string
  start: number
  end: number
  line: number
  column: number
}

/** The scalar at a path, as text; null where there is none. Aliases are followed. */
export function scalarAt(text: string, path: RegistryPath): FoundScalar | null {
  const { tree } = readAgain(text)
  const found = tree === null ? null : locate(tree, path)
  const node = found?.whole === true && tree !== null ? followed(tree, found.value) : null
  if (!isScalar(node) || !node.range || node.value === null) return null
  const value = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value))
  return { value, start: node.range[0], end: node.range[1], ...placeOf(text, node.range[0]) }
}

/**
 * The edits after which the scalar at a path says `value`, as text: nothing else changes, quotes stay, and a bare scalar that YAML
 * would read as something else (`1.10` is a number) gets quotes. None where it says so already.
 * @throws ProblemError `registry-syntax` where the text is no YAML, `registry-invalid` where nothing stands at the path,
 * `registry-refused` where what stands there is shared with other places by an alias or a merge key
 */
export function setRegistryScalar(text: string, path: RegistryPath, value: string): Edit[] {
  const { tree, problems } = readAgain(text)
  const where = pathText(path)
  const [first] = problems
  if (tree === null || first !== undefined)
    fail(first?.code ?? 'registry-syntax', `The registry cannot be edited: ${first?.message ?? 'it is no YAML'}.`, { path: where })
  const found = locate(tree, path)
  const node = found.value
  if (!found.whole) fail('registry-invalid', 'Nothing stands at this path of the registry, so it cannot be changed.', { path: where })
  const sharing = sharedBy(tree, path, found)
  if (sharing !== null) {
    const { line } = placeOf(text, node?.range?.[0] ?? 0)
    const message = `The value in line ${line} is written once and holds in several places, by ${sharing}; changing it would change them all.`
    fail('registry-refused', message, { path: where, help: 'Write the value out at this place.' })
  }
  if (!isScalar(node) || !node.range || node.source === undefined || (node.value === null && node.source === '')) {
    fail('registry-invalid', 'What stands at this path of the registry is no single value.', { path: where })
  }
  if (node.value === value) return []
  const [start, last] = node.range
  // A block takes its last line end along; that one stays.
  const end = start + text.slice(start, last).trimEnd().length
  return [{ start, end, text: scalarText(value, node.type ?? Scalar.PLAIN) }]
}

/** What the value at the path is shared by; null where it holds in one place alone. */
function sharedBy(tree: Tree, path: Path, found: Located): string | null {
  if (isAlias(found.value)) return `the alias \`*${found.value.source}\``
  if (found.shared) return 'an alias or a merge key'
  const anchor = nodesOn(tree, path)
    .map(anchorOf)
    .find((name) => name !== undefined && tree.used.has(name))
  return anchor === undefined ? null : `the anchor \`&${anchor}\``
}

function nodesOn(tree: Tree, path: Path): Node[] {
  return path.flatMap((_, index) => locate(tree, path.slice(0, index + 1)).value ?? [])
}

function anchorOf(node: Node): string | undefined {
  return 'anchor' in node && typeof node.anchor === 'string' ? node.anchor : undefined
}

function followed(tree: Tree, node: Node | null): Node | null {
  return isAlias(node) ? (tree.target(node) ?? null) : node
}
