import * as z from 'zod'
import type { FileState } from '../../core/model/proposal.ts'
import type { Workspace } from '../../ports/workspace.ts'
import { textFile } from '../text-file.ts'
import { attempting } from './attempt.ts'
import type { Client } from './client.ts'

/** Files asked for in one GraphQL request. Their texts share its answer, so not too many. */
const PER_REQUEST = 50

const READING = { doing: 'Reading files', needs: 'contents: read' }

const fileSchema = z
  .object({
    mode: z.number(),
    object: z
      .object({ oid: z.string(), text: z.string().nullable(), isBinary: z.boolean().nullable(), isTruncated: z.boolean() })
      .partial()
      .nullable(),
  })
  .nullable()

/** The files of one commit, through the API: no checkout is needed. */
export function repositoryFiles(client: Client, repo: { owner: string; repo: string }, commit: string): Workspace {
  const name = `${repo.owner}/${repo.repo}`
  const attempt = attempting(name)
  return {
    name: `${name} at ${commit.slice(0, 9)}`,
    list: () =>
      attempt(READING, async () => {
        const { data } = await client.rest.git.getTree({ ...repo, tree_sha: commit, recursive: 'true' })
        return data.tree.flatMap((entry) => (entry.type === 'blob' && entry.mode !== '120000' ? [entry.path] : [])).sort()
      }),
    read: (paths) =>
      attempt(READING, async () => {
        const files = new Map<string, FileState | null>()
        for (let at = 0; at < paths.length; at += PER_REQUEST) {
          const batch = paths.slice(at, at + PER_REQUEST)
          for (const [path, file] of await readBatch(client, repo, commit, batch)) files.set(path, file)
        }
        return files
      }),
  }
}

async function readBatch(client: Client, repo: { owner: string; repo: string }, commit: string, paths: readonly string[]) {
  const variables = Object.fromEntries(paths.map((path, index) => [`p${index}`, path]))
  const query = `query files($owner: String!, $repo: String!, $commit: GitObjectID!${paths.map((_, index) => `, $p${index}: String!`).join('')}) {
    repository(owner: $owner, name: $repo) { object(oid: $commit) { ... on Commit {
      ${paths.map((_, index) => `f${index}: file(path: $p${index}) { mode object { ... on Blob { oid text isBinary isTruncated } } }`).join('\n      ')}
    } } }
  }`
  const answer = z
    .object({ repository: z.object({ object: z.record(z.string(), z.unknown()).nullable() }) })
    .parse(await client.graphql(query, { ...repo, commit, ...variables }))
  return Promise.all(
    paths.map(async (path, index) => {
      const file = fileSchema.parse(answer.repository.object?.[`f${index}`] ?? null)
      return [path, file === null ? null : await fileState(client, repo, path, file)] as const
    }),
  )
}

async function fileState(
  client: Client,
  repo: { owner: string; repo: string },
  path: string,
  file: NonNullable<z.infer<typeof fileSchema>>,
): Promise<FileState | null> {
  const mode = file.mode.toString(8).padStart(6, '0')
  const { oid, text, isBinary, isTruncated } = file.object ?? {}
  if (oid === undefined || isBinary === true || mode === '120000') return null
  if (typeof text === 'string' && isTruncated === false) {
    const file = textFile(path, Buffer.from(text, 'utf8'), mode)
    if (file?.blob === oid) return file
  }
  // Cut, or not the bytes of the file (a byte order mark, an odd encoding): the blob itself is the truth.
  const { data } = await client.rest.git.getBlob({ ...repo, file_sha: oid })
  return textFile(path, Buffer.from(data.content, 'base64'), mode)
}
