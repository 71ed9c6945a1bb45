import { fetchText } from './_fetch.ts'
import { absorb, type Job } from './_github-jobs.ts'
import { releaseOfTag } from './_tags.ts'
import type { DatasourceIo } from './contract.ts'

/**
 * Tags over git's own protocol, version 2 (https://git-scm.com/docs/protocol-v2#_ls_refs): one request gives all tags of a repository with the
 * commits they stand for, and counts against no quota. Only where the host's pages and its API are known to belong together. Whatever fails
 * here is left in state `rest`: REST has the better words for why.
 */
export async function readByGit(jobs: readonly Job[], service: string, io: DatasourceIo): Promise<void> {
  await Promise.all(jobs.filter(({ endpoints }) => endpoints.web !== endpoints.rest).map((job) => readTags(job, service, io)))
}

async function readTags(job: Job, service: string, io: DatasourceIo): Promise<void> {
  const url = `${job.endpoints.web}/${job.owner}/${job.name}.git/git-upload-pack`
  const headers = {
    'content-type': 'application/x-git-upload-pack-request',
    accept: 'application/x-git-upload-pack-result',
    'git-protocol': 'version=2',
  }
  const body = [packet('command=ls-refs\n'), '0001', packet('peel\n'), packet('ref-prefix refs/tags/\n'), '0000'].join('')
  const storable = (text: string) => readRefs(text) !== null
  const answer = await fetchText(io.http, { method: 'POST', url, service, headers, body, storable }, `repository ${job.owner}/${job.name}`)
  const refs = answer.ok ? readRefs(answer.value) : null
  if (!answer.ok || refs === null) return
  const folder = `${job.endpoints.web}/${job.owner}/${job.name}/tree/`
  const wanted = job.contains
  const shown = wanted === undefined ? refs : refs.filter(({ tag }) => tag.includes(wanted))
  job.newestFirst = false
  absorb(
    job,
    { releases: shown.map(({ tag, commit }) => releaseOfTag(folder, tag, null, commit)), skipped: 0, unreadable: 0, next: null },
    answer.response,
  )
}

interface Ref {
  tag: string
  commit: string
}

/** A line with its length in front, four hex digits that count themselves. */
function packet(text: string): string {
  return (text.length + 4).toString(16).padStart(4, '0') + text
}

/** Lines `<length><oid> refs/tags/<tag> peeled:<oid>`, ended by `0000`; null where the answer is none, or has no end. */
function readRefs(text: string): Ref[] | null {
  const lines = text.split('\n')
  if (lines.pop() !== '0000') return null
  const refs = lines.map((line) => /^[0-9a-f]{4}([0-9a-f]{40,64}) refs\/tags\/([^\s]{1,1000})(?: peeled:([0-9a-f]{40,64}))?$/.exec(line))
  if (refs.some((match) => match === null)) return null
  return refs.map((match) => ({ tag: match?.[2] ?? '', commit: match?.[3] ?? match?.[1] ?? '' }))
}
