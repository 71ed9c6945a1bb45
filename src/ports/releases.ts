import type { FileChange } from '../core/model/proposal.ts'
import type { AssetFile } from './asset-files.ts'

/** A tag that leads to a commit. */
export interface TaggedCommit {
  commit: string
  /** Message of that commit, whole. */
  message: string
}

/** A file that hangs on a release. */
export interface ReleaseAsset {
  id: number
  name: string
  /** Bytes. */
  size: number
  /** `sha256:…`; null where the forge does not say. */
  digest: string | null
  /** Whether all of it arrived: an upload that was cut off leaves a name behind that is in the way of the next one. */
  complete: boolean
}

/** A release on the forge: the page with its notes and files, apart from the tag. */
export interface ForgeRelease {
  id: number
  tag: string
  body: string
  draft: boolean
  prerelease: boolean
  /** Tag and files can no longer change; title and notes can. */
  immutable: boolean
  url: string
  assets: readonly ReleaseAsset[]
}

/** A pull request that was merged, and where. */
export interface MergedAt {
  number: number
  /** The merge commit, the squashed one, or the last of those that were rebased. */
  commit: string
}

/**
 * Tags and releases. Small steps, each of which either took effect or did not, none of which repeats itself: `commands/release` looks
 * before each. All throw `ProblemError` for what a person must mend and `ForgeConflict` where somebody else was faster.
 */
export interface Releases {
  /** Web address of the repository, split; null where there is no forge. */
  readonly web: { host: string; owner: string; name: string } | null
  /** Null where there is no such tag. */
  tag(name: string): Promise<TaggedCommit | null>
  /** An annotated tag. @throws ForgeConflict where the name is taken meanwhile */
  createTag(tag: { name: string; commit: string; message: string }): Promise<void>
  /**
   * One commit on top of the branch that is released from.
   * @throws ForgeConflict where the branch moved; ProblemError `branch-protected` where only pull requests may change it
   */
  commit(branch: string, expectedHead: string, message: { headline: string; body: string }, files: readonly FileChange[]): Promise<string>
  /** Where a pull request was merged; null while it is not. */
  merged(number: number): Promise<MergedAt | null>
  /** Pages of releases with files and notes; null where there is nothing but tags. */
  readonly pages: ReleasePages | null
}

export interface ReleasePages {
  /** The release of a tag, a draft before anything else; null where there is none. */
  find(tag: string): Promise<ForgeRelease | null>
  /** A draft for a tag that is there. @throws ProblemError `tag-burned` where an immutable release once had the name */
  draft(release: { tag: string; body: string; prerelease: boolean }): Promise<ForgeRelease>
  upload(release: ForgeRelease, asset: AssetFile): Promise<void>
  removeAsset(asset: ReleaseAsset): Promise<void>
  /** `latest`: whether it is the one that people find first. */
  publish(release: ForgeRelease, latest: boolean): Promise<ForgeRelease>
  /** Notes stay editable, also of an immutable release. */
  rewrite(release: ForgeRelease, body: string): Promise<void>
  /** Makes another release the one that people find first. False where the forge refuses that. */
  promote(release: ForgeRelease): Promise<boolean>
}
