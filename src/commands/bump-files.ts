import { type Problem, ProblemError } from '../core/model/problems.ts'
import type { FileChange, FileState } from '../core/model/proposal.ts'
import { safePinPath } from '../core/pins/paths.ts'
import { wantedPaths } from '../core/release/carriers.ts'
import { type CommitEntry, commitEntries } from '../core/release/changelog/entries.ts'
import { releaseChangelog } from '../core/release/changelog/release.ts'
import type { ReleasePlan } from '../core/release/plan-contract.ts'
import { rewriteVersions } from '../core/release/rewrite.ts'
import type { ReleaseSettings } from '../core/release/settings.ts'
import type { Survey } from '../core/release/survey.ts'
import type { ReleaseTags } from '../core/release/tags.ts'
import { compareVersions, type ReleaseVersion, releaseVersion } from '../core/release/version.ts'
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
}

/** The files as they should be; those alone that change. Nothing where nothing is to be released. */
export function bumpedFiles(input: BumpInput): BumpedFiles {
  const { plan, settings, listed, texts, written } = input
  const none = { changes: [], created: new Set<string>(), places: [], changelog: null }
  if (plan.version === null) return { ...none, problems: [] }
  const next = plan.version
  const rewritten = rewriteVersions(settings, { listed, texts, places: written.places }, next)
  if (rewritten.problems.length > 0) return { ...none, problems: rewritten.problems }
  const changelog = changelogText(input, next)
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

/** Null where the CHANGELOG is not kept, or waits for the release proper. */
function changelogText(
  { settings, tags, survey, plan, written, texts, listed, date }: BumpInput,
  version: ReleaseVersion,
): { path: string; text: string; added: readonly CommitEntry[] } | Problem | null {
  const { enabled, file, commits, prereleases, sections } = settings.changelog
  if (!enabled || (version.semantic.pre.length > 0 && !prereleases)) return null
  const text = texts.get(file) ?? null
  if (text === null && listed.includes(file)) {
    return {
      code: 'version-missing',
      message: `${file} is no text file, or a link.`,
      at: { file },
      help: 'Name the CHANGELOG under `release.changelog.file`.',
    }
  }
  const before = prereleases ? tags.newest : tags.stable
  const entries = commits ? commitEntries(survey.since(before), sections) : []
  const pending = pendingVersion(written, tags, version)
  const release = { version, date, tag: plan.tag ?? '', previousTag: before?.name ?? null, entries }
  return {
    path: file,
    ...releaseChangelog(text, { ...release, pending: pending === null ? null : { version: pending, tag: tags.prefix + pending.text } }),
  }
}

/** The version of an earlier bump that was never tagged. */
function pendingVersion({ places }: WrittenVersions, { all, newest }: ReleaseTags, next: ReleaseVersion): ReleaseVersion | null {
  const said = places[0]?.version ?? null
  if (said === null || said.text === next.text || all.some(({ version }) => version.text === said.text)) return null
  return newest === null || compareVersions(said, newest.version) > 0 ? releaseVersion(said.text) : null
}
