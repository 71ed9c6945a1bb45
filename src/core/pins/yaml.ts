import { treeEditor } from './tree/tree-editor.ts'
import { yamlTrees } from './tree/yaml-tree.ts'

/** Values of a YAML file by path, in all its documents. Anchors are followed to where the value stands. */
export const yaml = treeEditor({
  id: 'yaml',
  label: 'A value of a YAML file, by its path',
  docs: 'https://yaml.org/spec/1.2.2/',
  description:
    'Path of the value: keys joined by dots, `[0]` for an item, `["x.y"]` for a key with dots, `[*]` for all items, `[name=redis]` for those that have the value. Looked up in every document of the file.',
  examples: [
    'redis_version',
    'services[0].version',
    'images[name=redis].newTag',
    '[kind=Deployment].metadata.labels["app.kubernetes.io/version"]',
  ],
  parse: yamlTrees,
})
