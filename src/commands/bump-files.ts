import { type Problem, ProblemError } from '../core/model/problems.ts'
import type { FileChange, FileState } from '../core/model/proposal.ts'
import { safePinPath } from '../core/pins/paths.ts'
import { wantedPaths } from '../core/release/carriers.ts'
import type { CommitEntry } from '../core/release/changelog/entries.ts'
import { plannedChangelog } from '../core/release/changelog/planned.ts'
import type { ReleasePlan } from '../core/release/plan-contract.ts'
import { rewriteVersions } from '../core/release/rewrite.ts'
import type { ReleaseSettings } from '../core/release/settings.ts'
import type { Survey } from '../core/release/survey.ts'
import type { ReleaseTags } from '../core/release/tags.ts'
import type { ReleaseVersion } from '../core/release/version.ts'
import { type WrittenVersion, type WrittenVersions, writtenVersions } from '../core/release/written.ts'
import type { Workspace } from '../ports/workspace.ts'

/** Everything that a bump reads of the working tree. */
export interface VersionFiles {
  /** Paths of all files. */
  listed: readonly string[]
  /** Files that were read; null for those that are no text, or not there. */
  files: Map<string, FileState | null>
  texts: Map<string, string | null>
}

/** Reads the files with the version, what they lead to (lock files, members of a workspace), and the CHANGELOG. */
export async function readVersionFiles(workspace: Workspace, settings: ReleaseSettings): Promise<VersionFiles> {
  const listed = await workspace.list()
  const files = new Map<string, FileState | null>()
  const texts = new Map<string, string | null>()
  const own = [...(settings.changelog.enabled ? [settings.changelog.file] : []), ...(settings.versionFiles ?? [])]
  const refused = own.flatMap((path) => safePinPath(path) ?? [])
  if (refused.length > 0) throw new ProblemError(refused)
  for (let wanted = own; wanted.length > 0; wanted = wantedPaths(settings, listed, texts).filter((path) => !texts.has(path))) {
    for (const [path, file] of await workspace.read(wanted)) {
      files.set(path, file)
      texts.set(path, file?.text ?? null)
    }
    for (const path of wanted) if (!texts.has(path)) texts.set(path, null)
  }
  return { listed, files, texts }
}

/** What a bump makes of the files. */
export interface BumpedFiles {
  changes: readonly FileChange[]
  /** Paths of those that were not there before. */
  created: ReadonlySet<string>
  /** Every place with what it says afterwards. */
  places: readonly { before: WrittenVersion; after: string }[]
  changelog: { path: string; added: readonly CommitEntry[] } | null
  problems: readonly Problem[]
}

/** What goes into the files of a release. */
export interface BumpInput extends VersionFiles {
  settings: ReleaseSettings
  tags: ReleaseTags
  survey: Survey
  plan: ReleasePlan
  written: WrittenVersions
  date: string
  /** Whether the user named the version. */
  named: boolean
}

/** The files as they should be; those alone that change. Nothing where nothing is to be released. */
export function bumpedFiles(input: BumpInput): BumpedFiles {
  const { plan, settings, listed, texts, written } = input
  const none = { changes: [], created: new Set<string>(), places: [], changelog: null }
  if (plan.version === null) return { ...none, problems: [] }
  const next = plan.version
  const rewritten = rewriteVersions(settings, { listed, texts, places: written.places }, next)
  if (rewritten.problems.length > 0) return { ...none, problems: rewritten.problems }
  const changelog = plannedChangelog({ ...input, version: next, tag: plan.tag ?? '' })
  if (changelog !== null && 'code' in changelog) return { ...none, problems: [changelog] }
  const changed = new Map([...rewritten.texts, ...(changelog === null ? [] : [[changelog.path, changelog.text] as const])])
  return {
    changes: [...changed]
      .filter(([path, text]) => texts.get(path) !== text)
      .map(([path, text]) => ({ path, text, mode: input.files.get(path)?.mode ?? '100644' }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
    created: new Set([...changed.keys()].filter((path) => texts.get(path) == null)),
    places: placesAfter(input, rewritten.texts, next),
    changelog: changelog === null ? null : { path: changelog.path, added: changelog.added },
    problems: [],
  }
}

/** Reads every place again. @throws Error where one does not say the version: that is our own bug, and nothing is written. */
function placesAfter({ settings, listed, texts, written }: BumpInput, rewritten: ReadonlyMap<string, string>, next: ReleaseVersion) {
  const after = writtenVersions(settings, listed, new Map([...texts, ...rewritten]))
  return written.places.map((before, at) => {
    const found = after.places[at]
    if (found?.path !== before.path || found.version?.text !== next.text)
      throw new Error(`${before.path} does not say ${next.text} afterwards`)
    return { before, after: found.value }
  })
}
