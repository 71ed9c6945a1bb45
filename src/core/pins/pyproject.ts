import * as z from 'zod'
import type { Found, PinEditor } from './contract.ts'
import { inOrder } from './order.ts'
import { replacing } from './rewrite/edits.ts'
import { normalPythonName, pythonRequirement } from './syntax/python-requirement.ts'
import { parsePath } from './tree/path.ts'
import { foundInScalar } from './tree/scalar-found.ts'
import { selectNodes, selectScalars } from './tree/select.ts'
import { tomlTrees } from './tree/toml-tree.ts'
import { type ScalarNode, scalarAt, type TreeNode } from './tree/tree.ts'

const locator = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,200}$/, 'it is no name of a Python package')
  .meta({
    description: 'Name of the package, in any spelling; `python` for the required Python, `uv` for the required uv.',
    examples: ['django', 'python'],
  })

/** Lists of requirement strings: PEP 621, PEP 735, build requirements, uv, PDM, Hatch. */
const LISTS = [
  'project.dependencies',
  'project["optional-dependencies"].*',
  'build-system.requires',
  'dependency-groups.*',
  'tool.uv["dev-dependencies"]',
  'tool.uv["constraint-dependencies"]',
  'tool.uv["override-dependencies"]',
  'tool.pdm["dev-dependencies"].*',
  'tool.hatch.envs.*.dependencies',
  'tool.hatch.envs.*["extra-dependencies"]',
]
/** Tables of names with a version or a table that has one: Poetry. */
const TABLES = ['tool.poetry.dependencies', 'tool.poetry["dev-dependencies"]', 'tool.poetry.group.*.dependencies']
const SINGLES: Readonly<Record<string, string>> = { python: 'project["requires-python"]', uv: 'tool.uv["required-version"]' }

/** Packages of a pyproject.toml, in all the places where tools look for them. */
export const pyproject: PinEditor<string> = {
  id: 'pyproject',
  label: 'A package of a pyproject.toml (PEP 621, dependency groups, Poetry, uv, PDM, Hatch)',
  docs: 'https://packaging.python.org/en/latest/specifications/pyproject-toml/',
  locator,
  find(text, name) {
    const wanted = normalPythonName(name)
    return inOrder(
      packagesIn(text)
        .filter((one) => one.name === wanted)
        .map(({ found }) => found),
    )
  },
  ...replacing(() => ({ takesRanges: true })),
  similar: (text) => packagesIn(text).map(({ name }) => name),
}

interface Package {
  name: string
  found: Found | null
}

function packagesIn(text: string): Package[] {
  const roots = tomlTrees(text)
  const listed = LISTS.flatMap((path) => under(roots, path)).flatMap((list) => (list.kind === 'list' ? list.items() : []))
  const tables = TABLES.flatMap((path) => under(roots, path)).flatMap((table) => (table.kind === 'map' ? table.entries() : []))
  const singles = Object.entries(SINGLES).flatMap(([name, path]) =>
    selectScalars(roots, segments(path)).map((scalar) => ({ name, found: foundInScalar(text, scalar) })),
  )
  return [
    ...listed.flatMap((item) => (item.kind === 'scalar' ? (pythonRequirement(text.slice(item.start, item.end), item.start) ?? []) : [])),
    ...tables.flatMap(([name, node]) =>
      versionsOf(node).map((scalar) => ({ name: normalPythonName(name), found: foundInScalar(text, scalar) })),
    ),
    ...singles,
  ]
}

/** `"^1.2"`, `{ version = "^1.2", extras = […] }`, or several of these for different Pythons. */
function versionsOf(node: TreeNode): ScalarNode[] {
  if (node.kind === 'list') return node.items().flatMap((item) => (item.kind === 'list' ? [] : versionsOf(item)))
  if (node.kind === 'scalar') return node.value === '*' ? [] : [node]
  const version = scalarAt(node, 'version') ?? scalarAt(node, 'tag')
  return version === undefined ? [] : [version]
}

function under(roots: readonly TreeNode[], path: string): TreeNode[] {
  return selectNodes(roots, segments(path))
}

function segments(path: string) {
  const parsed = parsePath(path)
  if ('error' in parsed) throw new Error(parsed.error)
  return parsed
}
