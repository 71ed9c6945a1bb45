import type { Pin } from '../../core/model/component.ts'
import { type Problem, ProblemError } from '../../core/model/problems.ts'
import type { FileState } from '../../core/model/proposal.ts'
import { editPin, locatePin } from '../../core/pins/locate.ts'
import { setRegistryScalar } from '../../core/registry/edit.ts'
import type { ResolvedComponent } from '../../core/registry/resolved.ts'
import { applyEdits } from '../../core/text/edit.ts'
import type { Workspace } from '../../ports/workspace.ts'
import { needsListing, pinPaths, readPins } from '../current.ts'
import { findRegistry, type LoadedRegistry, readRegistry } from '../load.ts'
import { selectScopes } from '../scopes.ts'

/** Pins that say again what they said. */
export interface PinEdits {
  texts: Map<string, string>
  files: Map<string, FileState | null>
  moved: string[]
  notices: string[]
  problems: Problem[]
}

/** Every pin of the registry with the value that it had then. */
export async function pinsAsThen(now: Workspace, before: Workspace, wanted: string | undefined): Promise<PinEdits> {
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
