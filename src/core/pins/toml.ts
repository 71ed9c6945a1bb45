import { tomlTrees } from './tree/toml-tree.ts'
import { treeEditor } from './tree/tree-editor.ts'

/** Values of a TOML file by path: dotted keys, inline tables and arrays of tables alike. */
export const toml = treeEditor({
  id: 'toml',
  label: 'A value of a TOML file, by its path',
  docs: 'https://toml.io/en/v1.0.0',
  description:
    'Path of the value, as for `yaml`. Tables, inline tables and dotted keys are one and the same; `[0]`, `[*]` and `[name=redis]` choose among `[[tables]]`.',
  examples: ['toolchain.channel', 'tools.node', 'package[name=serde].version'],
  parse: tomlTrees,
})
