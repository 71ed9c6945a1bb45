import type { Cause } from '../core/model/release.ts'
import { askGraphql, causeOfError, type GraphqlAnswer, type GraphqlError, isHeavy } from './_github-graphql.ts'
import { absorb, failJob, type Job, type Page } from './_github-jobs.ts'
import type { DatasourceIo } from './contract.ts'

/** A list of a repository, as GraphQL and as REST give it. */
export interface Listing {
  service: string
  /** Whether it is of tags alone, which git itself can list. */
  isTags: boolean
  /** Address of the folder of tags' pages, for people. */
  folder(job: Job): string
  /** The fields of `repository { … }` for the job's next page. */
  selection(job: Job, pageSize: number): string
  /** Reads what `repository` gave, or says in words what is wrong with it. */
  read(repository: unknown, job: Job): Page | string
  /** Whether REST gives the newest first. Where it does not, nothing may be concluded from a part of the list. */
  restNewestFirst: boolean
  restPath(job: Job): string
  readRest(rows: readonly unknown[], job: Job): Omit<Page, 'next'>
}

/**
 * 50 lists of 100 are 5,050 of the 500,000 nodes that GitHub allows a question: what bounds it is the server's ten seconds. Later pages, which
 * only some repositories need, are asked for twice as many at a time. A question that is too heavy is halved until it is not.
 */
const FIRST_ROUND = 50
const LATER_ROUNDS = 100
const PAGE_SIZE = 100
const SMALLEST_PAGE = 10
/** So many heavy answers without a single good one: the server is not well, and halving would only add to it. */
const HOPELESS = 6

interface Progress {
  io: DatasourceIo
  listing: Listing
  good: number
  heavy: number
}

/** Reads all jobs' lists, page by page, many repositories in one question. Jobs whose server has no GraphQL for us are left in state `rest`. */
export async function readByGraphql(jobs: readonly Job[], listing: Listing, io: DatasourceIo): Promise<void> {
  const progress: Progress = { io, listing, good: 0, heavy: 0 }
  for (let round = 0; ; round += 1) {
    const open = jobs.filter((job) => job.state === 'open')
    if (open.length === 0) return
    const size = round === 0 || progress.heavy > 0 ? FIRST_ROUND : LATER_ROUNDS
    const groups = Map.groupBy(open, (job) => job.endpoints.graphql)
    const chunks = [...groups.values()].flatMap((group) => chunksOf(group, size))
    await Promise.all(chunks.map((chunk) => askFor(chunk, PAGE_SIZE, progress)))
  }
}

async function askFor(jobs: readonly Job[], pageSize: number, progress: Progress): Promise<void> {
  const [first] = jobs
  if (first === undefined) return
  const { io, listing } = progress
  const answer = await askGraphql(io, first.endpoints.graphql, listing.service, questionOf(jobs, listing, pageSize), jobs.length)
  if (answer.ok) {
    progress.good += 1
    for (const [index, job] of jobs.entries()) takeIn(job, `r${index}`, answer, listing)
    return
  }
  if (answer.kind === 'no-graphql') {
    for (const job of jobs) job.state = 'rest'
    return
  }
  if (answer.kind === 'final') {
    failAll(jobs, answer.cause)
    return
  }
  progress.heavy += 1
  await askForLess(jobs, pageSize, progress, answer.cause)
}

async function askForLess(jobs: readonly Job[], pageSize: number, progress: Progress, cause: Cause): Promise<void> {
  const hopeless = progress.good === 0 && progress.heavy >= HOPELESS
  if (hopeless || (jobs.length === 1 && pageSize <= SMALLEST_PAGE)) {
    failAll(jobs, cause)
  } else if (jobs.length === 1) {
    await askFor(jobs, Math.max(SMALLEST_PAGE, pageSize >> 1), progress)
  } else {
    const half = jobs.length >> 1
    await askFor(jobs.slice(0, half), pageSize, progress)
    await askFor(jobs.slice(half), pageSize, progress)
  }
}

function failAll(jobs: readonly Job[], cause: Cause): void {
  for (const job of jobs) failJob(job, cause)
}

function questionOf(jobs: readonly Job[], listing: Listing, pageSize: number): string {
  const repositories = jobs.map((job, index) => {
    const { owner, name } = job
    return `r${index}: repository(owner: ${JSON.stringify(owner)}, name: ${JSON.stringify(name)}) { ${listing.selection(job, pageSize)} }`
  })
  return `query {\n${repositories.join('\n')}\n}`
}

/** The arguments of a connection: `first: 100, after: "Y3Vyc29y"`. */
export function pageArguments(job: Job, pageSize: number): string {
  return job.next === null ? `first: ${pageSize}` : `first: ${pageSize}, after: ${JSON.stringify(job.next)}`
}

function takeIn(job: Job, alias: string, answer: Extract<GraphqlAnswer, { ok: true }>, listing: Listing): void {
  const repository = answer.data[alias]
  const errors = answer.errors.filter(({ path }) => path?.[0] === alias)
  const what = `repository ${job.owner}/${job.name}`
  const page = repository === null || repository === undefined ? null : listing.read(repository, job)
  if (page !== null && typeof page !== 'string') absorb(job, page, answer.response)
  else if (errors[0] !== undefined) takeFailure(job, errors[0], what)
  else if (page === null) failJob(job, { code: 'not-found', message: `${what} is not there, or not visible` })
  else failJob(job, { code: 'invalid-answer', message: `GitHub answered for ${what} with something else than expected: ${page}` })
}

/** A repository that was too much for the server on its own is asked once more; anything else is final. */
function takeFailure(job: Job, error: GraphqlError, what: string): void {
  if (isHeavy(error) && job.heavy === 0) job.heavy += 1
  else failJob(job, causeOfError(error, what))
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}
