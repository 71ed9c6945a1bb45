import * as z from 'zod'
import type { Found, PinEditor } from './contract.ts'
import { namesImage } from './image/name.ts'
import { foundInReference, parseReference } from './image/reference.ts'
import { expand } from './image/template.ts'
import { inOrder } from './order.ts'
import { replacing } from './rewrite/edits.ts'
import { commitWithComment } from './tree/scalar-found.ts'
import { mapsUnder, type ScalarNode, scalarAt } from './tree/tree.ts'
import { yamlTrees } from './tree/yaml-tree.ts'

const locator = z
  .string()
  .regex(/^(?:docker:\/\/)?[\w][\w./:-]{0,300}$/, 'it is no name of an action')
  .meta({
    description:
      'An action or reusable workflow as `owner/name`, which means all its paths, or with one path; a container action as `docker://image`.',
    examples: ['actions/checkout', 'github/codeql-action/init', 'acme/ci/.github/workflows/build.yml', 'docker://alpine'],
  })

const COMMIT = /^[0-9a-f]{40}$/

/** Actions and reusable workflows in GitHub workflows: `uses: actions/checkout@<commit> # v6.0.2`. */
export const uses: PinEditor<string> = {
  id: 'uses',
  label: 'An action or reusable workflow of GitHub Actions, with its commit',
  docs: 'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses',
  locator,
  find(text, wanted) {
    return inOrder(
      actionsIn(text)
        .filter(({ name }) => isMeant(name, wanted))
        .map(({ node }) => placeOf(text, node)),
    )
  },
  ...replacing((text, found) => {
    const isCommit = found.digest !== undefined && COMMIT.test(found.digest.value)
    const beside = isCommit && endsLine(text, found.end)
    return { insert: (version) => (isCommit ? ` # ${version}` : `:${version}`), insertBesideDigest: beside }
  }),
  similar: (text) => actionsIn(text).map(({ name }) => name),
}

interface Action {
  /** Without ref: `actions/checkout`, `docker://alpine`. */
  name: string
  node: ScalarNode
}

function actionsIn(text: string): Action[] {
  return mapsUnder(yamlTrees(text)).flatMap((map) => {
    const node = scalarAt(map, 'uses')
    if (node === undefined || node.value.startsWith('./')) return []
    const image = /^docker:\/\//.test(node.value) ? parseReference(node.value) : null
    return [{ name: image === null ? (node.value.split('@', 1)[0] ?? '') : `docker://${image.name}`, node }]
  })
}

function isMeant(name: string, wanted: string): boolean {
  if (name.startsWith('docker://')) return wanted.startsWith('docker://') && namesImage(name, wanted)
  const [written, asked] = [name.toLowerCase(), wanted.toLowerCase()]
  return written === asked || (asked.split('/').length === 2 && written.startsWith(`${asked}/`))
}

function placeOf(text: string, node: ScalarNode): Found | null {
  const raw = text.slice(node.start, node.end)
  if (raw.startsWith('docker://')) {
    const expanded = expand(raw, node.start)
    const reference = expanded === null ? null : parseReference(expanded.text)
    return expanded === null || reference === null ? null : foundInReference(text, expanded, reference)
  }
  const start = node.start + raw.lastIndexOf('@') + 1
  const ref = text.slice(start, node.end)
  if (start === node.start || ref === '' || /[\s$]/.test(ref)) return null
  if (!COMMIT.test(ref)) return { value: ref, start, end: node.end }
  return commitWithComment(text, start, node.end) ?? commitAlone(text, start, node.end)
}

/** A commit without a comment that names its version: one is put behind it, and behind the quote. */
function commitAlone(text: string, start: number, end: number): Found {
  const behind = /["']/.test(text.charAt(end)) ? end + 1 : end
  return { value: '', start: behind, end: behind, digest: { value: text.slice(start, end), start, end } }
}

/** Inside `{ uses: … }` a comment would swallow what follows. */
function endsLine(text: string, at: number): boolean {
  return /^[ \t]{0,100}(?:[ \t]#|\r?\n|\r?$)/.test(text.slice(at, at + 110))
}
