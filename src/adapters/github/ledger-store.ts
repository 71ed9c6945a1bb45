import * as z from 'zod'
import type { Cache } from '../../ports/cache.ts'
import { ForgeConflict } from '../../ports/forge.ts'
import type { LedgerFile, LedgerStore } from '../../ports/ledger-store.ts'
import { textFile } from '../text-file.ts'
import { attempting, ownerAndName } from './attempt.ts'
import type { Client } from './client.ts'
import { commitByMutation } from './commit.ts'
import { says } from './refusals.ts'

/** Texts asked for in one request: their number, and how many bytes they may come to. */
const PER_REQUEST = 50
const BYTES_PER_REQUEST = 4_000_000

const FOLDER = 'ledger'

interface Repo {
  owner: string
  repo: string
}

/** An entry of the ledger's folder. */
interface Entry {
  path: string
  oid: string
  bytes: number
}

/**
 * The ledger on GitHub. One request tells the head and what the folder holds; texts are asked for by blob id, and those of blobs that were
 * seen before come out of the cache: an unchanged ledger costs one request, one that grew costs two. Commits are GitHub's own and verified.
 */
export function githubLedgerStore(client: Client, repository: string, branch: string, openCache?: () => Cache | undefined): LedgerStore {
  const repo = ownerAndName(repository)
  const texts = new Map<string, string>()
  const attempt = attempting(repository)
  return {
    name: `branch ${branch} of ${repository}`,
    read: () =>
      attempt({ doing: 'Reading the ledger', needs: 'contents: read' }, async () => {
        const { head, entries } = await readFolder(client, repo, branch)
        const wanted = entries.filter((entry) => !texts.has(entry.oid))
        if (wanted.length > 0) await fill(client, repo, wanted, texts, openCache?.())
        return { head, files: entries.map(({ path, oid }) => ({ path, text: texts.get(oid) ?? '' })) }
      }),
    write: (expectedHead, message, files) =>
      attempt({ doing: `Writing to the ledger (branch ${branch})`, needs: 'contents: write', exempt: `\`${branch}\`` }, () =>
        expectedHead === null
          ? firstCommit(client, repo, branch, message, files)
          : commitByMutation(
              client,
              repository,
              branch,
              expectedHead,
              message,
              files.map((file) => ({ ...file, mode: '100644' })),
            ),
      ),
  }
}

const folderSchema = z.object({
  repository: z.object({
    ref: z
      .object({
        target: z
          .object({
            oid: z.string(),
            file: z
              .object({
                object: z
                  .object({
                    entries: z.array(
                      z.object({ name: z.string(), oid: z.string(), object: z.object({ byteSize: z.number().optional() }).nullable() }),
                    ),
                  })
                  .partial()
                  .nullable(),
              })
              .nullable(),
          })
          .nullable(),
      })
      .nullable(),
  }),
})

/** Head and folder in one answer, so that both are of the same moment. */
async function readFolder(client: Client, repo: Repo, branch: string): Promise<{ head: string | null; entries: Entry[] }> {
  const query = `query ledger($owner: String!, $repo: String!, $ref: String!, $folder: String!) {
    repository(owner: $owner, name: $repo) { ref(qualifiedName: $ref) { target { oid ... on Commit {
      file(path: $folder) { object { ... on Tree { entries { name oid object { ... on Blob { byteSize } } } } } }
    } } } }
  }`
  const answer = folderSchema.parse(await client.graphql(query, { ...repo, ref: `refs/heads/${branch}`, folder: FOLDER }))
  const target = answer.repository.ref?.target
  const entries = target?.file?.object?.entries ?? []
  return {
    head: target?.oid ?? null,
    entries: entries.flatMap(({ name, oid, object }) =>
      object?.byteSize === undefined ? [] : [{ path: `${FOLDER}/${name}`, oid, bytes: object.byteSize }],
    ),
  }
}

/** Texts of blobs from the cache, else from GitHub. */
async function fill(
  client: Client,
  repo: Repo,
  wanted: readonly Entry[],
  texts: Map<string, string>,
  cache: Cache | undefined,
): Promise<void> {
  try {
    const missing = wanted.filter((entry) => !recall(cache, entry.oid, texts))
    for (const batch of batches(missing)) {
      for (const [oid, text] of await readTexts(client, repo, batch)) {
        texts.set(oid, text)
        cache?.set(cacheKey(oid), { status: 200, headers: {}, body: text, url: '', storedAt: Date.now() })
      }
    }
  } finally {
    cache?.close()
  }
}

/** Blobs never change, so what was read once holds. @returns whether it is known now */
function recall(cache: Pick<Cache, 'get'> | undefined, oid: string, into: Map<string, string>): boolean {
  const text = cache?.get(cacheKey(oid))?.body
  if (text === undefined || textFile('', Buffer.from(text, 'utf8'), '')?.blob !== oid) return false
  into.set(oid, text)
  return true
}

function cacheKey(oid: string): string {
  return `ledger-blob ${oid}`
}

function batches(entries: readonly Entry[]): Entry[][] {
  const all: Entry[][] = []
  let bytes = 0
  for (const entry of entries) {
    const last = all.at(-1)
    if (last === undefined || last.length >= PER_REQUEST || bytes + entry.bytes > BYTES_PER_REQUEST) {
      all.push([entry])
      bytes = entry.bytes
    } else {
      last.push(entry)
      bytes += entry.bytes
    }
  }
  return all
}

const blobSchema = z.object({ text: z.string().nullable() }).partial().nullable()

async function readTexts(client: Client, repo: Repo, entries: readonly Entry[]): Promise<[oid: string, text: string][]> {
  const query = `query segments($owner: String!, $repo: String!${entries.map((_, index) => `, $o${index}: GitObjectID!`).join('')}) {
    repository(owner: $owner, name: $repo) {
      ${entries.map((_, index) => `b${index}: object(oid: $o${index}) { ... on Blob { text } }`).join('\n      ')}
    }
  }`
  const variables = Object.fromEntries(entries.map((entry, index) => [`o${index}`, entry.oid]))
  const answer = z.object({ repository: z.record(z.string(), z.unknown()) }).parse(await client.graphql(query, { ...repo, ...variables }))
  return Promise.all(
    entries.map(async ({ oid }, index): Promise<[string, string]> => {
      const text = blobSchema.parse(answer.repository[`b${index}`])?.text ?? ''
      // Cut (GraphQL gives half a megabyte), or not the bytes of the file: the blob itself is the truth.
      if (textFile('', Buffer.from(text, 'utf8'), '')?.blob === oid) return [oid, text]
      const { data } = await client.rest.git.getBlob({ ...repo, file_sha: oid })
      return [oid, Buffer.from(data.content, 'base64').toString('utf8')]
    }),
  )
}

/**
 * The branch with its first commit, which has no parent: tree, commit and branch are three requests, and only the last one shows. The mutation
 * can do no such thing. Naming neither author nor committer makes GitHub sign what an app writes.
 */
async function firstCommit(
  client: Client,
  repo: Repo,
  branch: string,
  message: { headline: string; body: string },
  files: readonly LedgerFile[],
): Promise<string> {
  const tree = await client.rest.git.createTree({
    ...repo,
    tree: files.map((file) => ({ path: file.path, mode: '100644' as const, type: 'blob' as const, content: file.text })),
  })
  const commit = await client.rest.git.createCommit({
    ...repo,
    message: `${message.headline}\n\n${message.body}`,
    tree: tree.data.sha,
    parents: [],
  })
  try {
    await client.rest.git.createRef({ ...repo, ref: `refs/heads/${branch}`, sha: commit.data.sha })
  } catch (error) {
    if (says(error, 422, /already exists/i)) throw new ForgeConflict(`branch ${branch} exists by now`)
    throw error
  }
  return commit.data.sha
}
