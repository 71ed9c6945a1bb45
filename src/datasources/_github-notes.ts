import * as z from 'zod'
import type { Cause, NotesDocument } from '../core/model/release.ts'
import { changelogFolderIn, changelogIn, type Entry, filesForVersions, pathsForPrefix } from './_changelog-files.ts'
import { readableRows } from './_fetch.ts'
import { askPieces, type Piece } from './_github-pieces.ts'
import type { NotesJob } from './_notes-jobs.ts'
import type { DatasourceIo } from './contract.ts'

const SERVICE = 'github-releases'

const releaseSchema = z.object({ description: z.string().nullish(), url: z.string().optional() })
const treeSchema = z.object({ entries: z.array(z.object({ name: z.string(), type: z.string() })).nullish() })
const blobSchema = z.object({ text: z.string().nullish(), isTruncated: z.boolean().nullish() })
const branchSchema = z.object({ name: z.string() })

const TREE = '{ ... on Tree { entries { name type } } }'
const BLOB = '{ ... on Blob { text isTruncated } }'

/**
 * Notes of many components in few questions. First: the releases' notes, the root folder and the likeliest changelog; then the changelog
 * that the folder names, where it is another; then the files of a folder of changelogs.
 */
export async function notesByGraphql(jobs: readonly NotesJob[], io: DatasourceIo): Promise<void> {
  const looked = jobs.map((job) => ({ job, look: firstLook(job) }))
  await askPieces(
    looked.flatMap(({ look }) => look.pieces),
    SERVICE,
    io,
  )
  const files = looked.flatMap(({ job, look }) => look.wanted().map((path) => filePiece(job, path)))
  const folders: { job: NotesJob; folder: string; entries: Entry[] }[] = []
  const listings = looked.flatMap(({ job, look }) => {
    const folder = look.folder()
    return folder === null ? [] : [listPiece(job, folder, (entries) => void folders.push({ job, folder, entries }))]
  })
  await askPieces([...files, ...listings], SERVICE, io)
  const inFolders = folders.flatMap(({ job, folder, entries }) => {
    const versions = job.request.tags.map(({ version }) => version)
    return filesForVersions(entries, versions).map((name) => filePiece(job, `${folder}/${name}`))
  })
  await askPieces(inFolders, SERVICE, io)
}

interface Look {
  pieces: Piece[]
  /** Changelog files that are there and still to be read. */
  wanted(): string[]
  folder(): string | null
}

function firstLook(job: NotesJob): Look {
  const { request } = job
  const notes = request.tags.map((one) => releasePiece(job, one))
  const branch = piece(job, 'defaultBranchRef { name }', (value) => {
    job.branch = branchSchema.safeParse(value).data?.name ?? job.branch
  })
  const named = request.changelogPaths ?? (request.tagPrefix ? pathsForPrefix(request.tagPrefix) : undefined)
  if (named !== undefined) {
    return { pieces: [...notes, branch, ...named.map((path) => filePiece(job, path))], wanted: () => [], folder: () => null }
  }
  const folders = new Map<string, Entry[]>()
  const list = (path: string) => listPiece(job, path, (entries) => void folders.set(path, entries))
  let guessed = false
  const guess = filePiece(job, 'CHANGELOG.md', () => {
    guessed = true
  })
  const rootFile = () => changelogIn(folders.get('') ?? [])
  return {
    pieces: [...notes, branch, list(''), list('docs'), guess],
    wanted() {
      if (guessed) return []
      const root = rootFile()
      const docs = changelogIn(folders.get('docs') ?? [])
      if (root !== null) return root === 'CHANGELOG.md' ? [] : [root]
      return docs === null ? [] : [`docs/${docs}`]
    },
    folder: () => (guessed || rootFile() !== null ? null : changelogFolderIn(folders.get('') ?? [])),
  }
}

function piece(job: NotesJob, field: string, take: (value: unknown) => void): Piece {
  return { repository: job, field, take, fail: (cause: Cause) => void job.failures.push(cause) }
}

function releasePiece(job: NotesJob, { version, tag }: { version: string; tag: string }): Piece {
  return piece(job, `release(tagName: ${JSON.stringify(tag)}) { description url }`, (value) => {
    job.answered += 1
    const release = releaseSchema.safeParse(value).data
    if (!release?.description) return
    job.documents.push({ kind: 'release', version, text: release.description, url: release.url ?? job.releasePage(tag) })
  })
}

function listPiece(job: NotesJob, path: string, take: (entries: Entry[]) => void): Piece {
  return piece(job, `object(expression: ${JSON.stringify(`HEAD:${path}`)}) ${TREE}`, (value) => {
    const tree = treeSchema.safeParse(value).data
    if (tree?.entries) take(readableRows(tree.entries, z.object({ name: z.string(), type: z.string() })).rows)
  })
}

function filePiece(job: NotesJob, path: string, found?: () => void): Piece {
  return piece(job, `object(expression: ${JSON.stringify(`HEAD:${path}`)}) ${BLOB}`, (value) => {
    job.answered += 1
    const blob = blobSchema.safeParse(value).data
    if (!blob?.text) return
    found?.()
    if (blob.isTruncated === true) job.truncated.push(path)
    else job.changelogs.push({ path, text: blob.text })
  })
}

export function changelogDocuments(job: NotesJob): NotesDocument[] {
  return job.changelogs.map(({ path, text }) => ({ kind: 'changelog', text, url: job.filePage(path) }))
}
