import type { ReleaseSettings } from './settings.ts'
import type { Survey } from './survey.ts'
import type { ReleaseTags } from './tags.ts'
import type { Level, ReleaseVersion } from './version.ts'

/** What a release is decided from. */
export interface PlanInput {
  settings: ReleaseSettings
  tags: ReleaseTags
  survey: Survey
  head: { commit: string; branch: string | null; defaultBranch: string | null }
  /** What the files say, all the same; null where no file carries the version. */
  written: ReleaseVersion | null
  /** What the user asked for: pre-releases of this id, or this very version. */
  asked: { prerelease: string | null; as: string | null }
}

/** The decision, with its reasons. */
export interface ReleasePlan {
  /** Null where there is nothing to release. */
  version: ReleaseVersion | null
  tag: string | null
  /** How far the commits since the last release proper go; null where none of them counts. */
  level: Level | null
  /** Pre-release id; null for a release proper. */
  prerelease: string | null
  /** Sentences, in the order in which they led to the version. */
  why: readonly string[]
  /** What a reader should know that changed nothing. */
  notices: readonly string[]
}
