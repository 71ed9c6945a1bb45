import { jsonTrees } from '../../pins/tree/json-tree.ts'
import { type Companion, folderOf, foldersUp, nameOf, type VersionFileKind } from './contract.ts'
import { nodeAt, scalarPlace } from './span.ts'

/** `package.json`, and what npm's lock file repeats of it: at its top, and under `packages` by the folder of the package. */
export const packageJson: VersionFileKind = {
  id: 'package.json',
  label: '`package.json`, with its own version in `package-lock.json` and `npm-shrinkwrap.json`',
  handles: (path) => nameOf(path) === 'package.json',
  places: (text) => scalarPlace('version', text, nodeAt(jsonTrees(text), 'version')),
  companions: (path) => foldersUp(folderOf(path)).flatMap((folder) => lockFiles(folder, folderOf(path))),
}

function lockFiles(folder: string, packageFolder: string): Companion[] {
  const key = packageFolder.slice(folder.length).replace(/\/$/, '')
  return ['package-lock.json', 'npm-shrinkwrap.json'].map((name) => ({
    path: folder + name,
    places: (text) => [
      ...(key === '' ? scalarPlace('version', text, nodeAt(jsonTrees(text), 'version')) : []),
      ...scalarPlace(`packages[${JSON.stringify(key)}].version`, text, nodeAt(jsonTrees(text), 'packages', key, 'version')),
    ],
  }))
}
