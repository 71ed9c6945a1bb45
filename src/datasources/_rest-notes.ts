import * as z from 'zod'
import { changelogIn, LIKELY_FILES, pathsForPrefix } from './_changelog-files.ts'
import { type Fetched, fetchJson, fetchText, readableRows } from './_fetch.ts'
import { nextPage } from './_links.ts'
import type { NotesJob } from './_notes-jobs.ts'
import type { DatasourceIo } from './contract.ts'

const SERVICE = 'github-releases'
/** The first pages are those that discovery has read: with a cache they cost nothing. */
const PAGES = 3
const JSON_ACCEPT = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' }
const rowSchema = z.object({ tag_name: z.string(), body: z.string().nullish(), html_url: z.string().optional() })
const contentsSchema = z.array(z.object({ name: z.string(), type: z.string() }))

/** The same notes where there is no token: a few pages of releases and one file for each component. */
export async function notesByRest(jobs: readonly NotesJob[], io: DatasourceIo): Promise<void> {
  await Promise.all(jobs.flatMap((job) => [readReleases(job, io), readChangelog(job, io)]))
}

async function readReleases(job: NotesJob, io: DatasourceIo): Promise<void> {
  const wanted = new Map(job.request.tags.map(({ tag, version }) => [tag, version]))
  let url: string | null = `${job.endpoints.rest}/repos/${job.owner}/${job.name}/releases?per_page=100`
  for (let page = 0; url !== null && page < PAGES && wanted.size > 0; page += 1) {
    const answer: Fetched<unknown[]> = await fetchJson(
      io.http,
      { url, service: SERVICE, headers: JSON_ACCEPT },
      z.array(z.unknown()),
      whatOf(job),
    )
    if (!answer.ok) {
      job.failures.push(answer.cause)
      return
    }
    job.answered += 1
    for (const row of readableRows(answer.value, rowSchema).rows) {
      const version = wanted.get(row.tag_name)
      wanted.delete(row.tag_name)
      if (version === undefined || !row.body) continue
      job.documents.push({ kind: 'release', version, text: row.body, url: row.html_url ?? job.releasePage(row.tag_name) })
    }
    url = nextPage(answer.response.headers['link'], answer.response.url).next
  }
  if (url !== null && wanted.size > 0) {
    job.failures.push({ code: 'rate-limited', message: `the notes of ${wanted.size} older releases were not read without a token` })
  }
}

async function readChangelog(job: NotesJob, io: DatasourceIo): Promise<void> {
  const named = job.request.changelogPaths ?? (job.request.tagPrefix ? pathsForPrefix(job.request.tagPrefix) : undefined)
  for (const path of named ?? (await likelyPaths(job, io))) {
    const answer = await fetchText(io.http, fileRequest(job, path), `${path} of ${whatOf(job)}`)
    if (answer.ok) {
      job.changelogs.push({ path, text: answer.value })
      return
    }
    if (answer.cause.code !== 'not-found') {
      job.failures.push(answer.cause)
      return
    }
    job.answered += 1
  }
}

/** On github.com the files come from a host that counts no requests, so trying is cheap; elsewhere the folder is listed first. */
async function likelyPaths(job: NotesJob, io: DatasourceIo): Promise<readonly string[]> {
  if (isPublic(job)) return LIKELY_FILES
  const url = `${job.endpoints.rest}/repos/${job.owner}/${job.name}/contents/`
  const answer = await fetchJson(io.http, { url, service: SERVICE, headers: JSON_ACCEPT }, contentsSchema, whatOf(job))
  if (!answer.ok) {
    if (answer.cause.code !== 'not-found') job.failures.push(answer.cause)
    return []
  }
  const file = changelogIn(answer.value.map(({ name, type }) => ({ name, type: type === 'file' ? 'blob' : type })))
  return file === null ? [] : [file]
}

/** The file itself, not its base64 in JSON. */
export function fileRequest(job: NotesJob, path: string): { url: string; service: string; headers: Record<string, string> } {
  const escaped = path.split('/').map(encodeURIComponent).join('/')
  const headers = { accept: 'application/vnd.github.raw+json' }
  const url = isPublic(job)
    ? `https://raw.githubusercontent.com/${job.owner}/${job.name}/HEAD/${escaped}`
    : `${job.endpoints.rest}/repos/${job.owner}/${job.name}/contents/${escaped}`
  return { url, service: SERVICE, headers }
}

function isPublic(job: NotesJob): boolean {
  return job.endpoints.web === 'https://github.com'
}

function whatOf(job: NotesJob): string {
  return `repository ${job.owner}/${job.name}`
}
