import * as z from 'zod'
import type { Found, PinEditor, PinValue } from './contract.ts'
import { inOrder } from './order.ts'
import { planEdits, planned } from './rewrite/edits.ts'
import { jsonTrees } from './tree/json-tree.ts'
import { everyNode, type MapNode, type ScalarNode, scalarAt } from './tree/tree.ts'

const locator = z
  .union([
    z.string().regex(/^@?[\w][\w./-]{0,213}$/, 'it is no name of a package'),
    z.strictObject({
      package: z.string().min(1).meta({ description: 'Name of the package.' }),
      in: z.string().min(1).meta({ description: 'The group that is meant: `dependencies`, `devDependencies`, `engines`, `overrides` …' }),
    }),
  ])
  .meta({
    description: 'Name of a package in any group, of an engine (`node`), or of the package manager. With `in`, that group alone.',
    examples: ['react', '@types/node', 'node', 'pnpm', { package: 'react', in: 'devDependencies' }],
  })

type Locator = z.infer<typeof locator>

/** Groups whose keys are names and whose values are versions. */
const GROUPS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies', 'engines', 'volta']
/** Groups that nest and whose keys may carry a path or a range: `foo>bar@^2`. */
const OVERRIDES = ['overrides', 'resolutions']

/** Versions of a package.json: all groups of dependencies, engines, Volta, overrides and the package manager. */
export const packageJson: PinEditor<Locator> = {
  id: 'package-json',
  label: 'A package, engine or package manager of a package.json',
  docs: 'https://docs.npmjs.com/cli/v11/configuring-npm/package-json',
  locator,
  find(text, at) {
    const [name, group] = typeof at === 'string' ? [at, undefined] : [at.package, at.in]
    const meant = entriesIn(text).filter((entry) => entry.name === name && (group === undefined || entry.group === group))
    return inOrder(meant.map(({ node }) => versionIn(text, node)))
  },
  ...planned((text, found, value) => planEdits(text, found, forPackageManager(found, value), { takesRanges: true })),
  similar: (text) => [...new Set(entriesIn(text).map(({ name }) => name))],
}

interface Entry {
  name: string
  group: string
  node: ScalarNode
}

function entriesIn(text: string): Entry[] {
  const root = jsonTrees(text).find((node) => node.kind === 'map')
  if (root === undefined) return []
  return root.entries().flatMap(([group, node]): Entry[] => {
    if (node.kind === 'map' && GROUPS.includes(group)) return direct(group, node)
    if (node.kind === 'map' && OVERRIDES.includes(group)) return nested(group, node)
    if (node.kind === 'map' && group === 'pnpm')
      return node.entries().flatMap(([key, child]) => (key === 'overrides' && child.kind === 'map' ? nested('overrides', child) : []))
    if (node.kind === 'map' && group === 'devEngines') return engines(node)
    const manager = node.kind === 'scalar' && group === 'packageManager' ? node.value.split('@', 1)[0] : undefined
    return node.kind === 'scalar' && manager !== undefined ? [{ name: manager, group, node }] : []
  })
}

function direct(group: string, map: MapNode): Entry[] {
  return map.entries().flatMap(([name, node]) => (node.kind === 'scalar' ? [{ name, group, node }] : []))
}

function nested(group: string, root: MapNode): Entry[] {
  return [...everyNode([root])].flatMap((map) => {
    if (map.kind !== 'map') return []
    return map.entries().flatMap(([key, node]) => {
      const self = node.kind === 'map' ? scalarAt(node, '.') : node
      return self?.kind === 'scalar' ? [{ name: overridden(key), group, node: self }] : []
    })
  })
}

/** `parent>@scope/name@^2` and `path/name` both mean the last name. */
function overridden(key: string): string {
  const last = key.split('>').at(-1)?.trim() ?? key
  const at = last.lastIndexOf('@')
  const name = at > 0 ? last.slice(0, at) : last
  return /(@[^/]+\/[^/]+|[^/]+)$/.exec(name)?.[0] ?? name
}

/** `devEngines: { runtime: { name: "node", version: "^24" } }` */
function engines(root: MapNode): Entry[] {
  return [...everyNode([root])].flatMap((map) => {
    const [name, node] = map.kind === 'map' ? [scalarAt(map, 'name'), scalarAt(map, 'version')] : []
    return name === undefined || node === undefined ? [] : [{ name: name.value, group: 'devEngines', node }]
  })
}

/** The version of a value: all of it, behind `npm:name@`, behind the `#` of a repository, or of `pnpm@9.1.0+sha512.…`. */
function versionIn(text: string, node: ScalarNode): Found | null {
  const raw = text.slice(node.start, node.end)
  const parts =
    /^(npm:@?[\w./-]{1,214}@|[a-z]{2,10}@|[\w+./:@~-]{1,400}#(?:semver:)?)?([^#+\s][^#+]{0,200}(?:\+(?!sha)[\w.-]{1,60})?)(\+sha\d{3}\.[0-9a-f]{20,200})?$/.exec(
      raw,
    )
  const version = parts?.[2]
  if (
    parts === null ||
    version === undefined ||
    /^(?:workspace|file|link|portal|catalog|patch|git|git\+\w+|https?|github):|^[\w.-]+\/|[\\"$]/.test(version)
  )
    return null
  const start = node.start + (parts[1]?.length ?? 0)
  const found: Found = { value: version, start, end: start + version.length }
  const hash = parts[3]?.slice(1)
  return hash === undefined ? found : { ...found, digest: { value: hash, start: found.end + 1, end: node.end } }
}

/** The hash of a package manager is of another kind than a package's digest: it goes unless the very kind is given. */
function forPackageManager(found: Found, value: PinValue): PinValue {
  if (found.digest === undefined || value.digest === undefined || /^sha\d{3}\./.test(value.digest)) return value
  const { digest: _, ...rest } = value
  return rest
}
