import type { Answer, Cause, Release, UpstreamState } from '../core/model/release.ts'
import type { HttpResponse } from '../ports/http.ts'
import { originOf, staleNotice, unreadableNotice } from './_answers.ts'
import { endpointsFor, type GithubEndpoints, repositoryName } from './_github-endpoints.ts'
import { hasReached, ownReleases } from './_tags.ts'
import type { DatasourceIo, Query } from './contract.ts'

/** One repository's list, asked once for all components that live in it, and how far it has been read. */
export interface Job {
  owner: string
  name: string
  endpoints: GithubEndpoints
  queries: Query[]
  assets: boolean
  /** Only tags that contain it are wanted, where the server can select them. */
  contains?: string
  maxPages: number
  /** Whether the list comes newest first, so that its beginning tells the newest. */
  newestFirst: boolean
  releases: Release[]
  seen: Set<string>
  /** Where the next page begins: a GraphQL cursor, or a REST address. */
  next: string | null
  pages: number
  /** How many upstream says there are, drafts included. */
  total?: number
  /** Entries that were read but are none of our releases (drafts, unreadable rows). */
  skipped: number
  heavy: number
  responses: Pick<HttpResponse, 'origin' | 'storedAt'>[]
  upstream: UpstreamState
  notices: string[]
  state: 'open' | 'rest' | 'done'
  /** How the list ended, where it was read as far as it was meant to be. */
  end?: 'whole' | 'reached' | 'bound'
  cause?: Cause
}

/** What one page of a list gave. */
export interface Page {
  releases: Release[]
  skipped: number
  unreadable: number
  next: string | null
  total?: number
  /** The name that the repository goes by now. */
  fullName?: string
  archived?: boolean
}

/** One job for each repository, whichever components ask; queries that cannot be asked are answered at once. */
export function jobsOf(
  queries: readonly Query[],
  id: string,
  io: DatasourceIo,
  options: (query: Query) => { maxPages: number; contains?: string },
): { jobs: Job[]; jobOf: (Job | Cause)[] } {
  const jobs = new Map<string, Job>()
  // Thousands of repositories lie on a handful of hosts.
  const known = new Map<string | undefined, GithubEndpoints | Cause>()
  const jobOf = queries.map((query) => {
    const repository = repositoryName(query.package)
    if (repository === null) return invalidName(query.package)
    const endpoints = known.get(query.url) ?? endpointsFor(query, id, io)
    known.set(query.url, endpoints)
    if ('code' in endpoints) return endpoints
    const { maxPages, contains } = options(query)
    const assets = query.assets === true
    const key = JSON.stringify([endpoints.rest, query.package.toLowerCase(), assets, maxPages, contains])
    const job = jobs.get(key) ?? newJob({ ...repository, endpoints, assets, maxPages, ...(contains !== undefined && { contains }) })
    job.queries.push(query)
    jobs.set(key, job)
    return job
  })
  return { jobs: [...jobs.values()], jobOf }
}

function invalidName(text: string): Cause {
  return { code: 'invalid-query', message: `\`${text.slice(0, 100)}\` is no GitHub repository: expected \`owner/name\`` }
}

type Start = Pick<Job, 'owner' | 'name' | 'endpoints' | 'assets' | 'contains' | 'maxPages'>

function newJob(start: Start): Job {
  const progress = { queries: [], newestFirst: true, releases: [], seen: new Set<string>(), next: null, pages: 0, skipped: 0, heavy: 0 }
  return { ...start, ...progress, responses: [], upstream: {}, notices: [], state: 'open' }
}

/** Takes a page in and decides whether the list has been read far enough. */
export function absorb(job: Job, page: Page, response: Pick<HttpResponse, 'origin' | 'storedAt'>): void {
  job.pages += 1
  job.skipped += page.skipped + page.unreadable
  job.total ??= page.total
  job.next = page.next
  job.responses.push({ origin: response.origin, ...(response.storedAt !== undefined && { storedAt: response.storedAt }) })
  takeReleases(job, page)
  job.notices.push(...unreadableNotice(page.unreadable))
  noteUpstream(job, page)
  if (page.next === null) finish(job)
  else if (job.newestFirst && job.queries.every((query) => hasReached(job.seen, query)))
    stop(job, 'older ones than the versions in use were not read', 'reached')
  else if (job.pages >= job.maxPages) stop(job, 'older ones were not read (`max_pages`)', 'bound')
}

/** Most lists end with their first page; only of longer ones is remembered what was seen (a release made meanwhile shifts the pages). */
function takeReleases(job: Job, page: Page): void {
  if (job.pages === 1 && page.next === null) {
    job.releases = page.releases
    return
  }
  for (const release of page.releases) {
    if (job.seen.has(release.tag)) continue
    job.seen.add(release.tag)
    job.releases.push(release)
  }
}

function noteUpstream(job: Job, page: Page): void {
  const asked = `${job.owner}/${job.name}`
  if (page.archived === true && job.upstream.archived !== true) {
    job.upstream.archived = true
    job.notices.push(`${asked} is archived`)
  }
  if (page.fullName === undefined || page.fullName.toLowerCase() === asked.toLowerCase() || job.upstream.movedTo !== undefined) return
  job.upstream.movedTo = page.fullName
  job.notices.push(`${asked} has moved to ${page.fullName}`)
}

/** The end of the list. Fewer entries than upstream counts are never passed over in silence. */
function finish(job: Job): void {
  job.state = 'done'
  job.end = 'whole'
  const read = job.releases.length + job.skipped
  if (job.total !== undefined && read < job.total) job.notices.push(`${read} of ${job.total} entries came`)
}

function stop(job: Job, why: string, end?: 'reached' | 'bound'): void {
  job.state = 'done'
  if (end !== undefined) job.end = end
  const all = job.total === undefined ? '' : `of ${job.total} `
  job.notices.push(`${all}${job.newestFirst ? 'the newest ' : ''}${job.releases.length} were read: ${why}`)
}

/** A page that could not be had. Where what came before it is the newest part of the list it counts, and the gap is said. */
export function failJob(job: Job, cause: Cause): void {
  if (job.pages > 0 && job.newestFirst) {
    stop(job, cause.message)
    return
  }
  job.state = 'done'
  job.cause = cause
}

/** The answer to one of a job's queries. */
export function answerOf(job: Job | Cause, query: Query, emptyNotice: string): Answer {
  if ('code' in job) return { ok: false, cause: job }
  if (job.cause !== undefined) return { ok: false, cause: job.cause }
  const own = ownReleases(job.releases, query)
  const missing = job.contains === undefined ? emptyNotice : `no tag has \`${job.contains}\` in it`
  const empty = job.releases.length === 0 ? [missing] : []
  const notices = [...job.notices, ...own.notices, ...empty, ...staleNotice(job.responses)]
  return {
    ok: true,
    releases: own.releases,
    origin: originOf(job.responses.map(({ origin }) => origin)),
    ...(notices.length > 0 && { notices }),
    ...(Object.keys(job.upstream).length > 0 && { upstream: { ...job.upstream } }),
  }
}
