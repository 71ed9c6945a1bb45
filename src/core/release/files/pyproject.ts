import { tomlTrees } from '../../pins/tree/toml-tree.ts'
import type { TreeNode } from '../../pins/tree/tree.ts'
import { type Companion, folderOf, foldersUp, nameOf, type VersionFileKind, type VersionPlace } from './contract.ts'
import { pythonSpelling } from './python-version.ts'
import { nodeAt, scalarPlace, valueAt } from './span.ts'

const PROJECT = ['project', 'version'] as const
const POETRY = ['tool', 'poetry', 'version'] as const

/** `pyproject.toml` (PEP 621 and Poetry), and what uv's lock file repeats of it. A `dynamic` version stands in a module. */
export const pyproject: VersionFileKind = {
  id: 'pyproject.toml',
  label: '`pyproject.toml` (PEP 621, Poetry), with its own version in `uv.lock`; pre-releases by PEP 440',
  handles: (path) => nameOf(path) === 'pyproject.toml',
  places: (text) =>
    [PROJECT, POETRY].flatMap((path) => scalarPlace(path.join('.'), text, nodeAt(tomlTrees(text), ...path), pythonSpelling)),
  companions(path, text) {
    const name = valueAt(tomlTrees(text), 'project', 'name')
    return name === undefined ? [] : foldersUp(folderOf(path)).map((folder) => uvLock(folder, name))
  },
}

function uvLock(folder: string, name: string): Companion {
  return { path: `${folder}uv.lock`, places: (text) => lockedPackages(text, name) }
}

/** uv marks its own packages by a source in the repository: `{ editable = "." }`, `{ virtual = "." }`. */
function lockedPackages(text: string, name: string): VersionPlace[] {
  const packages = nodeAt(tomlTrees(text), 'package')
  const own = (packages?.kind === 'list' ? packages.items() : []).filter((node) => normal(nameIn(node)) === normal(name) && isLocal(node))
  return own.flatMap((node) => scalarPlace(`package[name=${name}].version`, text, nodeAt([node], 'version'), pythonSpelling))
}

function nameIn(node: TreeNode): string {
  return valueAt([node], 'name') ?? ''
}

function isLocal(node: TreeNode): boolean {
  return ['editable', 'virtual', 'directory'].some((kind) => nodeAt([node], 'source', kind) !== undefined)
}

/** Python packages are one by whatever of `-`, `_` and `.` they are spelt with. */
function normal(name: string): string {
  return name.toLowerCase().replace(/[-_.]{1,20}/g, '-')
}
