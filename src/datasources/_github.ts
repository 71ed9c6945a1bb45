import * as z from 'zod'
import type { Answer } from '../core/model/release.ts'
import { type Listing, readByGraphql } from './_github-batches.ts'
import { readByGit } from './_github-git.ts'
import { answerOf, type Job, jobsOf } from './_github-jobs.ts'
import { keepLists, recallFresh, recallStale } from './_github-kept.ts'
import { readByRest } from './_github-rest.ts'
import type { DatasourceIo, Query } from './contract.ts'

/** Lists of GitHub give 100 entries a page; so many pages are read where nothing says that fewer are enough. */
const MAX_PAGES = 20

export const githubSource = z.object({
  max_pages: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .optional()
    .meta({ description: `Pages of 100 entries to read at most. Default: ${MAX_PAGES}. A list that is longer is reported.` }),
})

/** Answers queries from a list of each repository: GraphQL where a token allows it, git's own protocol or REST elsewhere. */
export async function discoverGithub(
  queries: readonly Query[],
  io: DatasourceIo,
  listing: Listing,
  words: { empty: string; contains?: (query: Query) => string | undefined },
): Promise<Answer[]> {
  const { jobs, jobOf } = jobsOf(queries, listing.service, io, (query) => {
    const contains = words.contains?.(query)
    return { maxPages: githubSource.safeParse(query.source).data?.max_pages ?? MAX_PAGES, ...(contains !== undefined && { contains }) }
  })
  recallFresh(jobs, listing, io)
  const open = jobs.filter((job) => job.state === 'open')
  await readOpen(open, listing, io)
  keepLists(open, listing, io)
  recallStale(open, listing, io)
  return queries.map((query, index) => {
    const job = jobOf[index]
    if (job === undefined) throw new Error('a query without a job')
    return answerOf(job, query, words.empty)
  })
}

async function readOpen(jobs: readonly Job[], listing: Listing, io: DatasourceIo): Promise<void> {
  for (const job of jobs) {
    if (io.http.hasToken?.(job.endpoints.graphql, listing.service) === false) job.state = 'rest'
  }
  await readByGraphql(jobs, listing, io)
  const anonymous = jobs.filter((job) => job.state === 'rest')
  if (listing.isTags) await readByGit(anonymous, listing.service, io)
  await readByRest(
    anonymous.filter((job) => job.state === 'rest'),
    listing,
    io,
  )
}
