import type { Problem } from '../model/problems.ts'
import type { FileChange, FileState } from '../model/proposal.ts'
import type { Upgrade } from '../model/upgrade.ts'
import type { PinValue } from '../pins/contract.ts'
import { editPin } from '../pins/locate.ts'
import { setRegistryScalar } from '../registry/edit.ts'
import type { ResolvedComponent } from '../registry/resolved.ts'
import { applyEdits } from '../text/edit.ts'
import { changelogEntry } from './changelog-entry.ts'
import { insertChangelogEntry } from './changelog-insert.ts'

/** What a proposal edits. Paths of pins are files, globs already expanded. */
export interface EditInput {
  upgrades: readonly {
    upgrade: Upgrade
    component: ResolvedComponent /** Files of each pin, by position. */
    pinFiles: readonly (readonly string[])[]
  }[]
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
  const problems: Problem[] = []
  const read = (path: string) => texts.get(path) ?? input.files.get(path)?.text
  for (const { upgrade, component, pinFiles } of input.upgrades) {
    component.pins.forEach((pin, index) => {
      for (const path of pinFiles[index] ?? []) {
        const text = read(path)
        if (text === undefined) {
          problems.push({
            code: 'pin-missing',
            message: `${component.name} is pinned in ${path}, which is not a text file of the repository.`,
            at: { file: path },
            help: 'Correct `file` of the pin in the registry.',
          })
          continue
        }
        const version = upgrade.toRelease.tag
        const edited = editPin(text, path, pin, pinValue(upgrade), component.name)
        if (edited.ok) texts.set(path, edited.text)
        else
          problems.push({
            ...edited.problem,
            help: edited.problem.help ?? `Correct the pin of ${component.name} in the registry; ${version} was not written.`,
          })
      }
    })
    const path = component.version?.path
    if (path !== undefined && component.version?.value !== upgrade.to) {
      const text = read(input.registryFile)
      if (text !== undefined) texts.set(input.registryFile, applyEdits(text, setRegistryScalar(text, path, upgrade.to)))
    }
  }
  if (problems.length > 0) return { changes: [], problems }
  if (input.changelogFile !== null && texts.size > 0) {
    const before = read(input.changelogFile) ?? null
    texts.set(
      input.changelogFile,
      input.upgrades.reduce<string | null>((text, { upgrade }) => insertChangelogEntry(text, changelogEntry(upgrade)), before) ?? '',
    )
  }
  const changes = [...texts]
    .filter(([path, text]) => input.files.get(path)?.text !== text)
    .map(([path, text]) => ({ path, text, mode: input.files.get(path)?.mode ?? '100644' }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
  return { changes, problems: [] }
}

/** Pins say the version without the component's own prefix; editors keep the `v` style that they find. An action's digest is its commit. */
function pinValue(upgrade: Upgrade): PinValue {
  const { version, digest, commit } = upgrade.toRelease
  const content = digest ?? commit
  return { version, ...(content === undefined ? {} : { digest: content }) }
}
