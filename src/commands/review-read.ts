import { scopeName } from '../core/model/component.ts'
import { type Problem, ProblemError } from '../core/model/problems.ts'
import type { FileState } from '../core/model/proposal.ts'
import { expandGlob, isGlob } from '../core/pins/paths.ts'
import { resolveScope, scopesOf } from '../core/registry/merge.ts'
import type { ResolvedComponent } from '../core/registry/resolved.ts'
import { currentVersion } from '../core/resolution/current.ts'
import type { CommitScope } from '../core/review/moves.ts'
import type { ReviewedChange } from '../ports/reviews.ts'
import type { Workspace } from '../ports/workspace.ts'
import { needsListing, pinPaths, type ReadPins, readPins } from './current.ts'
import { type LoadedRegistry, PLACES, readRegistry } from './load.ts'

/** A registry as one commit has it: none, one, or one that cannot be used. */
export interface RegistryAt {
  file: FileState | null
  loaded: LoadedRegistry | null
  problems: readonly Problem[]
}

/** One commit with its pins read. */
export interface CommitReading extends CommitScope {
  pins: ReadonlyMap<string, ReadPins>
}

/** What both sides of a change say, or that it touches nothing of ours. */
export interface ChangeReading {
  /** Where policy comes from: the base as it stands now. */
  policy: RegistryAt
  before: RegistryAt
  after: RegistryAt
  touches: boolean
  scopesBefore: readonly CommitReading[]
  scopesAfter: readonly CommitReading[]
  /** Files of the state before, for the evidence. */
  files: readonly FileState[]
  paths: readonly string[]
}

/** Reads both sides by commit, and nothing of a change that touches neither the registry nor a pin. */
export async function readChange(
  change: ReviewedChange,
  workspaceAt: (commit: string) => Workspace,
  wanted: string | undefined,
): Promise<ChangeReading> {
  const [base, start, head] = [change.base.commit, change.mergeBase, change.head.commit].map(workspaceAt)
  if (base === undefined || start === undefined || head === undefined) throw new Error('three commits have three workspaces')
  const policy = await registryAt(base, wanted)
  const before = change.mergeBase === change.base.commit ? policy : await registryAt(start, wanted)
  const after = change.files?.some((path) => placesOf(wanted).includes(path)) === false ? before : await registryAt(head, wanted)
  const touched = (path: string) => change.files === null || change.files.includes(path)
  const touches = touchesOurs(change, [before, after], wanted)
  const nothing = { policy, before, after, touches, scopesBefore: [], scopesAfter: [], files: [], paths: [] }
  if (!touches) return nothing
  const sides = await readSides({ before, after, start, head, touched })
  return { ...nothing, ...sides }
}

async function readSides(given: {
  before: RegistryAt
  after: RegistryAt
  start: Workspace
  head: Workspace
  touched(path: string): boolean
}) {
  const [old, young] = [componentsOf(given.before), componentsOf(given.after)]
  const listsBefore = needsListing(old) ? await given.start.list() : []
  const listsAfter = needsListing(young) ? await given.head.list() : []
  const wantedBefore = pinPaths(old, listsBefore)
  const wantedAfter = pinPaths(young, listsAfter)
  const filesAfter = await given.head.read(wantedAfter)
  // What the change leaves alone is the same on both sides.
  const differing = wantedBefore.filter((path) => given.touched(path) || !filesAfter.has(path))
  const filesBefore = new Map([...filesAfter, ...(await given.start.read(differing))])
  return {
    scopesBefore: scopesAt(given.before, filesBefore, listsBefore),
    scopesAfter: scopesAt(given.after, filesAfter, listsAfter),
    files: wantedBefore.flatMap((path) => filesBefore.get(path) ?? []),
    paths: listsBefore,
  }
}

/** Every scope of the registry with what its pins say, what environments only inherit too. */
export function scopesAt({ loaded }: RegistryAt, files: ReadonlyMap<string, FileState | null>, listed: readonly string[]): CommitReading[] {
  if (loaded === null) return []
  return scopesOf(loaded.registry).map((scope) => {
    const { components } = resolveScope(loaded.registry, scope, loaded.at)
    const pins = new Map(components.map((component) => [component.name, readPins(component, files, listed)]))
    const currents = new Map(
      components.map((component) => [component.name, currentVersion(component, pins.get(component.name)?.values ?? [])]),
    )
    return { name: scopeName(scope), components, pins, currents }
  })
}

async function registryAt(workspace: Workspace, wanted: string | undefined): Promise<RegistryAt> {
  const places = placesOf(wanted)
  const files = await workspace.read(places)
  const file = places.map((place) => files.get(place)).find((one) => one != null) ?? null
  if (file === null) return { file, loaded: null, problems: [] }
  try {
    return { file, loaded: readRegistry(file), problems: [] }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return { file, loaded: null, problems: error.problems }
  }
}

function placesOf(wanted: string | undefined): readonly string[] {
  return wanted === undefined ? PLACES : [wanted]
}

function touchesOurs({ files }: ReviewedChange, sides: readonly RegistryAt[], wanted: string | undefined): boolean {
  if (sides.every((side) => side.file === null)) return false
  if (files === null || files.some((path) => placesOf(wanted).includes(path))) return true
  const touched = new Set(files)
  const pins = sides.flatMap(componentsOf).flatMap((component) => component.pins.map((pin) => pin.file))
  return [...new Set(pins)].some((file) => (isGlob(file) ? expandGlob(file, files).length > 0 : touched.has(file)))
}

const components = new WeakMap<LoadedRegistry, readonly ResolvedComponent[]>()

/** Of all scopes, as far as they have pins of their own. */
function componentsOf({ loaded }: RegistryAt): readonly ResolvedComponent[] {
  if (loaded === null) return []
  const known =
    components.get(loaded) ?? scopesOf(loaded.registry).flatMap((scope) => resolveScope(loaded.registry, scope, loaded.at).components)
  components.set(loaded, known)
  return known
}
