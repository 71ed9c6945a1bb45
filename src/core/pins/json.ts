import { jsonTrees } from './tree/json-tree.ts'
import { treeEditor } from './tree/tree-editor.ts'

/** Values of a JSON file by path; comments and trailing commas are no hindrance. */
export const json = treeEditor({
  id: 'json',
  label: 'A value of a JSON file (comments allowed), by its path',
  docs: 'https://www.rfc-editor.org/rfc/rfc8259',
  description:
    'Path of the value, as for `yaml`: keys joined by dots, `[0]` for an item, `["x.y"]` for a key with dots, `[*]`, `[name=redis]`.',
  examples: ['redis.version', 'dependencies[name=loki].version', 'features["ghcr.io/devcontainers/features/go:1"].version'],
  parse: jsonTrees,
})
