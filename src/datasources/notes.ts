import type { NotesAnswer, NotesDocument } from '../core/model/release.ts'
import { fetchText } from './_fetch.ts'
import { changelogDocuments, notesByGraphql } from './_github-notes.ts'
import { type NotesJob, type NotesRequest, notesJob } from './_notes-jobs.ts'
import { fileRequest, notesByRest } from './_rest-notes.ts'
import type { DatasourceIo } from './contract.ts'

export type { NotesRequest } from './_notes-jobs.ts'

/** Notes of more releases than this are not read one by one; the changelog file covers the rest. */
const MOST_RELEASES = 300

/**
 * Release notes and changelog files for components with an upgrade, by position. Never throws for an upstream's failure; what could not be
 * read is said in `notices`, and where nothing at all could be read the answer is the cause.
 */
export async function fetchNotes(requests: readonly NotesRequest[], io: DatasourceIo): Promise<NotesAnswer[]> {
  const jobs = requests.map((request) => notesJob({ ...request, tags: request.tags.slice(0, MOST_RELEASES) }, io))
  const good = jobs.filter((job): job is NotesJob => !('code' in job))
  const anonymous = good.filter((job) => io.http.hasToken?.(job.endpoints.graphql, 'github-releases') === false)
  await notesByGraphql(
    good.filter((job) => !anonymous.includes(job)),
    io,
  )
  const withoutGraphql = good.filter((job) => !anonymous.includes(job) && job.answered === 0 && job.failures.length > 0 && isAbsent(job))
  for (const job of withoutGraphql) job.failures = []
  await notesByRest([...anonymous, ...withoutGraphql], io)
  await Promise.all(good.flatMap((job) => job.truncated.map((path) => readWhole(job, path, io))))
  return jobs.map((job, index) => ('code' in job ? { ok: false, cause: job } : answerOf(job, requests[index]?.tags.length ?? 0)))
}

/** The GraphQL interface itself is not there, or nothing that it said is stored: REST may know better. */
function isAbsent(job: NotesJob): boolean {
  const elsewhere = new Set(['not-found', 'unauthorized', 'invalid-answer', 'offline'])
  return job.failures.every(({ code }) => elsewhere.has(code))
}

async function readWhole(job: NotesJob, path: string, io: DatasourceIo): Promise<void> {
  const answer = await fetchText(io.http, fileRequest(job, path), path)
  if (answer.ok) job.changelogs.push({ path, text: answer.value })
  else job.failures.push(answer.cause)
}

function answerOf(job: NotesJob, asked: number): NotesAnswer {
  const [cause] = job.failures
  const documents: NotesDocument[] = [...inOrder(job), ...changelogDocuments(job)]
  if (documents.length === 0 && cause !== undefined) return { ok: false, cause }
  const notices = [...new Set(job.failures.map(({ message }) => `a part could not be read: ${message}`))]
  if (asked > MOST_RELEASES) notices.push(`the notes of ${asked - MOST_RELEASES} older releases were not read`)
  return { ok: true, documents, ...(notices.length > 0 && { notices }) }
}

/** Newest first, as asked, whatever the order in which answers came. */
function inOrder(job: NotesJob): NotesDocument[] {
  const place = new Map(job.request.tags.map(({ version }, index) => [version, index]))
  return job.documents.sort((a, b) => (place.get(a.version ?? '') ?? 0) - (place.get(b.version ?? '') ?? 0))
}
