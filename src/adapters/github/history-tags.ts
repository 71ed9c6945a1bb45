import * as z from 'zod'
import type { HistoryTag } from '../../ports/history.ts'
import type { Client } from './client.ts'

const PER_PAGE = 100

/** A tag object may lead to another; more than two stages nobody makes. */
const targetSchema = z
  .object({
    __typename: z.string(),
    oid: z.string(),
    target: z
      .object({ __typename: z.string(), oid: z.string(), target: z.object({ __typename: z.string(), oid: z.string() }).optional() })
      .optional(),
  })
  .nullable()

const refsSchema = z.object({
  repository: z.object({
    refs: z
      .object({
        nodes: z.array(z.object({ prefix: z.string(), name: z.string(), target: targetSchema }).nullable()),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      })
      .nullable(),
  }),
})

const QUERY = `query tags($owner: String!, $repo: String!, $after: String) {
  repository(owner: $owner, name: $repo) { refs(refPrefix: "refs/tags/", first: ${PER_PAGE}, after: $after) {
    nodes { prefix name target { __typename oid ... on Tag { target { __typename oid ... on Tag { target { __typename oid } } } } } }
    pageInfo { hasNextPage endCursor }
  } }
}`

/**
 * Tags with their commits. Whether the head contains one costs a request, so it is asked of the newest versions alone, until a release proper
 * is found; whatever is older than that is taken to be contained, for nothing is decided by it. Tags of other packages are not asked for.
 */
export async function taggedCommits(
  client: Client,
  repo: { owner: string; repo: string },
  head: string,
  prefix: string,
): Promise<HistoryTag[]> {
  const tags = (await readTags(client, repo)).filter(({ name }) => name.startsWith(prefix))
  const versions = tags.filter(({ name }) => versionIn(name, prefix) !== null)
  const outside = new Set<string>()
  for (const { name, commit } of newestFirst(versions, prefix)) {
    const contained = await contains(client, repo, head, commit)
    if (!contained) outside.add(name)
    else if (versionIn(name, prefix)?.stable === true) break
  }
  return tags.map((tag) => ({ ...tag, merged: !outside.has(tag.name) }))
}

/** The numbers of a tag such as `api-v1.2.0-rc.1` behind its prefix, and whether it is a release proper; null where it is no version. */
function versionIn(name: string, prefix: string): { numbers: number[]; stable: boolean } | null {
  const found = /^[vV]?(\d{1,9}(?:\.\d{1,9}){1,5})(-.{1,100})?$/.exec(name.slice(prefix.length))
  return found === null ? null : { numbers: (found[1] ?? '').split('.').map(Number), stable: found[2] === undefined }
}

function newestFirst(tags: readonly HistoryTag[], prefix: string): HistoryTag[] {
  const read = tags.map((tag) => ({ tag, version: versionIn(tag.name, prefix) }))
  return read
    .toSorted((a, b) => {
      const [x, y] = [a.version?.numbers ?? [], b.version?.numbers ?? []]
      const at = x.findIndex((part, index) => part !== y[index])
      const byNumber = at === -1 ? y.length - x.length : (y[at] ?? -1) - (x[at] ?? 0)
      return byNumber || Number(b.version?.stable) - Number(a.version?.stable) || (a.tag.name < b.tag.name ? 1 : -1)
    })
    .map(({ tag }) => tag)
}

async function readTags(client: Client, repo: { owner: string; repo: string }): Promise<HistoryTag[]> {
  const tags: HistoryTag[] = []
  for (let after: string | null = null, more = true; more; ) {
    const { repository } = refsSchema.parse(await client.graphql(QUERY, { ...repo, after }))
    for (const node of repository.refs?.nodes ?? []) {
      const commit = commitOf(node?.target ?? null)
      if (node !== null && commit !== null)
        tags.push({ name: (node.prefix + node.name).replace(/^refs\/tags\//, ''), commit, merged: true })
    }
    after = repository.refs?.pageInfo.endCursor ?? null
    more = repository.refs?.pageInfo.hasNextPage === true
  }
  return tags
}

function commitOf(target: z.infer<typeof targetSchema>): string | null {
  const stages = [target, target?.target, target?.target?.target]
  return stages.find((one) => one?.__typename === 'Commit')?.oid ?? null
}

/** Compared from an ancestor, the head is ahead. */
export async function contains(client: Client, repo: { owner: string; repo: string }, head: string, commit: string): Promise<boolean> {
  if (commit === head) return true
  const { data } = await client.rest.repos.compareCommitsWithBasehead({ ...repo, basehead: `${commit}...${head}`, per_page: 1 })
  return data.status === 'ahead' || data.status === 'identical'
}
