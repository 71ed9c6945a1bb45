import { GraphqlResponseError } from '@octokit/graphql'
import * as z from 'zod'
import type { CheckLook, MergeLook } from '../../ports/merging.ts'
import type { Client } from './client.ts'

/** Pull requests in one request: each brings up to a hundred checks. */
const PER_REQUEST = 25

const contextSchema = z.union([
  z.object({ __typename: z.literal('CheckRun'), name: z.string(), status: z.string(), conclusion: z.string().nullable() }),
  z.object({ __typename: z.literal('StatusContext'), context: z.string(), state: z.string() }),
])

const rollupSchema = z
  .object({ contexts: z.object({ nodes: z.array(contextSchema.nullable()), pageInfo: z.object({ hasNextPage: z.boolean() }) }) })
  .nullable()

const pullSchema = z.object({
  id: z.string(),
  number: z.number(),
  state: z.enum(['OPEN', 'CLOSED', 'MERGED']),
  isDraft: z.boolean(),
  headRefOid: z.string(),
  mergeable: z.enum(['MERGEABLE', 'CONFLICTING', 'UNKNOWN']),
  mergeStateStatus: z.string(),
  reviewDecision: z.string().nullable(),
  isInMergeQueue: z.boolean(),
  author: z.object({ login: z.string() }).nullable(),
  commits: z.object({
    totalCount: z.number(),
    nodes: z.array(
      z
        .object({
          commit: z.object({
            oid: z.string(),
            author: z.object({ email: z.string().nullable(), user: z.object({ login: z.string() }).nullable() }).nullable(),
            signature: z.object({ isValid: z.boolean() }).nullable(),
          }),
        })
        .nullable(),
    ),
  }),
  statusCheckRollup: rollupSchema.optional(),
})

const FIELDS = `id number state isDraft headRefOid mergeable mergeStateStatus reviewDecision isInMergeQueue author { login }
  commits(last: 1) { totalCount nodes { commit { oid author { email user { login } } signature { isValid } } } }`
const ROLLUP = `statusCheckRollup { contexts(first: 100) { nodes {
  __typename ... on CheckRun { name status conclusion } ... on StatusContext { context state }
} pageInfo { hasNextPage } } }`

/** Pull requests as a merge needs to know them, many in one request. */
export async function lookAt(client: Client, repo: { owner: string; repo: string }, numbers: readonly number[]): Promise<MergeLook[]> {
  const looks: MergeLook[] = []
  for (let at = 0; at < numbers.length; at += PER_REQUEST) {
    const asked = numbers.slice(at, at + PER_REQUEST)
    const answer = await ask(client, repo, asked, true).catch((error: unknown) => {
      // Reading checks takes permissions that a token may lack; everything else can still be said.
      if (isForbidden(error)) return ask(client, repo, asked, false)
      throw error
    })
    looks.push(...answer)
  }
  return looks
}

async function ask(
  client: Client,
  repo: { owner: string; repo: string },
  numbers: readonly number[],
  checks: boolean,
): Promise<MergeLook[]> {
  const query = `query mergeable($owner: String!, $repo: String!${numbers.map((_, index) => `, $n${index}: Int!`).join('')}) {
    viewer { login }
    repository(owner: $owner, name: $repo) {
      ${numbers.map((_, index) => `p${index}: pullRequest(number: $n${index}) { ${FIELDS} ${checks ? ROLLUP : ''} }`).join('\n      ')}
    }
  }`
  const variables = Object.fromEntries(numbers.map((number, index) => [`n${index}`, number]))
  const { repository, viewer } = z
    .object({ viewer: z.object({ login: z.string() }), repository: z.record(z.string(), pullSchema.nullable()) })
    .parse(await client.graphql(query, { ...repo, ...variables }))
  return Object.values(repository).flatMap((pull) => (pull === null ? [] : [toLook(pull, checks, viewer.login)]))
}

const STATES = { OPEN: 'open', CLOSED: 'closed', MERGED: 'merged' } as const
const MERGEABLE = { MERGEABLE: 'yes', CONFLICTING: 'conflict', UNKNOWN: 'unknown' } as const
const STATUS: Readonly<Record<string, MergeLook['status'] | undefined>> = {
  CLEAN: 'clean',
  HAS_HOOKS: 'clean',
  BLOCKED: 'blocked',
  BEHIND: 'behind',
  UNSTABLE: 'unstable',
  DIRTY: 'dirty',
  DRAFT: 'draft',
}
const REVIEW: Readonly<Record<string, MergeLook['review'] | undefined>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  REVIEW_REQUIRED: 'required',
}

function toLook(pull: z.infer<typeof pullSchema>, checks: boolean, viewer: string): MergeLook {
  const contexts = pull.statusCheckRollup?.contexts
  const read = contexts?.nodes.flatMap((one) => (one === null ? [] : [toCheck(one)])) ?? []
  // What lies beyond the first hundred is not known to be green.
  const more: CheckLook[] = contexts?.pageInfo.hasNextPage === true ? [{ name: '…', state: 'pending' }] : []
  return {
    number: pull.number,
    id: pull.id,
    state: STATES[pull.state],
    draft: pull.isDraft,
    head: pull.headRefOid,
    mergeable: MERGEABLE[pull.mergeable],
    status: STATUS[pull.mergeStateStatus] ?? 'unknown',
    review: REVIEW[pull.reviewDecision ?? ''] ?? 'none',
    checks: checks ? [...read, ...more] : null,
    queued: pull.isInMergeQueue,
    ownCommit: isOwn(pull, viewer),
    byWorkflowToken: /^github-actions(\[bot\])?$/.test(pull.author?.login ?? ''),
  }
}

/**
 * An author can be anybody's name; GitHub's signature is given only to what the account itself made through the API or the website. A person's
 * token may have no signature on its commits, but then nobody else acts in that name either.
 */
function isOwn({ commits, headRefOid }: z.infer<typeof pullSchema>, viewer: string): boolean {
  const commit = commits.nodes.at(-1)?.commit
  if (commits.totalCount !== 1 || commit === undefined || commit.oid !== headRefOid) return false
  const login = viewer.toLowerCase()
  const email = commit.author?.email?.toLowerCase() ?? ''
  const authored = commit.author?.user?.login.toLowerCase() === login || email.replace(/^\d+\+/, '') === `${login}@users.noreply.github.com`
  return authored && (commit.signature?.isValid === true || !login.endsWith('[bot]'))
}

function toCheck(context: z.infer<typeof contextSchema>): CheckLook {
  if (context.__typename === 'StatusContext') {
    const state =
      context.state === 'SUCCESS' ? 'success' : context.state === 'PENDING' || context.state === 'EXPECTED' ? 'pending' : 'failure'
    return { name: context.context, state }
  }
  if (context.status !== 'COMPLETED') return { name: context.name, state: 'pending' }
  if (context.conclusion === 'SUCCESS') return { name: context.name, state: 'success' }
  return { name: context.name, state: context.conclusion === 'NEUTRAL' || context.conclusion === 'SKIPPED' ? 'neutral' : 'failure' }
}

function isForbidden(error: unknown): boolean {
  return error instanceof GraphqlResponseError && error.errors?.some((one) => one.type === 'FORBIDDEN') === true
}
