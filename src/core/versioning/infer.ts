import type { Versioning } from './contract.ts'
import { findVersioning } from './find.ts'
import { type VersioningId, versionings } from './index.ts'
import { inferTagShape, type TagShape, versionOfTag } from './infer-prefix.ts'
import { isPlain } from './plain.ts'

/** What is known of a component whose scheme the user has not set. */
export interface InferenceInput {
  /** The datasource's default: an id of a scheme. */
  datasourceDefault?: string
  /** As upstream lists them, in any order. */
  tags: readonly string[]
  current?: string
}

/** The scheme to read a component's versions with, and why, for reports. */
export interface Inference {
  /** An id, or `regex:` and a pattern. */
  versioning: string
  shape: TagShape
  reason: string
}

const MAX_TAGS = 1000

/** Schemes whose datasource knows best: what does not read as theirs is no version there either. */
const SETTLED: ReadonlySet<string> = new Set<VersioningId>([
  'npm',
  'pep440',
  'hex',
  'ruby',
  'maven',
  'cargo',
  'go',
  'docker',
  'docker-reference',
  'node',
  'kubernetes-api',
  'github-actions',
  'debian',
  'alpine',
  'erlang-otp',
  'date',
  'calver',
])

/**
 * Infers a scheme from the datasource's default and the observed tags, their common prefix taken off. Never fails: where nothing reads the
 * tags it is `loose`, and the reason says so.
 */
export function inferVersioning({ datasourceDefault, tags, current }: InferenceInput): Inference {
  const shape = inferTagShape(tags, current)
  const settled = (versioning: string, reason: string): Inference => ({ versioning, shape, reason })
  if (datasourceDefault !== undefined && SETTLED.has(datasourceDefault))
    return settled(datasourceDefault, `${datasourceDefault}: the datasource has no other versions.`)
  if (shape.versioning !== null) return settled(shape.versioning, `regex: the tags separate their numbers by “${shape.separator}”.`)
  if (shape.prefix === 'OTP-') return settled('erlang-otp', 'erlang-otp: the tags begin with OTP-.')
  const versions: string[] = []
  for (const tag of tags.slice(0, MAX_TAGS)) {
    const version = shape.prefix === '' && isPlain(tag) ? tag : versionOfTag(tag, shape)
    if (version !== null) versions.push(version)
  }
  if (versions.length === 0)
    return settled(datasourceDefault ?? 'loose', `${datasourceDefault ?? 'loose'}: there are no versions to infer a scheme from.`)
  return { shape, ...fromVersions(versions, datasourceDefault) }
}

function fromVersions(versions: readonly string[], datasourceDefault: string | undefined): Omit<Inference, 'shape'> {
  if (nineOfTen(versions, (version) => readsWhole(versionings.date, version)))
    return { versioning: 'date', reason: `date: ${count(versionings.date, versions)} are dates.` }
  if (nineOfTen(versions, (version) => CALENDAR.test(version)))
    return { versioning: 'calver', reason: `calver: ${Math.round(calendarShare(versions) * 100)} % of the versions begin with a year.` }
  const usual = datasourceDefault === undefined ? null : findVersioning(datasourceDefault)
  const read = usual === null || 'error' in usual ? 0 : readable(usual, versions)
  if (usual !== null && !('error' in usual) && read / versions.length >= 0.5)
    return { versioning: usual.id, reason: `${usual.id}: the datasource's default, which reads ${read} of ${versions.length} versions.` }
  const general = generalScheme(versions)
  const why = general === 'loose' ? 'no stricter scheme reads nine of ten versions; it reads' : 'it reads'
  return { versioning: general, reason: `${general}: ${why} ${count(versionings[general], versions)}${instead(usual, versions)}.` }
}

/** Of the schemes that belong to no datasource, the strictest that reads nine of ten versions. */
function generalScheme(versions: readonly string[]): VersioningId {
  const reads = (versioning: Versioning) => nineOfTen(versions, (version) => readsWhole(versioning, version))
  if (reads(versionings.semver)) return 'semver'
  if (reads(versionings['semver-coerced'])) return 'semver-coerced'
  const isPython = versions.filter((version) => /\d(?:a|b|rc)\d|\.(?:post|dev)\d/.test(version)).length / versions.length >= 0.1
  return isPython && reads(versionings.pep440) ? 'pep440' : 'loose'
}

function instead(usual: Versioning | { error: string } | null, versions: readonly string[]): string {
  return usual === null || 'error' in usual ? '' : `; the datasource's default ${usual.id} reads only ${count(usual, versions)}`
}

function readable(versioning: Versioning, versions: readonly string[]): number {
  let count = 0
  for (const version of versions) if (readsWhole(versioning, version)) count += 1
  return count
}

/** What `semver-coerced` drops to read a text, it does not read. */
function readsWhole(versioning: Versioning, version: string): boolean {
  if (versioning.id === 'semver-coerced') return versionings['semver-coerced'].parse(version)?.remainder === false
  return versioning.parse(version) !== null
}

/** Asked until too many are not: of most components it is clear after a few versions what they are not. */
function nineOfTen(versions: readonly string[], holds: (version: string) => boolean): boolean {
  let left = versions.length * 0.1
  for (const version of versions) {
    if (holds(version)) continue
    left -= 1
    if (left < -1e-9) return false
  }
  return true
}

function count(versioning: Versioning, versions: readonly string[]): string {
  return `${readable(versioning, versions)} of ${versions.length} versions`
}

const CALENDAR = /^v?(?:(?:19|20)\d\d|[12]\d\.(?:0[1-9]|1[0-2]))(?:[.-]|$)/

/** `2024.10.3`, `24.04`: a year and, behind it, nothing that could not be a month, a week or a count. */
function calendarShare(versions: readonly string[]): number {
  let years = 0
  for (const version of versions) if (CALENDAR.test(version)) years += 1
  return years / versions.length
}
