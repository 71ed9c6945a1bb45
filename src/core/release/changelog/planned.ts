import type { Problem } from '../../model/problems.ts'
import type { ReleaseSettings } from '../settings.ts'
import type { Survey } from '../survey.ts'
import type { ReleaseTags } from '../tags.ts'
import { compareVersions, type ReleaseVersion } from '../version.ts'
import type { WrittenVersions } from '../written.ts'
import { type CommitEntry, commitEntries } from './entries.ts'
import { releaseChangelog, releasedVersions } from './release.ts'

/** What the CHANGELOG of a release follows from. */
export interface PlannedChangelogInput {
  settings: ReleaseSettings
  tags: ReleaseTags
  survey: Survey
  written: WrittenVersions
  texts: ReadonlyMap<string, string | null>
  listed: readonly string[]
  /** `2026-11-21`. */
  date: string
  version: ReleaseVersion
  tag: string
  /** Whether the user named the version. */
  named: boolean
}

/** The CHANGELOG as it should be, or what stands in the way. Null where it is not kept, or waits for the release proper. */
export function plannedChangelog(
  input: PlannedChangelogInput,
): { path: string; text: string; added: readonly CommitEntry[] } | Problem | null {
  const { settings, tags, survey, written, texts, listed, date, version, named } = input
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
  const told = text === null ? [] : releasedVersions(text)
  const pending = pendingVersion(written, tags, told, version)
  const earlier = told.filter((one) => one.text !== version.text && one.text !== pending?.text)
  const untold = tags.all.length === 0 && earlier.length > 0
  if (untold && !named) return tagsMissing(file, earlier)
  const entries = commits && !untold ? commitEntries(survey.since(before), sections) : []
  const release = { version, date, tag: input.tag, previousTag: before?.name ?? null, entries }
  return {
    path: file,
    ...releaseChangelog(text, { ...release, pending: pending === null ? null : { version: pending, tag: tags.prefix + pending.text } }),
  }
}

/** Where releases are told of and no tag is there, what happened since the last one cannot be known. */
function tagsMissing(file: string, [last]: readonly ReleaseVersion[]): Problem {
  return {
    code: 'history-incomplete',
    message: `${file} tells of ${last?.text ?? 'releases'}, but no tag of a release is here, so what happened since then is not known.`,
    at: { file },
    help: 'Fetch the tags (`git fetch --tags`), set `release.tag_prefix` as the tags have it, or name the version by --as.',
  }
}

/** The version of an earlier bump that was never tagged: what the files say, or where none says any, the newest section of the CHANGELOG. */
function pendingVersion(
  { places }: WrittenVersions,
  { all, newest }: ReleaseTags,
  sections: readonly ReleaseVersion[],
  next: ReleaseVersion,
): ReleaseVersion | null {
  // Without any tag, all that several sections tell of may be out.
  if (all.length === 0 && sections.length > 1) return null
  const said = places[0]?.version ?? sections[0]
  if (said === undefined || said.text === next.text || all.some(({ version }) => version.text === said.text)) return null
  return newest === null || compareVersions(said, newest.version) > 0 ? said : null
}
