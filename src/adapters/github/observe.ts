import * as z from 'zod'
import type { ForgeProposal, ForgeState } from '../../ports/forge.ts'
import type { Client } from './client.ts'

/** Branches and labels asked for by name in one request, beside the page of refs. */
const PER_REQUEST = 100

const PULL_REQUEST =
  'number url title body state headRefName isCrossRepository labels(first: 50) { nodes { name } } autoMergeRequest { enabledBy { login } }'

/** Newest pull requests that are looked at to count those of the last hour. */
const RECENT = 100

const pullRequestSchema = z.object({
  number: z.number(),
  url: z.string(),
  title: z.string(),
  body: z.string(),
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  headRefName: z.string(),
  isCrossRepository: z.boolean(),
  labels: z.object({ nodes: z.array(z.object({ name: z.string() }).nullable()) }).nullable(),
  autoMergeRequest: z.object({ enabledBy: z.object({ login: z.string() }).nullable() }).nullable(),
})

const recentSchema = z.object({
  nodes: z.array(z.object({ createdAt: z.string(), headRefName: z.string(), isCrossRepository: z.boolean() }).nullable()),
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
  viewer: z.object({ login: z.string() }),
  repository: z
    .object({
      id: z.string(),
      nameWithOwner: z.string(),
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
  wanted: { prefix: string; branches: readonly string[]; labels: readonly string[]; opened?: boolean },
): Promise<ForgeState & { found: { nameWithOwner: string; id: string } }> {
  const proposals = new Map<number, ForgeProposal>()
  const branches: { name: string; head: { commit: string; message: string } }[] = []
  const labels: string[] = []
  let base: { branch: string; commit: string } | null = null
  let opened: readonly number[] = []
  let found = { nameWithOwner: `${repo.owner}/${repo.repo}`, id: '' }
  let after: string | null = null
  for (let page = 0, more = true; more; page += 1) {
    const [names, wantedLabels] = [wanted.branches, wanted.labels].map((list) => list.slice(page * PER_REQUEST, (page + 1) * PER_REQUEST))
    const asked: { branches: readonly string[]; labels: readonly string[] } = { branches: names ?? [], labels: wantedLabels ?? [] }
    const recent = wanted.opened === true && page === 0
    const { repository, viewer } = stateSchema.parse(
      await client.graphql(query(asked, baseBranch, recent), variables(repo, wanted.prefix, asked, baseBranch, after)),
    )
    found = { nameWithOwner: repository.nameWithOwner, id: repository.id }
    if (recent) opened = openedOurs(repository['recent'], wanted.prefix)
    if (repository.base?.target != null) base = { branch: repository.base.name, commit: repository.base.target.oid }
    for (const ref of repository.refs?.nodes ?? []) {
      if (ref?.target == null) continue
      const name = (ref.prefix + ref.name).replace(/^refs\/heads\//, '')
      const head = { commit: ref.target.oid, message: ref.target.message ?? '' }
      branches.push({ name, head })
      for (const pull of ref.associatedPullRequests.nodes) addPull(proposals, pull, head, viewer.login)
    }
    asked.branches.forEach((_, index) => {
      const closed = z.object({ nodes: z.array(pullRequestSchema.nullable()) }).parse(repository[`b${index}`])
      for (const pull of closed.nodes) if (pull !== null && !proposals.has(pull.number)) addPull(proposals, pull, null, viewer.login)
    })
    asked.labels.forEach((_, index) => {
      const label = z.object({ name: z.string() }).nullable().parse(repository[`l${index}`])
      if (label !== null) labels.push(label.name)
    })
    after = repository.refs?.pageInfo.endCursor ?? null
    const next = (page + 1) * PER_REQUEST
    more = repository.refs?.pageInfo.hasNextPage === true || next < wanted.branches.length || next < wanted.labels.length
  }
  if (base === null) throw new Error('the base branch has no commit')
  const newestFirst = [...proposals.values()].sort((a, b) => (b.number ?? 0) - (a.number ?? 0))
  return { base, proposals: newestFirst, branches, labels, found, ...(wanted.opened === true ? { opened } : {}) }
}

function openedOurs(answer: unknown, prefix: string): number[] {
  return recentSchema
    .parse(answer)
    .nodes.flatMap((node) =>
      node === null || node.isCrossRepository || !node.headRefName.startsWith(prefix) ? [] : [Date.parse(node.createdAt)],
    )
}

function addPull(
  into: Map<number, ForgeProposal>,
  pull: z.infer<typeof pullRequestSchema> | null,
  head: ForgeProposal['head'],
  viewer: string,
): void {
  if (pull === null || pull.isCrossRepository) return
  const enabledBy = pull.autoMergeRequest?.enabledBy?.login
  into.set(pull.number, {
    number: pull.number,
    url: pull.url,
    branch: pull.headRefName,
    state: pull.state === 'OPEN' ? 'open' : pull.state === 'MERGED' ? 'merged' : 'closed',
    title: pull.title,
    body: pull.body,
    labels: pull.labels?.nodes.flatMap((label) => label?.name ?? []) ?? [],
    head,
    ...(pull.autoMergeRequest === null ? {} : { autoMerge: enabledBy !== undefined && sameLogin(enabledBy, viewer) ? 'ours' : 'people' }),
  })
}

/** GraphQL writes an App's login without `[bot]`, but the viewer's with it. */
function sameLogin(a: string, b: string): boolean {
  const bare = (login: string) => login.replace(/\[bot\]$/, '').toLowerCase()
  return bare(a) === bare(b)
}

function query(asked: { branches: readonly string[]; labels: readonly string[] }, baseBranch: string | null, recent: boolean): string {
  const order = 'orderBy: { field: CREATED_AT, direction: DESC }'
  return `query observe($owner: String!, $repo: String!, $prefix: String!, $after: String${baseBranch === null ? '' : ', $base: String!'}${asked.branches
    .map((_, index) => `, $b${index}: String!`)
    .join('')}${asked.labels.map((_, index) => `, $l${index}: String!`).join('')}) {
    viewer { login }
    repository(owner: $owner, name: $repo) {
      id nameWithOwner
      base: ${baseBranch === null ? 'defaultBranchRef' : 'ref(qualifiedName: $base)'} { name target { oid } }
      refs(refPrefix: $prefix, first: 100, after: $after) {
        nodes { prefix name target { oid ... on Commit { message } } associatedPullRequests(first: 5, ${order}) { nodes { ${PULL_REQUEST} } } }
        pageInfo { hasNextPage endCursor }
      }
      ${recent ? `recent: pullRequests(first: ${RECENT}, ${order}) { nodes { createdAt headRefName isCrossRepository } }` : ''}
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
