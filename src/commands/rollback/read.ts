import { type FormerNames, underPresentNames } from '../../core/ledger/renamed.ts'
import type { LedgerRecord } from '../../core/model/ledger.ts'
import { ProblemError } from '../../core/model/problems.ts'
import type { FileState } from '../../core/model/proposal.ts'
import type { ResolvedScope } from '../../core/registry/resolved.ts'
import { currentVersion } from '../../core/resolution/current.ts'
import { foldRollbacks, type RollbackHistory } from '../../core/rollback/fold.ts'
import type { Forge } from '../../ports/forge.ts'
import type { Ledger } from '../../ports/ledger.ts'
import type { Workspace } from '../../ports/workspace.ts'
import { needsListing, pinPaths, readPins } from '../current.ts'
import { sourceKey } from '../discover.ts'
import { CHANGELOG_FILE } from '../gather.ts'
import { findRegistry, type LoadedRegistry, readRegistry } from '../load.ts'
import type { Ports } from '../ports.ts'
import type { PinnedScope } from '../situation.ts'

/** The ledger as far as it could be read. */
export interface LedgerReading {
  ledger: Ledger | null
  records: readonly LedgerRecord[]
  history: RollbackHistory
  /** Why nothing is known of earlier steps. */
  warnings: readonly string[]
}

/** The registry at the head of the base. */
export interface BaseReading {
  forge: Forge
  base: { branch: string; commit: string }
  workspace: Workspace
  registryFile: FileState
  loaded: LoadedRegistry
}

export async function readBase(ports: Ports, registry: string | undefined): Promise<BaseReading> {
  const forge = await ports.forge()
  const base = await forge.base()
  const workspace = forge.workspace(base.commit)
  const registryFile = await findRegistry(workspace, registry)
  return { forge, base, workspace, registryFile, loaded: readRegistry(registryFile) }
}

/**
 * The ledger, with every component under the name that it has now. One that cannot be read takes the points away, but keeps nobody from going
 * back to a version by name.
 */
export async function readLedger(ports: Ports, enabled: { enabled: boolean; branch: string }, former: FormerNames): Promise<LedgerReading> {
  const nothing = { ledger: null, records: [], history: foldRollbacks([]) }
  if (ports.ledger === undefined || !enabled.enabled) return { ...nothing, warnings: [] }
  try {
    const ledger = await ports.ledger(enabled)
    const records = underPresentNames(await ledger.records(), former)
    return { ledger, records, history: foldRollbacks(records), warnings: [] }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return { ...nothing, warnings: error.problems.map((problem) => `Nothing is known of earlier steps: ${problem.message}`) }
  }
}

/** One scope with those components whose pins this rollback must know, and the texts of their files. */
export interface PinsReading {
  scope: PinnedScope
  files: ReadonlyMap<string, FileState>
  paths: readonly string[]
}

/** Reads the pins of some components of a scope, and no others: there may be a thousand. */
export async function readSomePins(
  { workspace, registryFile }: Pick<BaseReading, 'workspace' | 'registryFile'>,
  name: string | null,
  resolved: ResolvedScope,
  names: ReadonlySet<string>,
  /** Further files. */
  more: readonly string[] = [],
): Promise<PinsReading> {
  const components = resolved.components.filter((one) => names.has(one.name))
  const paths = needsListing(components) ? await workspace.list() : []
  const wanted = [...new Set([...pinPaths(components, paths), CHANGELOG_FILE, ...more])].filter((path) => path !== registryFile.path)
  const read = await workspace.read(wanted)
  const files = new Map(
    [...read].flatMap(([path, file]) => (file === null ? [] : [[path, file] as const])).concat([[registryFile.path, registryFile]]),
  )
  const pins = new Map(components.map((component) => [component.name, readPins(component, files, paths)]))
  const currents = new Map(
    components.map((component) => [component.name, currentVersion(component, pins.get(component.name)?.values ?? [])]),
  )
  const keys = new Map(components.map((component) => [component.name, sourceKey(component)]))
  return { scope: { name, resolved: { ...resolved, components }, selected: [], pins, currents, keys }, files, paths }
}

/** Components that a rule joins to one of these, from either side. */
export function joinedTo(names: ReadonlySet<string>, { components, policy }: ResolvedScope): Set<string> {
  const joined = new Set<string>()
  const join = (a: string, b: string) => {
    if (names.has(a) && !names.has(b)) joined.add(b)
    if (names.has(b) && !names.has(a)) joined.add(a)
  }
  for (const rule of policy.compatibility) for (const other of Object.keys(rule.requires)) join(rule.component, other)
  for (const { name, upgrade } of components) if (upgrade.syncVersionWith !== undefined) join(name, upgrade.syncVersionWith)
  return joined
}
