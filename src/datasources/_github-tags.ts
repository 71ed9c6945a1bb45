import * as z from 'zod'
import { parseInstant } from '../core/model/instant.ts'
import type { Release } from '../core/model/release.ts'
import { anyList, readableRows } from './_fetch.ts'
import { type Listing, pageArguments } from './_github-batches.ts'
import type { Job } from './_github-jobs.ts'
import { releaseOfTag } from './_tags.ts'

/** A tag of a tag of a commit exists in the wild; deeper ones are not followed. */
const commitSchema = z.object({ oid: z.string(), committedDate: z.string().nullish() })
const tagSchema = z.object({
  oid: z.string(),
  committedDate: z.string().nullish(),
  tagger: z.object({ date: z.string().nullish() }).nullish(),
  target: commitSchema.extend({ target: commitSchema.nullish() }).nullish(),
})

const nodeSchema = z.object({ name: z.string().min(1), target: tagSchema.nullish() })
type Node = z.infer<typeof nodeSchema>

/** A tag of a commit without more ado, as most are; the schema reads the others. */
function isUsualNode(row: unknown): row is Node {
  if (typeof row !== 'object' || row === null || !('name' in row && 'target' in row)) return false
  const { name, target } = row
  if (typeof name !== 'string' || name === '' || typeof target !== 'object' || target === null) return false
  if ('target' in target || 'tagger' in target || !('oid' in target && 'committedDate' in target)) return false
  return typeof target.oid === 'string' && typeof target.committedDate === 'string'
}

const repositorySchema = z.object({
  nameWithOwner: z.string().optional(),
  isArchived: z.boolean().optional(),
  refs: z
    .object({
      totalCount: z.number().optional(),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
      nodes: anyList,
    })
    .nullable(),
})

const rowSchema = z.object({ name: z.string().min(1), commit: z.object({ sha: z.string() }).nullish() })

const COMMIT = '... on Commit { committedDate }'
const TARGET = `target { oid ${COMMIT} ... on Tag { tagger { date } target { oid ${COMMIT} ... on Tag { target { oid ${COMMIT} } } } } }`

/** Tags of a repository, newest commit first, each peeled to the commit it stands for in the end. */
export function tagListing(service: string): Listing {
  return {
    service,
    isTags: true,
    folder: folderOf,
    selection(job, pageSize) {
      const order = 'orderBy: {field: TAG_COMMIT_DATE, direction: DESC}'
      const query = job.contains === undefined ? '' : `, query: ${JSON.stringify(job.contains)}`
      const refs = `refs(refPrefix: "refs/tags/", ${pageArguments(job, pageSize)}, ${order}${query})`
      return `nameWithOwner isArchived ${refs} { totalCount pageInfo { hasNextPage endCursor } nodes { name ${TARGET} } }`
    },
    read(repository, job) {
      const parsed = repositorySchema.safeParse(repository)
      if (!parsed.success) return parsed.error.issues[0]?.path.join('.') ?? 'unknown form'
      const { nameWithOwner, isArchived, refs } = parsed.data
      if (refs === null) return 'refs: null'
      const { hasNextPage, endCursor } = refs.pageInfo
      if (hasNextPage && (endCursor === null || endCursor === undefined || endCursor === job.next)) return 'a next page without a cursor'
      const folder = folderOf(job)
      const { rows, unreadable } = readableRows(refs.nodes, nodeSchema, isUsualNode)
      return {
        releases: rows.map((node) => releaseOf(node, folder)),
        skipped: 0,
        unreadable,
        next: hasNextPage ? (endCursor ?? null) : null,
        ...(refs.totalCount !== undefined && { total: refs.totalCount }),
        ...(nameWithOwner !== undefined && { fullName: nameWithOwner }),
        ...(isArchived !== undefined && { archived: isArchived }),
      }
    },
    restNewestFirst: false,
    restPath: (job) => `/repos/${job.owner}/${job.name}/tags?per_page=100`,
    readRest(rows, job) {
      const { rows: good, unreadable } = readableRows(rows, rowSchema)
      const folder = folderOf(job)
      const releases = good.map(({ name, commit }) => releaseOfTag(folder, name, null, commit?.sha))
      return { releases, skipped: 0, unreadable }
    },
  }
}

/** The date of an annotated tag is when it was made; that of its commit can be years older, or made up. */
function releaseOf(node: Node, folder: string): Release {
  const { name, target } = node
  if (!target) return releaseOfTag(folder, name)
  const commit = target.target?.target ?? target.target ?? target
  return releaseOfTag(folder, name, parseInstant(target.tagger?.date ?? commit.committedDate ?? ''), commit.oid)
}

function folderOf(job: Job): string {
  return `${job.endpoints.web}/${job.owner}/${job.name}/tree/`
}
