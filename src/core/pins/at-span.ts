import { applyEdits } from '../text/edit.ts'
import type { BareLanguage, Found, PinValue } from './contract.ts'
import { planEdits } from './rewrite/edits.ts'
import { hclTrees } from './tree/hcl-tree.ts'
import { jsonTrees } from './tree/json-tree.ts'
import { tomlTrees } from './tree/toml-tree.ts'
import { everyNode, type ScalarNode, type TreeNode } from './tree/tree.ts'
import { yamlTrees } from './tree/yaml-tree.ts'

const TREES: readonly [RegExp, (text: string) => readonly TreeNode[]][] = [
  [/\.ya?ml$/i, yamlTrees],
  [/\.(?:json|json5|jsonc|lock)$/i, jsonTrees],
  [/\.toml$/i, tomlTrees],
  [/\.(?:tf|tfvars|hcl|tofu)$/i, hclTrees],
]
const DIGEST_BEHIND = /^@(sha256:[0-9a-f]{64})(?![0-9a-f])/
const COMMIT_BEFORE = /(?<![0-9a-f])([0-9a-f]{40})["']?[ \t]{1,40}#[^\r\n#]{0,120}$/
const LINE = 400

/** The place at offsets that a scanner or a person named, with the digest or commit beside it and the language whose bare scalar it is. */
export function foundAt(text: string, path: string, start: number, end: number): Found {
  const value = text.slice(start, end)
  if (/^sha256:[0-9a-f]{64}$/.test(value) && text.charAt(start - 1) === '@') {
    return { value: '', start: start - 1, end: start - 1, digest: { value, start, end } }
  }
  const digest = digestBeside(text, start, end)
  const bare = bareAt(text, path, start, digest !== undefined && digest.start === end + 1 ? digest.end : end)
  return { value, start, end, ...(digest === undefined ? {} : { digest }), ...(bare === undefined ? {} : { bare }) }
}

/**
 * The text with the place at `start` to `end` saying `value` by the rules that all editors share (docs/pins.md). Where the place itself is a
 * digest, `value.version` is the new digest. Where a commit stands before it and none is given, the place alone changes: whoever names a place
 * is obeyed, which `editPin` would not do.
 * @throws Error where the value has characters that no version has, with a sentence that says so
 */
export function editAt(text: string, path: string, start: number, end: number, value: PinValue): string {
  const place = foundAt(text, path, start, end)
  const { digest, ...alone } = place
  const found = digest !== undefined && digest.end < start && value.digest === undefined ? alone : place
  const wanted = found.value === '' && start !== end ? { version: '', digest: value.digest ?? value.version } : value
  const plan = planEdits(text, found, wanted, { takesRanges: true, insert: (version) => `:${version}` })
  if (typeof plan === 'string') throw new Error(plan)
  return applyEdits(text, plan)
}

function digestBeside(text: string, start: number, end: number): Found['digest'] {
  const behind = DIGEST_BEHIND.exec(text.slice(end, end + 80))?.[1]
  if (behind !== undefined) return { value: behind, start: end + 1, end: end + 1 + behind.length }
  const before = text.slice(Math.max(0, start - LINE), start)
  const commit = COMMIT_BEFORE.exec(before)
  if (commit?.[1] === undefined) return undefined
  const at = start - before.length + commit.index
  return { value: commit[1], start: at, end: at + commit[1].length }
}

function bareAt(text: string, path: string, start: number, end: number): BareLanguage | undefined {
  const read = TREES.find(([name]) => name.test(path))?.[1]
  if (read === undefined) return undefined
  const scalar = [...everyNode(read(text))].find(
    (node): node is ScalarNode => node.kind === 'scalar' && node.start === start && node.end === end,
  )
  return scalar?.bare
}
