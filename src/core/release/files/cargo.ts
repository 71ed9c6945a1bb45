import { tomlTrees } from '../../pins/tree/toml-tree.ts'
import { type Companion, folderOf, foldersUp, nameOf, type VersionFileKind, type VersionPlace } from './contract.ts'
import { nodeAt, scalarPlace, valueAt } from './span.ts'

/**
 * `Cargo.toml`: the version of the package, or the one that a workspace gives to its members, and what `Cargo.lock` repeats of them: a lock file
 * left behind would fail every build with `--locked`.
 */
export const cargo: VersionFileKind = {
  id: 'Cargo.toml',
  label: '`Cargo.toml`: `package.version` or `workspace.package.version`, with the own crates in `Cargo.lock`',
  handles: (path) => nameOf(path) === 'Cargo.toml',
  places: (text) => [
    ...scalarPlace('package.version', text, nodeAt(tomlTrees(text), 'package', 'version')),
    ...scalarPlace('workspace.package.version', text, nodeAt(tomlTrees(text), 'workspace', 'package', 'version')),
  ],
  companions(path, text) {
    const own = ownName(text)
    const shares = nodeAt(tomlTrees(text), 'workspace', 'package', 'version') !== undefined
    return foldersUp(folderOf(path)).map((folder) => cargoLock(folder, own, shares ? folderOf(path) : null))
  },
}

/** `members`: folder of the workspace whose crates take its version; null where there is none. */
function cargoLock(folder: string, own: string | undefined, members: string | null): Companion {
  const manifests = (listed: readonly string[]) =>
    members === null ? [] : listed.filter((path) => path.startsWith(members) && nameOf(path) === 'Cargo.toml')
  return {
    path: `${folder}Cargo.lock`,
    needs: manifests,
    places(text, others) {
      const inheriting = [...others].flatMap(([path, other]) =>
        nameOf(path) === 'Cargo.toml' && inherits(other) ? (crateName(other) ?? []) : [],
      )
      return lockedCrates(text, new Set([...(own === undefined ? [] : [own]), ...(members === null ? [] : inheriting)]))
    },
  }
}

/** Crates of the repository have no `source` in the lock file. */
function lockedCrates(text: string, names: ReadonlySet<string>): VersionPlace[] {
  const packages = nodeAt(tomlTrees(text), 'package')
  return (packages?.kind === 'list' ? packages.items() : []).flatMap((node) => {
    const name = valueAt([node], 'name') ?? ''
    if (!names.has(name) || nodeAt([node], 'source') !== undefined) return []
    return scalarPlace(`package[name=${name}].version`, text, nodeAt([node], 'version'))
  })
}

function crateName(text: string): string | undefined {
  return valueAt(tomlTrees(text), 'package', 'name')
}

/** The crate's name where it has a version of its own. */
function ownName(text: string): string | undefined {
  return nodeAt(tomlTrees(text), 'package', 'version')?.kind === 'scalar' ? crateName(text) : undefined
}

function inherits(text: string): boolean {
  return valueAt(tomlTrees(text), 'package', 'version', 'workspace') === 'true'
}
