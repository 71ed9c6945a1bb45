import { hclTrees } from './tree/hcl-tree.ts'
import { treeEditor } from './tree/tree-editor.ts'

/** Values of Terraform, OpenTofu, Terragrunt and Packer files by path; a block is a key under its type and labels. */
export const hcl = treeEditor({
  id: 'hcl',
  label: 'A value of an HCL file (Terraform, OpenTofu), by its path',
  docs: 'https://developer.hashicorp.com/terraform/language/syntax/configuration',
  description:
    'Path of the value: block type, labels and attribute joined by dots, as for `yaml` otherwise. Of a module source with `?ref=` the ref is the version.',
  examples: [
    'variable.redis_version.default',
    'terraform.required_version',
    'terraform.required_providers.aws.version',
    'module.vpc.version',
  ],
  parse: hclTrees,
})
