import { yamlTrees } from '../../pins/tree/yaml-tree.ts'
import { nameOf, type VersionFileKind } from './contract.ts'
import { nodeAt, scalarPlace } from './span.ts'

/** A Helm chart of the project: its own version and the version of what it installs, which are the same thing here. */
export const chart: VersionFileKind = {
  id: 'Chart.yaml',
  label: '`Chart.yaml`: `version` and `appVersion`',
  handles: (path) => /^Chart\.ya?ml$/.test(nameOf(path)),
  places: (text) => ['version', 'appVersion'].flatMap((field) => scalarPlace(field, text, nodeAt(yamlTrees(text), field))),
}
