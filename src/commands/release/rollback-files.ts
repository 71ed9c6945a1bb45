import { ProblemError } from '../../core/model/problems.ts'
import type { FileChange, FileState } from '../../core/model/proposal.ts'
import { insertChangelogEntry } from '../../core/proposals/changelog-insert.ts'
import { rewriteVersions } from '../../core/release/rewrite.ts'
import type { ReleaseSettings } from '../../core/release/settings.ts'
import type { ReleaseVersion } from '../../core/release/version.ts'
import { writtenVersions } from '../../core/release/written.ts'
import { plainLine } from '../../core/text/sanitize.ts'
import type { Workspace } from '../../ports/workspace.ts'
import { readVersionFiles } from '../bump-files.ts'
import { pinsAsThen } from './rollback-pins.ts'

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
