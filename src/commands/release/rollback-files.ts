import type { Pin } from '../../core/model/component.ts'
import { type Problem, ProblemError } from '../../core/model/problems.ts'
import type { FileChange, FileState } from '../../core/model/proposal.ts'
import { editPin, locatePin } from '../../core/pins/locate.ts'
import { insertChangelogEntry } from '../../core/proposals/changelog-insert.ts'
import { setRegistryScalar } from '../../core/registry/edit.ts'
import type { ResolvedComponent } from '../../core/registry/resolved.ts'
import { rewriteVersions } from '../../core/release/rewrite.ts'
import type { ReleaseSettings } from '../../core/release/settings.ts'
import type { ReleaseVersion } from '../../core/release/version.ts'
import { writtenVersions } from '../../core/release/written.ts'
import { applyEdits } from '../../core/text/edit.ts'
import { plainLine } from '../../core/text/sanitize.ts'
import type { Workspace } from '../../ports/workspace.ts'
import { readVersionFiles } from '../bump-files.ts'
import { needsListing, pinPaths, readPins } from '../current.ts'
import { findRegistry, type LoadedRegistry, readRegistry } from '../load.ts'
import { selectScopes } from '../scopes.ts'

/** What a rollback of a release writes. */
export interface RollbackFiles {
  changes: readonly FileChange[]
  /** `redis 7.4.2 → 7.4.1`, one a component and scope. */
  moved: readonly string[]
  /** What stays as it is, and why. */
  notices: readonly string[]
}

/** Where the files stand, and what they are to say again. */
export interface RollbackInput {
  now: Workspace
  former: Workspace
  settings: ReleaseSettings
  registry: string | undefined
  from: string
  to: ReleaseVersion
  reason: string
}

/**
 * The files as they should be after going back: every place of the version and every pin says again what it said at the earlier tag. Values are
 * set, never texts: whatever else was changed in these files since then stays.
 *
 * @throws ProblemError with all that stands in the way
 */
export async function rollbackFiles({ now, former, settings, registry, from, to, reason }: RollbackInput): Promise<RollbackFiles> {
  const read = await readVersionFiles(now, settings)
  const { places } = writtenVersions(settings, read.listed, read.texts)
  const versions = rewriteVersions(settings, { ...read, places }, to)
  const pins =
    settings.package === null
      ? await pinsAsThen(now, former, registry)
      : { texts: new Map<string, string>(), files: new Map(), moved: [], notices: [], problems: [] }
  const problems = [...versions.problems, ...pins.problems]
  if (problems.length > 0) throw new ProblemError(problems)
  const files = new Map<string, FileState | null>([...pins.files, ...read.files])
  const texts = new Map(versions.texts)
  for (const [path, text] of pins.texts) texts.set(path, texts.has(path) ? bothEdits(path, files, settings, to, text) : text)
  const changed = [...texts].filter(([path, text]) => files.get(path)?.text !== text)
  if (changed.length > 0 && settings.changelog.enabled) {
    const line = `Rolled back ${from} to ${to.text}: ${plainLine(reason)}`
    const { file } = settings.changelog
    changed.push([
      file,
      insertChangelogEntry(read.texts.get(file) ?? null, { section: 'Changed', line, replaces: (entry) => entry === line }),
    ])
  }
  const changes = changed
    .map(([path, text]) => ({ path, text, mode: files.get(path)?.mode ?? '100644' }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
  return { changes, moved: pins.moved, notices: pins.notices }
}

/** A file that carries both a pin and the version: the version is set in the text that has the pin. */
function bothEdits(
  path: string,
  files: ReadonlyMap<string, FileState | null>,
  settings: ReleaseSettings,
  to: ReleaseVersion,
  text: string,
): string {
  const texts = new Map([...files].map(([name, file]) => [name, name === path ? text : (file?.text ?? null)] as const))
  const listed = [...texts.keys()]
  const { places } = writtenVersions(settings, listed, texts)
  return rewriteVersions(settings, { listed, texts, places }, to).texts.get(path) ?? text
}

interface PinEdits {
  texts: Map<string, string>
  files: Map<string, FileState | null>
  moved: string[]
  notices: string[]
  problems: Problem[]
}

/** Every pin of the registry with the value that it had then. */
async function pinsAsThen(now: Workspace, before: Workspace, wanted: string | undefined): Promise<PinEdits> {
  const edits: PinEdits = { texts: new Map(), files: new Map(), moved: [], notices: [], problems: [] }
  const loaded = { now: await registryIn(now, wanted), former: await registryIn(before, wanted) }
  if (loaded.now === null || loaded.former === null) return edits
  const formers = new Map(componentsOf(loaded.former).map((component) => [keyOf(component), component]))
  const pairs = componentsOf(loaded.now).map((component) => ({ component, former: formers.get(keyOf(component)) }))
  const listed = needsListing(pairs.map(({ component }) => component)) ? await now.list() : []
  const paths = pinPaths(
    pairs.map(({ component }) => component),
    listed,
  )
  edits.files = new Map([...(await now.read(paths)), [loaded.now.file.path, loaded.now.file]])
  const old = await before.read(paths)
  for (const { component, former } of pairs) {
    if (former === undefined) {
      edits.notices.push(`${component.name} was not in the registry then, and stays as it is.`)
      continue
    }
    const found = [...pinEdits(component, former, old, listed, edits), ...registryEdit(component, former, loaded.now.file.path, edits)]
    if (found.length > 0)
      edits.moved.push(`${component.name}${component.scope.environment === null ? '' : ` (${component.scope.environment})`} ${found[0]}`)
  }
  return edits
}

/** @returns the moves, each as `7.4.2 → 7.4.1` */
function pinEdits(
  component: ResolvedComponent,
  former: ResolvedComponent,
  old: ReadonlyMap<string, FileState | null>,
  listed: readonly string[],
  edits: PinEdits,
): string[] {
  const { pinFiles } = readPins(component, edits.files, listed)
  return component.pins.flatMap((pin, index) => {
    const same = former.pins.find((one) => samePin(one, pin))
    return (pinFiles[index] ?? []).flatMap((path): string[] => {
      const text = edits.texts.get(path) ?? edits.files.get(path)?.text
      const was = same === undefined ? undefined : old.get(path)?.text
      if (text === undefined) return []
      if (was === undefined || same === undefined) {
        edits.notices.push(`${path} did not carry ${component.name} then, and stays as it is.`)
        return []
      }
      const located = locatePin(was, path, same, component.name)
      const current = locatePin(text, path, pin, component.name)
      const [value] = located.ok ? located.found : []
      if (!located.ok || !current.ok || value === undefined) {
        edits.problems.push(...[located, current].flatMap((one) => (one.ok ? [] : [one.problem])))
        return []
      }
      const [says] = current.found
      if (says?.value === value.value && says.digest?.value === value.digest?.value) return []
      const wanted = {
        version: value.value,
        ...(value.digest === undefined ? {} : { digest: value.digest.value }),
        ...(value.checksum === undefined ? {} : { checksum: value.checksum.value }),
      }
      const edited = editPin(text, path, pin, wanted, component.name)
      if (!edited.ok) edits.problems.push(edited.problem)
      else edits.texts.set(path, edited.text)
      return [`${says?.value ?? '?'} → ${value.value}`]
    })
  })
}

function registryEdit(component: ResolvedComponent, former: ResolvedComponent, path: string, edits: PinEdits): string[] {
  const [now, then] = [component.version, former.version]
  if (now === undefined || then === undefined || now.value === then.value) return []
  const text = edits.texts.get(path) ?? edits.files.get(path)?.text ?? ''
  edits.texts.set(path, applyEdits(text, setRegistryScalar(text, now.path, then.value)))
  return [`${now.value} → ${then.value}`]
}

function samePin(a: Pin, b: Pin): boolean {
  return a.file === b.file && a.editor === b.editor && JSON.stringify(a.locator) === JSON.stringify(b.locator)
}

async function registryIn(workspace: Workspace, wanted: string | undefined): Promise<LoadedRegistry | null> {
  try {
    return readRegistry(await findRegistry(workspace, wanted))
  } catch (error) {
    if (error instanceof ProblemError) return null
    throw error
  }
}

function componentsOf(loaded: LoadedRegistry): ResolvedComponent[] {
  return selectScopes(loaded, { components: [] }).flatMap(({ selected }) => selected)
}

function keyOf({ name, scope, track }: ResolvedComponent): string {
  return [name, scope.environment ?? '', scope.target ?? '', track ?? ''].join('\0')
}
