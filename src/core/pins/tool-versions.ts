import * as z from 'zod'
import type { Found, PinEditor } from './contract.ts'
import { inOrder } from './order.ts'
import { replacing } from './rewrite/edits.ts'
import { isSafeVersion } from './rewrite/safe-value.ts'
import { linesOf } from './syntax/lines.ts'
import { foundInScalar } from './tree/scalar-found.ts'
import { tomlTrees } from './tree/toml-tree.ts'
import { scalarAt, type TreeNode } from './tree/tree.ts'

const locator = z
  .string()
  .regex(/^[\w][\w.:@/-]{0,200}$/, 'it is no name of a tool')
  .meta({
    description:
      'Name of the tool as asdf or mise know it (`node` and `nodejs`, `go` and `golang` are one). In a file that holds nothing but a version, any name fits.',
    examples: ['elixir', 'nodejs', 'npm:prettier'],
  })

const SAME: Readonly<Record<string, string>> = { nodejs: 'node', golang: 'go' }

/** Tools in `.tool-versions`, `mise.toml`, and files such as `.nvmrc` and `.python-version` that hold only a version. */
export const toolVersions: PinEditor<string> = {
  id: 'tool-versions',
  label: 'A tool of .tool-versions or mise.toml, or the version in .nvmrc, .python-version and the like',
  docs: 'https://asdf-vm.com/manage/configuration.html',
  locator,
  find(text, name) {
    const tools = toolsIn(text)
    return inOrder(tools.filter((tool) => tool.name === null || normal(tool.name) === normal(name)).map(({ found }) => found))
  },
  ...replacing(),
  similar: (text) => toolsIn(text).flatMap(({ name }) => name ?? []),
}

interface Tool {
  /** Null in a file that holds nothing but a version. */
  name: string | null
  found: Found | null
}

function normal(name: string): string {
  return SAME[name] ?? name
}

function toolsIn(text: string): Tool[] {
  const table = tomlTrees(text).flatMap((root) => (root.kind === 'map' ? root.entries().filter(([key]) => key === 'tools') : []))
  if (table.length > 0)
    return table.flatMap(([, tools]) =>
      tools.kind === 'map' ? tools.entries().flatMap(([name, node]) => miseTools(text, name, node)) : [],
    )
  const lines = [...linesOf(text)].flatMap(({ text: line, start }) => lineOf(line, start))
  const only = lines.length === 1 ? lines[0] : undefined
  return only?.words.length === 1
    ? [{ name: null, found: placeOf(only.words[0]) }]
    : lines.flatMap(({ words: [name, version] }) =>
        name === undefined || version === undefined ? [] : [{ name: name.text, found: placeOf(version) }],
      )
}

/** `node = "24"`, `node = ["24", "22"]` (the first is the one that is used), `node = { version = "24" }`. */
function miseTools(text: string, name: string, node: TreeNode): Tool[] {
  const value = node.kind === 'list' ? node.items()[0] : node
  const scalar = value?.kind === 'map' ? scalarAt(value, 'version') : value
  return scalar?.kind === 'scalar' ? [{ name, found: foundInScalar(text, scalar) }] : []
}

interface Word {
  text: string
  start: number
}

function lineOf(line: string, start: number): { words: Word[] }[] {
  const code = line.split('#', 1)[0] ?? ''
  const words = [...code.matchAll(/\S+/g)].slice(0, 3).map((match) => ({ text: match[0], start: start + match.index }))
  return words.length === 0 ? [] : [{ words }]
}

/** `ref:v1.2` names a tag; `path:…` and `system` name no version. */
function placeOf(word: Word | undefined): Found | null {
  if (word === undefined || /^(?:path:.*|system)$/.test(word.text)) return null
  const skipped = /^(?:ref|tag):/.exec(word.text)?.[0].length ?? 0
  const value = word.text.slice(skipped)
  return isSafeVersion(value) ? { value, start: word.start + skipped, end: word.start + word.text.length } : null
}
