import * as z from 'zod'
import { plainWords } from './_answers.ts'
import { fetchJson } from './_fetch.ts'
import type { Listing } from './_github-batches.ts'
import { absorb, failJob, type Job } from './_github-jobs.ts'
import { nextPage } from './_links.ts'
import type { DatasourceIo } from './contract.ts'

const rowsSchema = z.array(z.unknown())

/** Without a token there are 60 requests an hour for everything: so many pages of one repository, unless a version in use lies further back. */
const ANONYMOUS_PAGES = 3

/** Reads jobs' lists over REST. All first pages come before any second one, so that a small quota goes round. */
export async function readByRest(jobs: readonly Job[], listing: Listing, io: DatasourceIo): Promise<void> {
  for (const job of jobs) {
    job.state = 'open'
    const reaching = job.queries.some(({ reach }) => reach !== undefined && reach.length > 0)
    job.newestFirst = listing.restNewestFirst
    if (!reaching && job.newestFirst) job.maxPages = Math.min(job.maxPages, ANONYMOUS_PAGES)
  }
  for (;;) {
    const open = jobs.filter((job) => job.state === 'open')
    if (open.length === 0) return
    await Promise.all(open.map((job) => readPage(job, listing, io)))
  }
}

async function readPage(job: Job, listing: Listing, io: DatasourceIo): Promise<void> {
  const url = job.next ?? job.endpoints.rest + listing.restPath(job)
  const headers = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' }
  const what = `repository ${job.owner}/${job.name}`
  const answer = await fetchJson(io.http, { url, service: listing.service, headers }, rowsSchema, what)
  if (!answer.ok) return failJob(job, answer.cause)
  const { next, refused } = nextPage(answer.response.headers['link'], answer.response.url)
  if (refused !== undefined) job.notices.push(`the next page was not read: GitHub named ${plainWords(refused)}`)
  absorb(job, { ...listing.readRest(answer.value, job), next }, answer.response)
}
