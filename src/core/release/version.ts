import type { Problem } from '../model/problems.ts'
import type { Order } from '../versioning/contract.ts'
import { compareSemantic, parseSemantic, type Semantic } from '../versioning/semantic.ts'

/** How far a release goes, least first. */
export const LEVELS = ['patch', 'minor', 'major'] as const
export type Level = (typeof LEVELS)[number]

/** A version of this repository: SemVer 2.0 without build metadata, which two releases could not be told apart by. */
export interface ReleaseVersion {
  /** `1.3.0-rc.2`, never with a `v`. */
  text: string
  semantic: Semantic
}

/** More would not fit where versions are shown and stored (labels of Kubernetes hold 63 characters, with a prefix). */
export const MAX_RELEASE_VERSION = 50

/** Reads a version, with one leading `v` or without; null where it is none, or carries build metadata. */
export function parseReleaseVersion(text: string): ReleaseVersion | null {
  const bare = /^[vV](?=\d)/.test(text) ? text.slice(1) : text
  const semantic = parseSemantic(bare)
  return semantic === null || semantic.build !== null ? null : { text: bare, semantic }
}

/** @throws Error where the text is no version: for texts that we made ourselves */
export function releaseVersion(text: string): ReleaseVersion {
  const version = parseReleaseVersion(text)
  if (version === null) throw new Error(`${text} is no version`)
  return version
}

export function compareVersions(a: ReleaseVersion, b: ReleaseVersion): Order {
  return compareSemantic(a.semantic, b.semantic)
}

export function greatest(versions: Iterable<ReleaseVersion>): ReleaseVersion | null {
  let best: ReleaseVersion | null = null
  for (const version of versions) if (best === null || compareVersions(version, best) > 0) best = version
  return best
}

export function isPrerelease(version: ReleaseVersion): boolean {
  return version.semantic.pre.length > 0
}

/** `1.3.0` of `1.3.0-rc.2`. */
export function coreOf(version: ReleaseVersion): ReleaseVersion {
  return isPrerelease(version) ? releaseVersion(version.semantic.release.join('.')) : version
}

/** The release after one: `1.2.3` by a minor step is `1.3.0`. Of a pre-release only the numbers count. */
export function step(version: ReleaseVersion, level: Level): ReleaseVersion {
  const [major = '0', minor = '0', patch = '0'] = version.semantic.release
  const next = (digits: string) => String(BigInt(digits) + 1n)
  if (level === 'major') return releaseVersion(`${next(major)}.0.0`)
  return releaseVersion(level === 'minor' ? `${major}.${next(minor)}.0` : `${major}.${minor}.${next(patch)}`)
}

/** `1.3.0` in the channel `rc` with number 2: `1.3.0-rc.2`. */
export function inChannel(core: ReleaseVersion, channel: string, number: bigint): ReleaseVersion {
  return releaseVersion(`${coreOf(core).text}-${channel}.${number}`)
}

/** The number of a version in a channel, such as 2 of `1.3.0-rc.2` in `rc`; 0 for `1.3.0-rc`; null where it is of another channel. */
export function numberIn(version: ReleaseVersion, channel: string): bigint | null {
  const ids = channel.split('.')
  const { pre } = version.semantic
  if (!ids.every((id, index) => pre[index] === id)) return null
  if (pre.length === ids.length) return 0n
  const number = pre[ids.length] ?? ''
  return pre.length === ids.length + 1 && /^\d+$/.test(number) ? BigInt(number) : null
}

/** What is wrong with a version that is to be released, each as the rest of a sentence; none where it may be. */
export function lintVersion(text: string): string[] {
  if (text.length > MAX_RELEASE_VERSION) return [`it has ${text.length} characters, and ${MAX_RELEASE_VERSION} are allowed`]
  if (/^[vV]/.test(text)) return ['it begins with a `v`, which belongs to the tag (`release.tag_prefix`) and not to the version']
  const semantic = parseSemantic(text)
  if (semantic === null) return ['it is no version by SemVer 2.0, such as 1.3.0 or 1.3.0-rc.1']
  const faults: string[] = []
  if (semantic.build !== null) faults.push('it carries build metadata, which does not tell two releases apart')
  if (semantic.pre.some((id) => /[A-Z]/.test(id))) faults.push('its pre-release has upper-case letters')
  return faults
}

/** The problem of a version that is not fit to be released; null where it is. `what`: `--as`, `The branch feature/x gives`. */
export function versionProblem(text: string, what: string): Problem | null {
  const faults = lintVersion(text)
  if (faults.length === 0) return null
  const message = `${what} ${JSON.stringify(text.slice(0, 100))} cannot be released: ${faults.join(', and ')}.`
  return { code: 'version-invalid', message, help: 'Versions are SemVer 2.0 with lower-case pre-release ids and at most 50 characters.' }
}
