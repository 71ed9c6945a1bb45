import * as z from 'zod'
import type { ForgeProposal, ForgeState } from '../../ports/forge.ts'
import type { Client } from './client.ts'

/** Branches and labels asked for by name in one request, beside the page of refs. */
const PER_REQUEST = 100

const PULL_REQUEST = 'number url title body state headRefName isCrossRepository labels(first: 50) { nodes { name } }'

const pullRequestSchema = z.object({
  number: z.number(),
  url: z.string(),
  title: z.string(),
  body: z.string(),
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  headRefName: z.string(),
  isCrossRepository: z.boolean(),
  labels: z.object({ nodes: z.array(z.object({ name: z.string() }).nullable()) }).nullable(),
})

const headSchema = z.object({ oid: z.string(), message: z.string().optional() })

const refSchema = z.object({
  /** `refs/heads/`, or what was asked for: only both together are the whole name. */
  prefix: z.string(),
  name: z.string(),
  target: headSchema.nullable(),
  associatedPullRequests: z.object({ nodes: z.array(pullRequestSchema.nullable()) }),
})

const stateSchema = z.object({
  repository: z
    .object({
      base: z.object({ name: z.string(), target: headSchema.nullable() }).nullable(),
      refs: z
        .object({
          nodes: z.array(refSchema.nullable()),
          pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
        })
        .nullable(),
    })
    .catchall(z.unknown()),
})

/**
 * What is on the forge under our prefix. An open pull request always has its head branch, so branches with their pull requests show all
 * open ones whatever else is open in the repository; a wanted branch that is gone is asked for by name.
 */
export async function observe(
  client: Client,
  repo: { owner: string; repo: string },
  baseBranch: string | null,
  wanted: { prefix: string; branches: readonly string[]; labels: readonly string[] },
): Promise<ForgeState> {
  const proposals = new Map<number, ForgeProposal>()
  const branches: { name: string; head: { commit: string; message: string } }[] = []
  const labels: string[] = []
  let base: { branch: string; commit: string } | null = null
  let after: string | null = null
  for (let page = 0, more = true; more; page += 1) {
    const [names, wantedLabels] = [wanted.branches, wanted.labels].map((list) => list.slice(page * PER_REQUEST, (page + 1) * PER_REQUEST))
    const asked: { branches: readonly string[]; labels: readonly string[] } = { branches: names ?? [], labels: wantedLabels ?? [] }
    const { repository } = stateSchema.parse(
      await client.graphql(query(asked, baseBranch), variables(repo, wanted.prefix, asked, baseBranch, after)),
    )
    if (repository.base?.target != null) base = { branch: repository.base.name, commit: repository.base.target.oid }
    for (const ref of repository.refs?.nodes ?? []) {
      if (ref?.target == null) continue
      const name = (ref.prefix + ref.name).replace(/^refs\/heads\//, '')
      const head = { commit: ref.target.oid, message: ref.target.message ?? '' }
      branches.push({ name, head })
      for (const pull of ref.associatedPullRequests.nodes) addPull(proposals, pull, head)
    }
    asked.branches.forEach((_, index) => {
      const found = z.object({ nodes: z.array(pullRequestSchema.nullable()) }).parse(repository[`b${index}`])
      for (const pull of found.nodes) if (pull !== null && !proposals.has(pull.number)) addPull(proposals, pull, null)
    })
    asked.labels.forEach((_, index) => {
      const found = z.object({ name: z.string() }).nullable().parse(repository[`l${index}`])
      if (found !== null) labels.push(found.name)
    })
    after = repository.refs?.pageInfo.endCursor ?? null
    const next = (page + 1) * PER_REQUEST
    more = repository.refs?.pageInfo.hasNextPage === true || next < wanted.branches.length || next < wanted.labels.length
  }
  if (base === null) throw new Error('the base branch has no commit')
  return { base, proposals: [...proposals.values()].sort((a, b) => (b.number ?? 0) - (a.number ?? 0)), branches, labels }
}

function addPull(into: Map<number, ForgeProposal>, pull: z.infer<typeof pullRequestSchema> | null, head: ForgeProposal['head']): void {
  if (pull === null || pull.isCrossRepository) return
  into.set(pull.number, {
    number: pull.number,
    url: pull.url,
    branch: pull.headRefName,
    state: pull.state === 'OPEN' ? 'open' : pull.state === 'MERGED' ? 'merged' : 'closed',
    title: pull.title,
    body: pull.body,
    labels: pull.labels?.nodes.flatMap((label) => label?.name ?? []) ?? [],
    head,
  })
}

function query(asked: { branches: readonly string[]; labels: readonly string[] }, baseBranch: string | null): string {
  const order = 'orderBy: { field: CREATED_AT, direction: DESC }'
  return `query observe($owner: String!, $repo: String!, $prefix: String!, $after: String${baseBranch === null ? '' : ', $base: String!'}${asked.branches
    .map((_, index) => `, $b${index}: String!`)
    .join('')}${asked.labels.map((_, index) => `, $l${index}: String!`).join('')}) {
    repository(owner: $owner, name: $repo) {
      base: ${baseBranch === null ? 'defaultBranchRef' : 'ref(qualifiedName: $base)'} { name target { oid } }
      refs(refPrefix: $prefix, first: 100, after: $after) {
        nodes { prefix name target { oid ... on Commit { message } } associatedPullRequests(first: 5, ${order}) { nodes { ${PULL_REQUEST} } } }
        pageInfo { hasNextPage endCursor }
      }
      ${asked.branches.map((_, index) => `b${index}: pullRequests(headRefName: $b${index}, states: [CLOSED, MERGED], first: 3, ${order}) { nodes { ${PULL_REQUEST} } }`).join('\n      ')}
      ${asked.labels.map((_, index) => `l${index}: label(name: $l${index}) { name }`).join('\n      ')}
    }
  }`
}

function variables(
  repo: { owner: string; repo: string },
  prefix: string,
  asked: { branches: readonly string[]; labels: readonly string[] },
  baseBranch: string | null,
  after: string | null,
): Record<string, unknown> {
  return {
    ...repo,
    after,
    prefix: `refs/heads/${prefix}`,
    ...(baseBranch === null ? {} : { base: `refs/heads/${baseBranch}` }),
    ...Object.fromEntries(asked.branches.map((name, index) => [`b${index}`, name])),
    ...Object.fromEntries(asked.labels.map((name, index) => [`l${index}`, name])),
  }
}
