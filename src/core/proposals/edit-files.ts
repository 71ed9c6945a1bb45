import { type Problem, ProblemError } from '../model/problems.ts'
import type { FileChange, FileState } from '../model/proposal.ts'
import type { Upgrade } from '../model/upgrade.ts'
import { editPin, locatePin } from '../pins/locate.ts'
import { restyle } from '../pins/rewrite/style.ts'
import { setRegistryScalar } from '../registry/edit.ts'
import type { ResolvedComponent } from '../registry/resolved.ts'
import { applyEdits } from '../text/edit.ts'
import { changelogEntry } from './changelog-entry.ts'
import { insertChangelogEntry } from './changelog-insert.ts'
import { pinText } from './pin-text.ts'

/** One upgrade with the places that carry its version. */
export interface EditedUpgrade {
  upgrade: Upgrade
  component: ResolvedComponent
  /** Files of each pin, by position; globs already expanded. */
  pinFiles: readonly (readonly string[])[]
  /** Hex digest of the artifact, for pins that carry one beside the version. */
  checksum?: string
}

/** What a proposal edits. */
export interface EditInput {
  upgrades: readonly EditedUpgrade[]
  files: ReadonlyMap<string, FileState | null>
  registryFile: string
  /** Path of the CHANGELOG, or null where the repository wants none. */
  changelogFile: string | null
}

/**
 * All files of a proposal as they should be, or every problem that stands in the way: then nothing is proposed, for a step
 * that moves only some of its pins is worse than none. Files that would not change are left out.
 */
export function editFiles(input: EditInput): { changes: FileChange[]; problems: Problem[] } {
  const texts = new Map<string, string>()
  const read = (path: string) => texts.get(path) ?? input.files.get(path)?.text
  const write = (path: string, text: string) => void texts.set(path, text)
  const problems = input.upgrades.flatMap((one) => [...editPins(one, read, write), ...editRegistry(one, input.registryFile, read, write)])
  if (problems.length > 0) return { changes: [], problems }
  if (input.changelogFile !== null && texts.size > 0) {
    const entries = input.upgrades.map(({ upgrade }) => changelogEntry(upgrade))
    const text = entries.reduce<string | null>(insertChangelogEntry, read(input.changelogFile) ?? null)
    if (text !== null) write(input.changelogFile, text)
  }
  const changes = [...texts]
    .filter(([path, text]) => input.files.get(path)?.text !== text)
    .map(([path, text]) => ({ path, text, mode: input.files.get(path)?.mode ?? '100644' }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
  return { changes, problems: [] }
}

type Read = (path: string) => string | undefined
type Write = (path: string, text: string) => void

/** Moves every pin. An action's content is its commit, an image's its digest. */
function editPins({ upgrade, component, pinFiles, checksum }: EditedUpgrade, read: Read, write: Write): Problem[] {
  const { digest, digests, commit, tag } = upgrade.toRelease
  const content = digest ?? commit
  return component.pins.flatMap((pin, index) =>
    (pinFiles[index] ?? []).flatMap((path): Problem[] => {
      const text = read(path)
      if (text === undefined) return [noText(component, path)]
      const located = locatePin(text, path, pin, component.name)
      if (!located.ok) return [located.problem]
      const version = pinText(upgrade, component, located.found[0]?.value ?? '')
      const value = {
        version,
        ...(content === undefined ? {} : { digest: content }),
        ...(digests === undefined ? {} : { digests }),
        ...(checksum === undefined ? {} : { checksum }),
      }
      const edited = editPin(text, path, pin, value, component.name)
      if (!edited.ok) {
        return [
          {
            ...edited.problem,
            help: edited.problem.help ?? `Correct the pin of ${component.name} in the registry; ${tag} was not written.`,
          },
        ]
      }
      write(path, edited.text)
      return []
    }),
  )
}

/** The registry's own scalar, where the version in force was taken from one. */
function editRegistry({ upgrade, component: { version, ...component } }: EditedUpgrade, file: string, read: Read, write: Write): Problem[] {
  const text = read(file)
  if (version === undefined || text === undefined) return []
  const wanted = restyle(version.value, pinText(upgrade, component, version.value))
  if (wanted === version.value) return []
  try {
    write(file, applyEdits(text, setRegistryScalar(text, version.path, wanted)))
    return []
  } catch (error) {
    if (error instanceof ProblemError) return [...error.problems]
    throw error
  }
}

function noText({ name }: ResolvedComponent, path: string): Problem {
  const message = `${name} is pinned in ${path}, which is not a text file of the repository.`
  return { code: 'pin-missing', message, at: { file: path }, help: 'Correct `file` of the pin in the registry.' }
}
