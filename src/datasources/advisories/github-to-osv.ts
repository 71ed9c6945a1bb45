import * as z from 'zod'
import { rangeEvents } from './version-range.ts'

/** Ecosystems as OSV and as GitHub call them (https://docs.github.com/en/rest/security-advisories/global-advisories). */
export const GITHUB_ECOSYSTEMS: Readonly<Record<string, string>> = {
  npm: 'npm',
  PyPI: 'pip',
  RubyGems: 'rubygems',
  Go: 'go',
  Maven: 'maven',
  NuGet: 'nuget',
  Packagist: 'composer',
  'crates.io': 'rust',
  Hex: 'erlang',
  'GitHub Actions': 'actions',
  Pub: 'pub',
  SwiftURL: 'swift',
}

const OSV_ECOSYSTEMS = new Map(Object.entries(GITHUB_ECOSYSTEMS).map(([osv, github]) => [github, osv]))

const text = z.string()
/** Three shapes: a string, an object with `identifier`, null. Repository advisories have `patched_versions` instead. */
const firstPatched = z.union([text, z.object({ identifier: text }).transform(({ identifier }) => identifier)]).nullish()

const vulnerabilitySchema = z.object({
  package: z.object({ ecosystem: text.nullish(), name: text.nullish() }).nullish(),
  vulnerable_version_range: text.nullish(),
  first_patched_version: firstPatched,
  patched_versions: text.nullish(),
})

const vector = z.object({ vector_string: text.nullish() }).nullish()

/** The part of an advisory of GitHub that counts, global or of a repository. */
export const githubAdvisorySchema = z.object({
  ghsa_id: text.regex(/^GHSA(?:-[0-9a-z]{4}){3}$/),
  cve_id: text.nullish(),
  summary: text.nullish(),
  severity: text.nullish(),
  published_at: text.nullish(),
  updated_at: text.nullish(),
  withdrawn_at: text.nullish(),
  identifiers: z.array(z.object({ value: text })).nullish(),
  vulnerabilities: z.array(vulnerabilitySchema).nullish(),
  cvss: vector,
  cvss_severities: z.object({ cvss_v3: vector, cvss_v4: vector }).nullish(),
})
export type GithubAdvisory = z.infer<typeof githubAdvisorySchema>
type Vulnerability = z.infer<typeof vulnerabilitySchema>

/** The part of the OSV format that is filled in. */
export interface OsvJson {
  id: string
  affected: readonly unknown[]
  [key: string]: unknown
}

/**
 * An advisory of GitHub as an OSV record; `unread` counts ranges that could not be read and are left out. `repository` (`owner/name`) is
 * where a repository advisory stands: what it names no package of counts for the repository itself.
 */
export function toOsv(advisory: GithubAdvisory, repository?: string): { record: OsvJson; unread: number } {
  const entries = (advisory.vulnerabilities ?? []).map((one) => affectedOf(one, repository))
  const aliases = [advisory.cve_id, ...(advisory.identifiers ?? []).map(({ value }) => value)]
  const record = {
    id: advisory.ghsa_id,
    modified: advisory.updated_at ?? '',
    published: advisory.published_at ?? '',
    ...(advisory.withdrawn_at ? { withdrawn: advisory.withdrawn_at } : {}),
    aliases: [...new Set(aliases)].filter((alias) => alias != null && alias !== advisory.ghsa_id),
    summary: advisory.summary ?? '',
    severity: ratingsOf(advisory),
    database_specific: { severity: advisory.severity ?? '' },
    affected: entries.flatMap((entry) => entry ?? []),
  }
  return { record, unread: entries.filter((entry) => entry === null).length }
}

function ratingsOf({ cvss, cvss_severities: both }: GithubAdvisory): { type: string; score: string }[] {
  const [v3, v4] = [both?.cvss_v3?.vector_string ?? cvss?.vector_string, both?.cvss_v4?.vector_string]
  return [...(v3 ? [{ type: 'CVSS_V3', score: v3 }] : []), ...(v4 ? [{ type: 'CVSS_V4', score: v4 }] : [])]
}

/** Null where the range cannot be read. */
function affectedOf(vulnerability: Vulnerability, repository: string | undefined): unknown[] | null {
  const { package: named, vulnerable_version_range: range } = vulnerability
  const fixed = vulnerability.first_patched_version ?? vulnerability.patched_versions ?? null
  const events = rangeEvents(range ?? '', fixed)
  if (events === null) return null
  const ecosystem = OSV_ECOSYSTEMS.get(named?.ecosystem?.toLowerCase() ?? '')
  const name = named?.name ?? ''
  const packages = ecosystem === undefined || name === '' ? [] : [{ ecosystem, name }]
  const isOfRepository = repository !== undefined && (packages.length === 0 || lastPart(name) === lastPart(repository))
  if (isOfRepository) packages.push({ ecosystem: 'GIT', name: `https://github.com/${repository}` })
  return packages.map((one) => ({ package: one, ranges: [{ type: one.ecosystem === 'GIT' ? 'SEMVER' : 'ECOSYSTEM', events }] }))
}

function lastPart(name: string): string {
  return name.toLowerCase().split(/[/:]/).at(-1) ?? ''
}
