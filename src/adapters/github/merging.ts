import * as z from 'zod'
import type { MergeMethod } from '../../core/model/proposal.ts'
import type { MergeResult, MergeRules, Merging } from '../../ports/merging.ts'
import type { Client } from './client.ts'
import { lookAt } from './merge-look.ts'
import { protectedChecks, ruledChecks } from './required-checks.ts'

type Repo = { owner: string; repo: string }

/** Times that GitHub is asked again while it computes whether something can be merged; it takes some seconds. */
const LOOKS = 5

const settingsSchema = z.object({
  repository: z.object({
    autoMergeAllowed: z.boolean(),
    mergeCommitAllowed: z.boolean(),
    squashMergeAllowed: z.boolean(),
    rebaseMergeAllowed: z.boolean(),
    mergeQueue: z.object({ id: z.string() }).nullable(),
  }),
})

const mergedSchema = z.object({
  mergePullRequest: z.object({ pullRequest: z.object({ mergeCommit: z.object({ oid: z.string() }).nullable() }) }),
})

/** Merging on GitHub. Errors come as GitHub has them; the forge that this is part of puts them into words. */
export function githubMerging(client: Client, repo: Repo, sleep: (ms: number) => Promise<void>): Merging {
  return {
    rules: (base) => readRules(client, repo, base),
    async look(numbers) {
      let looks = await lookAt(client, repo, numbers)
      for (let again = 1; again < LOOKS; again += 1) {
        const unknown = looks.filter((one) => one.state === 'open' && (one.mergeable === 'unknown' || one.status === 'unknown'))
        if (unknown.length === 0) break
        await sleep(1000 * again)
        const fresh = new Map(
          (
            await lookAt(
              client,
              repo,
              unknown.map((one) => one.number),
            )
          ).map((one) => [one.number, one]),
        )
        looks = looks.map((one) => fresh.get(one.number) ?? one)
      }
      return looks
    },
    merge: (look, method) =>
      refusable(async () => {
        const { mergePullRequest } = mergedSchema.parse(
          await client.graphql(
            `mutation merge($input: MergePullRequestInput!) { mergePullRequest(input: $input) { pullRequest { mergeCommit { oid } } } }`,
            { input: { pullRequestId: look.id, expectedHeadOid: look.head, mergeMethod: method.toUpperCase() } },
          ),
        )
        return mergePullRequest.pullRequest.mergeCommit?.oid ?? null
      }),
    enableAutoMerge: (look, method) =>
      refusable(async () => {
        await client.graphql(
          `mutation enable($input: EnablePullRequestAutoMergeInput!) { enablePullRequestAutoMerge(input: $input) { clientMutationId } }`,
          { input: { pullRequestId: look.id, expectedHeadOid: look.head, mergeMethod: method.toUpperCase() } },
        )
        return null
      }),
    async disableAutoMerge(look) {
      const result = await refusable(async () => {
        await client.graphql(
          `mutation disable($input: DisablePullRequestAutoMergeInput!) { disablePullRequestAutoMerge(input: $input) { clientMutationId } }`,
          { input: { pullRequestId: look.id } },
        )
        return null
      })
      // Refused where it is not enabled any more, which is what was wanted.
      if (!result.ok && !/disable auto-merge/i.test(result.why)) throw new Error(result.why)
    },
    enqueue: (look) =>
      refusable(async () => {
        await client.graphql(
          `mutation enqueue($input: EnqueuePullRequestInput!) { enqueuePullRequest(input: $input) { clientMutationId } }`,
          { input: { pullRequestId: look.id, expectedHeadOid: look.head } },
        )
        return null
      }),
  }
}

/** What branch protection, rulesets and the repository's settings say of a base branch. */
async function readRules(client: Client, repo: Repo, base: string): Promise<MergeRules> {
  const query = `query rules($owner: String!, $repo: String!, $base: String!) { repository(owner: $owner, name: $repo) {
    autoMergeAllowed mergeCommitAllowed squashMergeAllowed rebaseMergeAllowed mergeQueue(branch: $base) { id }
  } }`
  const { repository } = settingsSchema.parse(await client.graphql(query, { ...repo, base }))
  const { data: branch } = await client.rest.repos.getBranch({ ...repo, branch: base })
  const rules = await client.paginate(client.rest.repos.getBranchRules, { ...repo, branch: base, per_page: 100 })
  const approvals = rules.map((rule) => (rule.type === 'pull_request' ? (rule.parameters?.required_approving_review_count ?? 0) : 0))
  const methods = rules.flatMap((rule) => {
    const allowed = rule.type === 'pull_request' ? rule.parameters?.allowed_merge_methods : undefined
    return allowed === undefined ? [] : [new Set<string>(allowed)]
  })
  const linear = rules.some((rule) => rule.type === 'required_linear_history')
  const { mergeCommitAllowed, squashMergeAllowed, rebaseMergeAllowed } = repository
  const allowed = { merge: mergeCommitAllowed && !linear, squash: squashMergeAllowed, rebase: rebaseMergeAllowed }
  return {
    requiredChecks: [...new Set([...protectedChecks(branch), ...ruledChecks(rules)])].sort(),
    requiredApprovals: Math.max(0, ...approvals),
    autoMerge: repository.autoMergeAllowed,
    methods: (['merge', 'squash', 'rebase'] as const satisfies MergeMethod[]).filter(
      (method) => allowed[method] && methods.every((set) => set.has(method)),
    ),
    queue: repository.mergeQueue !== null || rules.some((rule) => rule.type === 'merge_queue'),
  }
}

/** GitHub answers what it will not merge with UNPROCESSABLE and a sentence: that is no failure of ours, the proposal waits. */
async function refusable(work: () => Promise<string | null>): Promise<MergeResult> {
  try {
    return { ok: true, commit: await work() }
  } catch (error) {
    const errors = error instanceof Error && 'errors' in error && Array.isArray(error.errors) ? error.errors : []
    const refused = errors.length > 0 && errors.every((one: { type?: string }) => one.type === undefined || one.type === 'UNPROCESSABLE')
    if (!refused) throw error
    const why = errors.map((one: { message?: string }) => String(one.message).replace(/^Pull request (?=Pull request )/i, '')).join('; ')
    return { ok: false, why, ...(/clean status/i.test(why) ? { clean: true } : {}) }
  }
}
