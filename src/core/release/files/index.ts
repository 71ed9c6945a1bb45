import { cargo } from './cargo.ts'
import { chart } from './chart.ts'
import type { VersionFileKind } from './contract.ts'
import { mix } from './mix.ts'
import { packageJson } from './package-json.ts'
import { pyproject } from './pyproject.ts'
import { pythonModule } from './python-module.ts'
import { versionText } from './version-text.ts'

/** All kinds of files that carry the version of the project they stand in. */
export const versionFileKinds: readonly VersionFileKind[] = [versionText, packageJson, chart, pyproject, pythonModule, mix, cargo]

/** The kind of a file, by its name. */
export function kindOf(path: string): VersionFileKind | undefined {
  return versionFileKinds.find((kind) => kind.handles(path))
}
