import * as z from 'zod'
import type { AskedProposal, Outcomes, ProposalOutcome, SettledProposal } from '../../ports/outcomes.ts'
import { attempting, ownerAndName } from './attempt.ts'
import type { Client } from './client.ts'

/** Pull requests of a page, and those asked for by number in one request. */
const PER_REQUEST = 50

/** Every pull request of ours carries it. */
const LABEL = 'pinwarden'

const READING = { doing: 'Reading pull requests', needs: 'pull-requests: read' }

interface Repo {
  owner: string
  repo: string
}

/**
 * What became of pull requests, by label and by number. One request where nothing happened since: the newest page of closed and merged ones
 * reaches back far enough.
 */
export function githubOutcomes(client: Client, repository: string): Outcomes {
  const repo = ownerAndName(repository)
  const attempt = attempting(repository)
  return {
    settled: (since, asked) =>
      attempt(READING, async () => {
        const listed = await listSettled(client, repo, since)
        const known = new Set(listed.map((one) => one.number))
        return [
          ...listed,
          ...(await askedFor(
            client,
            repo,
            asked.filter((one) => !known.has(one.number)),
          )),
        ]
      }),
    outcomes: (proposals) =>
      attempt(READING, async () => {
        const all: ProposalOutcome[] = []
        for (let at = 0; at < proposals.length; at += PER_REQUEST)
          all.push(...(await readOutcomes(client, repo, proposals.slice(at, at + PER_REQUEST))))
        return all
      }),
  }
}

const BRIEF = 'number state headRefName isCrossRepository updatedAt closedAt'

const briefSchema = z.object({
  number: z.number(),
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  headRefName: z.string(),
  isCrossRepository: z.boolean(),
  updatedAt: z.string(),
  closedAt: z.string().nullable(),
})

const pageSchema = z.object({
  repository: z.object({
    pullRequests: z.object({
      nodes: z.array(briefSchema.nullable()),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    }),
  }),
})

/** Sorted by the last change of any kind, which is never before the closing: the first that is older than `since` ends it. */
async function listSettled(client: Client, repo: Repo, since: number): Promise<SettledProposal[]> {
  const query = `query settled($owner: String!, $repo: String!, $label: String!, $after: String) {
    repository(owner: $owner, name: $repo) {
      pullRequests(labels: [$label], states: [CLOSED, MERGED], first: ${PER_REQUEST}, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
        nodes { ${BRIEF} } pageInfo { hasNextPage endCursor }
      }
    }
  }`
  const found: SettledProposal[] = []
  let after: string | null = null
  for (;;) {
    const page: z.infer<typeof pageSchema> = pageSchema.parse(await client.graphql(query, { ...repo, label: LABEL, after }))
    const { pullRequests } = page.repository
    const nodes = pullRequests.nodes.filter((node) => node !== null)
    found.push(...nodes.flatMap(settledOf).filter((one) => one.at >= since))
    after = pullRequests.pageInfo.endCursor
    const over = nodes.some((node) => Date.parse(node.updatedAt) < since)
    if (over || !pullRequests.pageInfo.hasNextPage || after === null) return found
  }
}

async function askedFor(client: Client, repo: Repo, asked: readonly AskedProposal[]): Promise<SettledProposal[]> {
  const numbers = asked.flatMap((one) => one.number ?? [])
  const found: SettledProposal[] = []
  for (let at = 0; at < numbers.length; at += PER_REQUEST) {
    const answer = await byNumber(client, repo, numbers.slice(at, at + PER_REQUEST), BRIEF)
    found.push(...answer.flatMap((node) => settledOf(briefSchema.nullable().parse(node))))
  }
  return found
}

/** One pull request a number; null for one that is gone. */
async function byNumber(client: Client, repo: Repo, numbers: readonly number[], fields: string): Promise<unknown[]> {
  const query = `query pulls($owner: String!, $repo: String!) {
    repository(owner: $owner, name: $repo) { ${numbers.map((number) => `n${number}: pullRequest(number: ${number}) { ${fields} }`).join('\n')} }
  }`
  const { repository } = z.object({ repository: z.record(z.string(), z.unknown()) }).parse(await client.graphql(query, { ...repo }))
  return numbers.map((number) => repository[`n${number}`] ?? null)
}

function settledOf(node: z.infer<typeof briefSchema> | null): SettledProposal[] {
  if (node === null || node.state === 'OPEN' || node.isCrossRepository) return []
  const state = node.state === 'MERGED' ? ('merged' as const) : ('closed' as const)
  return [{ number: node.number, branch: node.headRefName, state, at: Date.parse(node.closedAt ?? node.updatedAt) }]
}

const actor = z.object({ __typename: z.string(), login: z.string() }).nullable()

const outcomeSchema = briefSchema.extend({
  url: z.string(),
  body: z.string(),
  headRefOid: z.string(),
  mergedBy: actor,
  mergeCommit: z
    .object({
      oid: z.string(),
      message: z.string(),
      parents: z.object({ totalCount: z.number() }),
      history: z.object({ nodes: z.array(z.object({ oid: z.string() }).nullable()) }),
    })
    .nullable(),
  commits: z.object({
    totalCount: z.number(),
    nodes: z.array(z.object({ commit: z.object({ oid: z.string(), message: z.string() }) }).nullable()),
  }),
  reviews: z.object({ nodes: z.array(z.object({ author: actor }).nullable()) }).nullable(),
  timelineItems: z.object({ nodes: z.array(z.object({ actor: actor.optional() }).nullable()) }),
})

const ACTOR = '{ __typename login }'
/** A rebase puts each commit on the base anew; Pinwarden's pull requests have one, and people add few. */
const MOST_COMMITS = 50

const OUTCOME = `${BRIEF} url body headRefOid mergedBy ${ACTOR}
  mergeCommit { oid message parents(first: 1) { totalCount } history(first: ${MOST_COMMITS}) { nodes { oid } } }
  commits(last: ${MOST_COMMITS}) { totalCount nodes { commit { oid message } } }
  reviews(states: [APPROVED], last: 50) { nodes { author ${ACTOR} } }
  timelineItems(itemTypes: [CLOSED_EVENT], last: 1) { nodes { ... on ClosedEvent { actor ${ACTOR} } } }`

async function readOutcomes(client: Client, repo: Repo, proposals: readonly SettledProposal[]): Promise<ProposalOutcome[]> {
  const numbers = proposals.flatMap((one) => one.number ?? [])
  const answers = await byNumber(client, repo, numbers, OUTCOME)
  return answers.flatMap((answer): ProposalOutcome[] => {
    const node = outcomeSchema.nullable().parse(answer)
    const [settled] = settledOf(node)
    if (node === null || settled === undefined) return []
    const by = node.mergedBy ?? node.timelineItems.nodes[0]?.actor ?? null
    return [
      {
        ...settled,
        url: node.url,
        body: node.body,
        by: by === null ? null : { login: by.login, bot: by.__typename === 'Bot' },
        head: node.headRefOid,
        approvals: [...new Set(node.reviews?.nodes.flatMap((review) => review?.author?.login ?? []))].sort(),
        merge: mergeOf(node),
      },
    ]
  })
}

/**
 * The method can only be told from what it left: two parents are a merge commit; one with the message of the branch's own head is a
 * rebase, which keeps messages; one that ends in the number, as the forge writes it, or that stands for several commits is a squash.
 */
function mergeOf({ state, number, mergeCommit, commits }: z.infer<typeof outcomeSchema>): ProposalOutcome['merge'] {
  if (state !== 'MERGED' || mergeCommit === null) return null
  const { oid: commit, message, parents, history } = mergeCommit
  const own = commits.nodes.flatMap((node) => node?.commit ?? [])
  if (parents.totalCount > 1) return { method: 'merge', commit, commits: [...own.map((one) => one.oid), commit] }
  if (own.at(-1)?.message === message) {
    const put = history.nodes.flatMap((node) => node?.oid ?? []).slice(0, commits.totalCount)
    return { method: 'rebase', commit, commits: put.reverse() }
  }
  const squashed = commits.totalCount > 1 || (message.split('\n')[0] ?? '').endsWith(`(#${number})`)
  return { method: squashed ? 'squash' : 'unknown', commit, commits: [commit] }
}
