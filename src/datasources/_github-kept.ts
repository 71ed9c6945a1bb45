import * as z from 'zod'
import { SECOND } from '../core/model/instant.ts'
import type { Asset, Release } from '../core/model/release.ts'
import type { KeptName } from '../ports/http.ts'
import { parseJson } from './_fetch.ts'
import type { Listing } from './_github-batches.ts'
import type { Job } from './_github-jobs.ts'
import { hasReached, releaseOfTag } from './_tags.ts'
import type { DatasourceIo } from './contract.ts'

/**
 * A list as it is kept from run to run, one text for each repository: what fifty repositories were asked in one question must serve a run that
 * asks for forty-nine of them. In columns of one text each, divided by
 * spaces (which no tag can hold): a fraction of the size and the time that rows take.
 */
const headSchema = z.object({
  form: z.literal(3),
  /** `reached`: read as far as the versions in use then, which may not be far enough now. */
  end: z.enum(['whole', 'reached', 'bound']),
  pages: z.number(),
  newestFirst: z.boolean(),
  /** Places of pre-releases. */
  prereleases: z.array(z.number()),
  assets: z
    .array(
      z
        .array(z.object({ name: z.string(), size: z.number().optional(), url: z.string().optional(), digest: z.string().optional() }))
        .nullable(),
    )
    .optional(),
  upstream: z.object({ archived: z.boolean().optional(), movedTo: z.string().optional() }),
  notices: z.array(z.string()),
})

/** The head, and the columns: tags, dates (seconds, which are written in half the time of milliseconds; empty where not known), commits (empty where not known). */
type KeptList = z.infer<typeof headSchema> & { tags: string[]; dates: string[]; commits: string[] }

function nameOf(job: Job, listing: Listing): KeptName {
  const name = JSON.stringify(['github', `${job.owner}/${job.name}`.toLowerCase(), job.assets, job.contains ?? null])
  return { url: job.endpoints.rest, service: listing.service, name }
}

/** Answers jobs from lists that are kept and young enough. */
export function recallFresh(jobs: readonly Job[], listing: Listing, io: DatasourceIo): void {
  for (const job of jobs) {
    const kept = io.http.kept?.get(nameOf(job, listing)) ?? null
    if (kept?.fresh !== true) continue
    const list = read(kept.text)
    if (list === null || !isEnough(list, job)) continue
    restore(job, list, listing)
    job.responses.push({ origin: 'cache', storedAt: kept.storedAt })
  }
}

/** Where upstream could not be asked, an older list stands in, marked as stale. What upstream itself denied stays denied. */
export function recallStale(jobs: readonly Job[], listing: Listing, io: DatasourceIo): void {
  const passing = new Set(['network', 'timeout', 'server-error', 'rate-limited', 'offline', 'invalid-answer'])
  for (const job of jobs) {
    const { cause } = job
    if (cause === undefined || !passing.has(cause.code)) continue
    const kept = io.http.kept?.get(nameOf(job, listing)) ?? null
    const list = kept === null ? null : read(kept.text)
    if (kept === null || list === null) continue
    restore(job, list, listing)
    if (cause.code !== 'offline') job.notices.push(`asked in vain: ${cause.message}`)
    job.responses.push({ origin: 'stale-cache', storedAt: kept.storedAt })
    delete job.cause
  }
}

/** Keeps the lists that were read just now as far as they were meant to be, all at once: a write for each costs five times as much. */
export function keepLists(jobs: readonly Job[], listing: Listing, io: DatasourceIo): void {
  const read = jobs.filter(
    (job) => job.end !== undefined && job.responses.some(({ origin }) => origin === 'network' || origin === 'revalidated'),
  )
  if (read.length > 0) io.http.kept?.set(read.map((job) => ({ ...nameOf(job, listing), text: write(job) })))
}

function read(text: string): KeptList | null {
  const [head = '', tags = '', dates = '', commits = ''] = text.split('\n')
  const parsed = parseJson(head, headSchema)
  if (!parsed.ok) return null
  // No tag is empty, so that an empty column is a list without entries.
  return { ...parsed.value, tags: tags === '' ? [] : tags.split(' '), dates: dates.split(' '), commits: commits.split(' ') }
}

function isEnough(list: KeptList, job: Job): boolean {
  if (list.end === 'whole') return true
  if (list.end === 'bound') return list.pages >= job.maxPages
  const seen = new Set(list.tags)
  return job.queries.every((query) => hasReached(seen, query))
}

function write(job: Job): string {
  const { releases } = job
  const head: z.infer<typeof headSchema> = {
    form: 3,
    end: job.end ?? 'bound',
    pages: job.pages,
    newestFirst: job.newestFirst,
    prereleases: releases.flatMap(({ prerelease }, index) => (prerelease === true ? [index] : [])),
    ...(job.assets && { assets: releases.map(({ assets }) => (assets === undefined ? null : [...assets])) }),
    upstream: {
      ...(job.upstream.archived && { archived: true }),
      ...(job.upstream.movedTo !== undefined && { movedTo: job.upstream.movedTo }),
    },
    notices: job.notices,
  }
  const tags = releases.map(({ tag }) => tag).join(' ')
  const dates = releases.map(({ date }) => (date === undefined ? '' : date / SECOND)).join(' ')
  const commits = releases.map(({ commit }) => commit ?? '').join(' ')
  return [JSON.stringify(head), tags, dates, commits].join('\n')
}

function restore(job: Job, list: KeptList, listing: Listing): void {
  const folder = listing.folder(job)
  const prereleases = new Set(list.prereleases)
  job.releases = list.tags.map((tag, index): Release => {
    const release = releaseOfTag(folder, tag, Math.round(Number(list.dates[index]) * SECOND) || null, list.commits[index] || undefined)
    const files = list.assets?.[index]
    if (prereleases.has(index)) release.prerelease = true
    if (files) release.assets = files.map(assetOf)
    return release
  })
  job.newestFirst = list.newestFirst
  job.upstream = {
    ...(list.upstream.archived && { archived: true }),
    ...(list.upstream.movedTo !== undefined && { movedTo: list.upstream.movedTo }),
  }
  job.notices = [...list.notices]
  job.state = 'done'
}

function assetOf({
  name,
  size,
  url,
  digest,
}: {
  name: string
  size?: number | undefined
  url?: string | undefined
  digest?: string | undefined
}): Asset {
  return { name, ...(size !== undefined && { size }), ...(url !== undefined && { url }), ...(digest !== undefined && { digest }) }
}
