import * as z from 'zod'
import type { Found, PinEditor } from './contract.ts'
import { inOrder } from './order.ts'
import { replacing } from './rewrite/edits.ts'
import { rewriteVersion } from './rewrite/version.ts'
import { foundInScalar } from './tree/scalar-found.ts'
import { tomlTrees } from './tree/toml-tree.ts'
import { mapsUnder, scalarAt, type TreeNode } from './tree/tree.ts'

const locator = z
  .string()
  .regex(/^[A-Za-z][\w-]{0,100}$/, 'it is no name of a crate')
  .meta({ description: 'Name of the crate (its real one, where it is renamed); `rust` for `rust-version`.', examples: ['serde', 'rust'] })

const TABLES = /^(?:dev-|build-)?dependencies$/

/** Crates of a Cargo.toml, of all kinds of dependencies, targets and the workspace. `"1.2"` means `^1.2` and keeps its precision. */
export const cargo: PinEditor<string> = {
  id: 'cargo',
  label: 'A crate of a Cargo.toml',
  docs: 'https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html',
  locator,
  find(text, name) {
    return inOrder(
      cratesIn(text)
        .filter((one) => normal(one.name) === normal(name))
        .map(({ found }) => found),
    )
  },
  ...replacing((text, found) => ({
    takesRanges: true,
    rewrite: (old, next) => rewriteVersion(old, next, isExact(text, found) ? 'exact' : 'range'),
  })),
  similar: (text) => cratesIn(text).map(({ name }) => name),
}

interface Crate {
  name: string
  found: Found | null
}

function cratesIn(text: string): Crate[] {
  return mapsUnder(tomlTrees(text)).flatMap((map) => {
    const rust = scalarAt(map, 'rust-version')
    const crates = map.entries().flatMap(([key, table]) => (TABLES.test(key) && table.kind === 'map' ? table.entries() : []))
    return [
      ...(rust === undefined ? [] : [{ name: 'rust', found: foundInScalar(text, rust) }]),
      ...crates.flatMap(([name, node]) => crateIn(text, name, node)),
    ]
  })
}

function crateIn(text: string, name: string, node: TreeNode): Crate[] {
  if (node.kind === 'scalar') return [{ name, found: foundInScalar(text, node) }]
  if (node.kind === 'list') return []
  const version = scalarAt(node, 'version') ?? scalarAt(node, 'tag')
  const real = scalarAt(node, 'package')?.value ?? name
  return version === undefined ? [] : [{ name: real, found: foundInScalar(text, version) }]
}

/** crates.io holds `a-b` and `a_b` for one name. */
function normal(name: string): string {
  return name.toLowerCase().replaceAll('_', '-')
}

function isExact(text: string, found: Found): boolean {
  return /(?:rust-version|tag)\s{0,20}=\s{0,20}["']$/.test(text.slice(Math.max(0, found.start - 60), found.start))
}
