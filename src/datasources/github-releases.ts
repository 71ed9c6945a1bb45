import * as z from 'zod'
import { parseInstant } from '../core/model/instant.ts'
import type { Asset, Release } from '../core/model/release.ts'
import { anyList, readableRows } from './_fetch.ts'
import { discoverGithub, githubSource } from './_github.ts'
import { type Listing, pageArguments } from './_github-batches.ts'
import type { Job, Page } from './_github-jobs.ts'
import { releaseOfTag } from './_tags.ts'
import type { Datasource } from './contract.ts'

/** Assets make an answer fifty times larger; they are asked for the newest releases only, and are not known for the others. */
const WITH_ASSETS = 30

const nodeSchema = z.object({
  tagName: z.string().min(1),
  publishedAt: z.string().nullish(),
  isPrerelease: z.boolean().optional(),
  isDraft: z.boolean().optional(),
  tagCommit: z.object({ oid: z.string() }).nullish(),
})
type Node = z.infer<typeof nodeSchema>

/** A release as all are written; the schema reads the others. */
function isUsualNode(row: unknown): row is Node {
  if (typeof row !== 'object' || row === null) return false
  if (!('tagName' in row && 'publishedAt' in row && 'isPrerelease' in row && 'isDraft' in row && 'tagCommit' in row)) return false
  const { tagName, publishedAt, isPrerelease, isDraft, tagCommit } = row
  if (typeof tagName !== 'string' || tagName === '' || typeof publishedAt !== 'string') return false
  if (typeof isPrerelease !== 'boolean' || typeof isDraft !== 'boolean') return false
  return typeof tagCommit === 'object' && tagCommit !== null && 'oid' in tagCommit && typeof tagCommit.oid === 'string'
}

const withAssetsSchema = z.object({
  tagName: z.string(),
  releaseAssets: z.object({
    totalCount: z.number(),
    nodes: z.array(z.object({ name: z.string(), size: z.number().optional(), downloadUrl: z.string().optional() }).nullable()),
  }),
})

const repositorySchema = z.object({
  nameWithOwner: z.string().optional(),
  isArchived: z.boolean().optional(),
  releases: z.object({
    totalCount: z.number().optional(),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
    nodes: anyList,
  }),
  newest: z.object({ nodes: anyList }).optional(),
})

const rowSchema = z.object({
  tag_name: z.string().min(1),
  published_at: z.string().nullish(),
  prerelease: z.boolean().optional(),
  draft: z.boolean().optional(),
  html_url: z.string().optional(),
  assets: z
    .array(
      z.object({
        name: z.string(),
        size: z.number().optional(),
        browser_download_url: z.string().optional(),
        digest: z.string().nullish(),
      }),
    )
    .optional(),
})

const ORDER = 'orderBy: {field: CREATED_AT, direction: DESC}'

const listing: Listing = {
  service: 'github-releases',
  isTags: false,
  folder: folderOf,
  selection(job, pageSize) {
    const fields = 'tagName publishedAt isPrerelease isDraft tagCommit { oid }'
    const list = `releases(${pageArguments(job, pageSize)}, ${ORDER}) { totalCount pageInfo { hasNextPage endCursor } nodes { ${fields} } }`
    const assets = 'releaseAssets(first: 100) { totalCount nodes { name size downloadUrl } }'
    const newest = job.assets && job.pages === 0 ? ` newest: releases(first: ${WITH_ASSETS}, ${ORDER}) { nodes { tagName ${assets} } }` : ''
    return `nameWithOwner isArchived ${list}${newest}`
  },
  read(repository, job) {
    const parsed = repositorySchema.safeParse(repository)
    if (!parsed.success) return parsed.error.issues[0]?.path.join('.') ?? 'unknown form'
    const { nameWithOwner, isArchived, releases, newest } = parsed.data
    const { hasNextPage, endCursor } = releases.pageInfo
    if (hasNextPage && (endCursor === null || endCursor === undefined || endCursor === job.next)) return 'a next page without a cursor'
    const { rows, unreadable } = readableRows(releases.nodes, nodeSchema, isUsualNode)
    const assets = newest === undefined ? undefined : assetsByTag(newest.nodes)
    const folder = folderOf(job)
    const published = rows.filter((node) => node.isDraft !== true)
    return {
      releases: published.map((node) => releaseOf(node, folder, assets)),
      skipped: rows.length - published.length,
      unreadable,
      next: hasNextPage ? (endCursor ?? null) : null,
      ...(releases.totalCount !== undefined && { total: releases.totalCount }),
      ...(nameWithOwner !== undefined && { fullName: nameWithOwner }),
      ...(isArchived !== undefined && { archived: isArchived }),
    }
  },
  restNewestFirst: true,
  restPath: (job) => `/repos/${job.owner}/${job.name}/releases?per_page=100`,
  readRest(rows, job) {
    const { rows: good, unreadable } = readableRows(rows, rowSchema)
    const folder = folderOf(job)
    const published = good.filter((row) => row.draft !== true)
    const page: Omit<Page, 'next'> = {
      releases: published.map((row) => releaseOfRow(row, folder, job.assets)),
      skipped: good.length - published.length,
      unreadable,
    }
    const fullName = /^https?:\/\/[^/]{1,255}\/([^/]{1,100}\/[^/]{1,100})\/releases\//.exec(good[0]?.html_url ?? '')?.[1]
    return fullName === undefined ? page : { ...page, fullName }
  },
}

function releaseOf(node: Node, folder: string, assets: ReadonlyMap<string, Asset[]> | undefined): Release {
  const tag = node.tagName
  const release = releaseOfTag(folder, tag, node.publishedAt ? parseInstant(node.publishedAt) : null, node.tagCommit?.oid)
  if (node.isPrerelease === true) release.prerelease = true
  const files = assets?.get(tag)
  if (files !== undefined) release.assets = files
  return release
}

function releaseOfRow(row: z.infer<typeof rowSchema>, folder: string, withAssets: boolean): Release {
  // `created_at` is the date of the tagged commit and may be later than the publication: only `published_at` tells the age.
  const release = releaseOfTag(folder, row.tag_name, row.published_at ? parseInstant(row.published_at) : null)
  if (row.prerelease === true) release.prerelease = true
  if (withAssets && row.assets !== undefined) {
    release.assets = row.assets.map(({ name, size, browser_download_url: url, digest }) => ({
      name,
      ...(size !== undefined && { size }),
      ...(url !== undefined && { url }),
      ...(digest && { digest }),
    }))
  }
  return release
}

/** Releases with more files than one answer holds are left out: half a list would read as a missing file. */
function assetsByTag(nodes: readonly unknown[]): Map<string, Asset[]> {
  const { rows } = readableRows(nodes, withAssetsSchema)
  const whole = rows.filter(({ releaseAssets }) => releaseAssets.nodes.length >= releaseAssets.totalCount)
  return new Map(
    whole.map(({ tagName, releaseAssets }) => {
      const files = releaseAssets.nodes.filter((node) => node !== null)
      return [
        tagName,
        files.map(({ name, size, downloadUrl: url }) => ({ name, ...(size !== undefined && { size }), ...(url && { url }) })),
      ]
    }),
  )
}

function folderOf(job: Job): string {
  return `${job.endpoints.web}/${job.owner}/${job.name}/releases/tag/`
}

export const githubReleases: Datasource = {
  id: 'github-releases',
  label: 'GitHub releases',
  example: 'grafana/loki',
  docs: 'https://docs.github.com/en/graphql/reference/objects#release',
  defaultUrl: 'https://api.github.com',
  defaultVersioning: 'semver-coerced',
  provides: ['date', 'notes', 'assets', 'commit'],
  source: githubSource,
  discover: (queries, io) =>
    discoverGithub(queries, io, listing, { empty: 'there are no releases; its tags may carry the versions (datasource `github-tags`)' }),
}
