import * as z from 'zod'
import { parseInstant } from '../core/model/instant.ts'
import type { Answer, Release, UpstreamState } from '../core/model/release.ts'
import { plainWords } from './_answers.ts'
import { fetchJson, fetchText, parseJson, readableRows } from './_fetch.ts'
import { discoverPackages, found, noKeys } from './_packages.ts'
import { normalName, type SimpleFile, simpleHtmlFiles, versionOfFile } from './_pypi-simple.ts'
import type { Datasource, DatasourceIo, Query } from './contract.ts'

const fileSchema = z.object({
  upload_time_iso_8601: z.string().nullish(),
  upload_time: z.string().nullish(),
  yanked: z.boolean().nullish(),
  yanked_reason: z.string().nullish(),
  digests: z.object({ sha256: z.string().nullish() }).nullish(),
})
const projectSchema = z.object({ releases: z.record(z.string(), z.unknown()) })

/** PEP 691 and 700: https://packaging.python.org/en/latest/specifications/simple-repository-api/ */
const simpleSchema = z.object({
  files: z.array(z.unknown()),
  'project-status': z.object({ status: z.string(), reason: z.string().nullish() }).nullish(),
})
const simpleFileSchema = z.object({
  filename: z.string(),
  yanked: z.union([z.boolean(), z.string()]).nullish(),
  'upload-time': z.string().nullish(),
  provenance: z.string().nullish(),
  hashes: z.object({ sha256: z.string().nullish() }).nullish(),
})

interface PypiFile {
  date?: string | null | undefined
  yanked: boolean | string
  attested?: boolean
  sha256?: string | null | undefined
}

async function read(query: Query, base: string, io: DatasourceIo): Promise<Answer> {
  if (base.endsWith('/simple')) return readSimple(query, `${base}/${normalName(query.package)}/`, io)
  const what = `project ${query.package}`
  const answer = await fetchJson(io.http, { url: `${base}/pypi/${query.package}/json`, service: 'pypi' }, projectSchema, what)
  if (answer.ok) return fromProject(query, answer.value.releases, [answer.response])
  // Mirrors often have the index for installers only.
  const isMirror = base !== pypi.defaultUrl && answer.cause.code === 'not-found'
  return isMirror ? readSimple(query, `${base}/simple/${normalName(query.package)}/`, io) : answer
}

function fromProject(
  query: Query,
  releases: Readonly<Record<string, unknown>>,
  responses: Parameters<typeof found>[1]['responses'],
): Answer {
  let unreadable = 0
  const all = Object.entries(releases).flatMap(([version, value]) => {
    const files = z.array(fileSchema).safeParse(value)
    if (!files.success) unreadable += 1
    if (!files.success) return []
    const rows = files.data.map((file) => ({
      date: file.upload_time_iso_8601 ?? (file.upload_time ? `${file.upload_time}Z` : null),
      yanked: file.yanked === true ? (file.yanked_reason ?? true) : false,
      sha256: file.digests?.sha256,
    }))
    return [releaseOf(version, rows, query)]
  })
  return found(query, { releases: all, responses, unreadable, empty: 'the project has no releases' })
}

async function readSimple(query: Query, url: string, io: DatasourceIo): Promise<Answer> {
  const headers = { accept: 'application/vnd.pypi.simple.v1+json, text/html;q=0.1' }
  const answer = await fetchText(io.http, { url, service: 'pypi', headers }, `project ${query.package}`)
  if (!answer.ok) return answer
  const isHtml = /^\s{0,100}</.test(answer.value)
  const json = isHtml ? null : parseJson(answer.value, simpleSchema)
  if (json !== null && !json.ok)
    return { ok: false, cause: { code: 'invalid-answer', message: `project ${query.package}: ${plainWords(json.reason)}` } }
  const read = json === null ? null : readableRows(json.value.files, simpleFileSchema)
  const files: SimpleFile[] =
    read?.rows.map((row) => ({
      filename: row.filename,
      yanked: row.yanked ?? false,
      date: row['upload-time'],
      attested: row.provenance,
      sha256: row.hashes?.sha256,
    })) ?? simpleHtmlFiles(answer.value)
  if (read === null && files.length === 0) {
    return { ok: false, cause: { code: 'invalid-answer', message: `project ${query.package}: a page without a list of files` } }
  }
  const upstream = json === null ? {} : statusOf(json.value['project-status'])
  return found(query, {
    releases: fromFiles(query, files),
    responses: [answer.response],
    unreadable: read?.unreadable ?? 0,
    upstream,
    notices: upstream.deprecated === undefined ? [] : [`the project is ${upstream.deprecated}`],
    empty: 'the project has no files',
  })
}

function fromFiles(query: Query, files: readonly SimpleFile[]): Release[] {
  const byVersion = Map.groupBy(files, ({ filename }) => versionOfFile(filename, query.package) ?? '')
  byVersion.delete('')
  return [...byVersion].map(([version, own]) =>
    releaseOf(
      version,
      own.map(({ date, yanked, attested, sha256 }) => ({
        date,
        yanked,
        sha256,
        ...(attested !== undefined && { attested: Boolean(attested) }),
      })),
      query,
    ),
  )
}

/** Yanks are per file: a release is yanked where all its files are, and withdrawn where it has none left. Its date is that of its first file. */
function releaseOf(version: string, files: readonly PypiFile[], { assets }: Query): Release {
  const dates = files.flatMap(({ date }) => (date ? [parseInstant(date)] : [])).filter((at) => at !== null)
  const release: Release = { tag: version, version }
  if (dates.length > 0) release.date = Math.min(...dates)
  if (files.length === 0) release.yanked = 'no files are left of it'
  const yanks = files.map(({ yanked }) => yanked).filter((yanked) => yanked !== false)
  if (files.length > 0 && yanks.length === files.length) {
    const reason = yanks.find((yanked) => typeof yanked === 'string' && yanked !== '')
    release.yanked = typeof reason === 'string' ? plainWords(reason) : true
  }
  if (files.some(({ attested }) => attested !== undefined)) release.attested = files.some(({ attested }) => attested === true)
  // pip takes any file of the release, so half of the hashes would lock some machines out.
  const hashes = files.flatMap(({ sha256 }) => (/^[0-9a-f]{64}$/.test(sha256 ?? '') ? [`sha256:${sha256}`] : []))
  if (assets === true && hashes.length > 0 && hashes.length === files.length) release.digests = [...new Set(hashes)].sort()
  return release
}

/** PEP 792: `archived`, `quarantined`, `deprecated`. */
function statusOf(status: { status: string; reason?: string | null | undefined } | null | undefined): UpstreamState {
  if (!status || status.status === 'active') return {}
  const words = plainWords(status.reason ? `${status.status}: ${status.reason}` : status.status)
  return { deprecated: words, ...(status.status === 'archived' && { archived: true }) }
}

export const pypi: Datasource = {
  id: 'pypi',
  label: 'Python packages',
  example: 'fastapi',
  docs: 'https://docs.pypi.org/api/json/',
  defaultUrl: 'https://pypi.org',
  defaultVersioning: 'pep440',
  provides: ['date', 'yanked', 'attested'],
  source: noKeys,
  discover: (queries, io) =>
    discoverPackages(queries, io, { id: 'pypi', noun: 'project', name: /^[A-Za-z0-9][A-Za-z0-9._-]{0,100}$/, read }),
}
