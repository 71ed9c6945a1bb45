import type { Pin } from '../model/component.ts'
import { DEFAULTS } from '../registry/defaults.ts'
import { toPin } from '../registry/merge/pin.ts'
import type { Registry } from '../registry/schema.ts'
import type { Level } from './version.ts'

type Written = NonNullable<Registry['release']>
type WrittenRule = { branch: string; prerelease?: string | undefined; level?: Level | undefined }
type WrittenPackage = NonNullable<NonNullable<Written['packages']>[string]>

/** What a branch releases. The first rule that matches counts. */
export interface BranchRule {
  /** `main`, `release/*`: `*` stands for any text. */
  branch: string
  /** `rc`, `feature.{name}`; null for releases proper. */
  prerelease: string | null
  /** The step that is taken whatever the commits ask for; null: theirs. */
  level: Level | null
}

/** How this repository, or one package of it, is released, with every default filled in. */
export interface ReleaseSettings {
  /** Name of the package; null for the repository as a whole. */
  package: string | null
  /** What stands before the version in tags; null: as the tags have it, and `v` where there are none. */
  tagPrefix: string | null
  /** Folder of the package from the top of the repository, without a slash at the end; empty for the whole. */
  folder: string
  /** Globs of the files that a commit must touch to count; none: every commit counts. */
  paths: readonly string[]
  initialVersion: string
  /** Level by type (`fix`, or `chore(deps)` with its scope); `other` for all that is not named. */
  types: ReadonlyMap<string, Level | 'none'>
  breakingBelow1: Level
  branches: readonly BranchRule[]
  /** Files that carry the version; null: those that are found. */
  versionFiles: readonly string[] | null
  /** Further places that carry it: images of the project itself. */
  pins: readonly Pin[]
  changelog: {
    enabled: boolean
    file: string
    /** Whether commits are listed beside what people wrote under Unreleased. */
    commits: boolean
    /** Whether pre-releases get sections of their own. */
    prereleases: boolean
    /** Section by type, as for `types`. */
    sections: ReadonlyMap<string, string>
  }
  publication: Publication
}

/** How a release comes about once its version is known. */
export interface Publication {
  mode: 'pr' | 'direct'
  /** Whether there is a page on the forge, or the tag alone. */
  page: boolean
  /** Globs of files that hang on it. */
  assets: readonly string[]
  /** Whether the notes list the components of the registry. */
  listComponents: boolean
}

/** The settings of the repository, or of one of its packages. Null where there is no package of that name. */
export function releaseSettings(written: Written = {}, name: string | null = null): ReleaseSettings | null {
  if (name === null) return settingsOf(written, null)
  const own = Object.hasOwn(written.packages ?? {}, name) ? written.packages?.[name] : undefined
  if (own === undefined) return null
  // Where versions stand is each package's own affair; how they are counted is shared.
  const { initial_version, types, breaking_below_1, branches, changelog, mode, github_release } = written
  const shared: WrittenPackage = {
    ...(initial_version === undefined ? {} : { initial_version }),
    ...(types === undefined ? {} : { types }),
    ...(breaking_below_1 === undefined ? {} : { breaking_below_1 }),
    ...(branches === undefined ? {} : { branches }),
    ...(mode === undefined ? {} : { mode }),
    ...(github_release === undefined ? {} : { github_release }),
  }
  return settingsOf({ ...shared, tag_prefix: `${name}-v`, ...own, changelog: { ...changelog, file: undefined, ...own.changelog } }, name)
}

function settingsOf(written: WrittenPackage, name: string | null): ReleaseSettings {
  const { release: defaults } = DEFAULTS
  const folder = (written.path ?? '').replace(/^(?:\.\/)+|\/+$|^\.$/g, '')
  return {
    package: name,
    tagPrefix: written.tag_prefix ?? null,
    folder,
    paths: [...(folder === '' ? [] : [folder]), ...(written.paths ?? [])],
    initialVersion: written.initial_version ?? defaults.initialVersion,
    types: merged<Level | 'none'>(defaults.types, written.types),
    breakingBelow1: written.breaking_below_1 ?? defaults.breakingBelow1,
    branches: [...(written.branches ?? []), ...defaults.branches].map((rule: WrittenRule) => ({
      branch: rule.branch,
      prerelease: rule.prerelease ?? null,
      level: rule.level ?? null,
    })),
    versionFiles: written.version_files ?? null,
    pins: (written.pins ?? []).map(toPin),
    changelog: {
      enabled: written.changelog?.enabled ?? true,
      file: written.changelog?.file ?? (folder === '' ? defaults.changelogFile : `${folder}/${defaults.changelogFile}`),
      commits: written.changelog?.commits ?? true,
      prereleases: written.changelog?.prereleases ?? false,
      sections: merged<string>(defaults.sections, written.changelog?.sections),
    },
    publication: {
      mode: written.mode ?? defaults.mode,
      page: written.github_release ?? true,
      assets: written.assets ?? [],
      listComponents: name === null && (written.list_components ?? defaults.listComponents),
    },
  }
}

function merged<T extends string>(defaults: Readonly<Record<string, T>>, written: Readonly<Record<string, T>> | undefined): Map<string, T> {
  return new Map(Object.entries({ ...defaults, ...written }))
}
