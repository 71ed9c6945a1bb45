import * as z from 'zod'
import type { Answer, Cause, Release } from '../core/model/release.ts'
import type { HttpResponse } from '../ports/http.ts'
import { plainWords } from './_answers.ts'
import { type Fetched, fetchJson } from './_fetch.ts'
import { nextPage } from './_links.ts'
import { discoverPackages, found, withPath } from './_packages.ts'
import { hasReached } from './_tags.ts'
import type { DatasourceIo, Query } from './contract.ts'

const MAX_PAGES = 20

export const gitlabSource = z.object({
  max_pages: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .optional()
    .meta({ description: `Pages of 100 entries to read at most. Default: ${MAX_PAGES}. A list that is longer is reported.` }),
})

export interface GitlabList {
  id: string
  /** Path and query below `/projects/<id>`. */
  path(query: Query): string
  /** Reads one page's rows; how many it cannot read. */
  read(rows: readonly unknown[], query: Query): { releases: Release[]; unreadable: number }
  empty: string
}

/** Lists of a GitLab project, newest first (by publication, or by the last change of a tag). */
export function discoverGitlab(queries: readonly Query[], io: DatasourceIo, list: GitlabList): Promise<Answer[]> {
  return discoverPackages(queries, io, {
    id: list.id,
    noun: 'GitLab project',
    // A path of groups, or the number of a project.
    name: /^(\d{1,12}|[A-Za-z0-9_][\w.-]{0,254}(\/[A-Za-z0-9_][\w.-]{0,254}){1,20})$/,
    read: (query, base) => readList(query, base, io, list),
  })
}

async function readList(query: Query, base: string, io: DatasourceIo, list: GitlabList): Promise<Answer> {
  const maxPages = gitlabSource.safeParse(query.source).data?.max_pages ?? MAX_PAGES
  const project = `${withPath(base, '/api/v4')}/projects/${encodeURIComponent(query.package)}`
  const releases: Release[] = []
  const seen = new Set<string>()
  const responses: HttpResponse[] = []
  const notices: string[] = []
  let unreadable = 0
  let url: string | null = project + list.path(query)
  while (url !== null) {
    const page: Fetched<unknown[]> = await fetchJson(io.http, { url, service: list.id }, z.array(z.unknown()), `project ${query.package}`)
    if (!page.ok) {
      if (releases.length === 0) return page
      notices.push(partial(releases.length, page.cause))
      break
    }
    responses.push(page.response)
    const read = list.read(page.value, query)
    unreadable += read.unreadable
    for (const release of read.releases) {
      if (seen.has(release.tag)) continue
      seen.add(release.tag)
      releases.push(release)
    }
    const following = pageAfter(page.response)
    if (following.refused !== undefined) notices.push(`the next page was not read: GitLab named ${plainWords(following.refused)}`)
    url = following.next
    if (url === null) break
    if (hasReached(seen, query)) notices.push(`the newest ${releases.length} were read: older ones than the versions in use were not read`)
    else if (responses.length >= maxPages) notices.push(`the newest ${releases.length} were read: older ones were not read (\`max_pages\`)`)
    else continue
    break
  }
  return found(query, { releases, responses, notices, unreadable, empty: list.empty })
}

function partial(count: number, cause: Cause): string {
  return `the newest ${count} were read: ${cause.message}`
}

/** `link`, or `x-next-page`, which is empty (not absent) on the last page. */
function pageAfter(response: HttpResponse): { next: string | null; refused?: string } {
  const link = response.headers['link']
  if (link !== undefined) return nextPage(link, response.url)
  const page = response.headers['x-next-page'] ?? ''
  if (!/^\d{1,9}$/.test(page)) return { next: null }
  const url = new URL(response.url)
  url.searchParams.set('page', page)
  return { next: url.href }
}
