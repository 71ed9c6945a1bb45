import { disableAutoMerge, enableAutoMerge, enqueuePull, type MergeMethod, mergePull } from '../../domain/merging.ts'
import type { GraphContext, Node } from '../context.ts'
import { pullById } from '../nodes.ts'
import { pullNode } from '../objects/pulls.ts'
import { actorNode } from '../objects/users.ts'
import { mutation } from './payload.ts'

interface MergeInput {
  pullRequestId: string
  mergeMethod?: MergeMethod | null
  commitHeadline?: string | null
  commitBody?: string | null
  expectedHeadOid?: string | null
}

export function mergeMutations(context: GraphContext): Node {
  const of = (input: { pullRequestId: string }) => pullById(context, input.pullRequestId).repo
  const order = (input: MergeInput) => ({
    method: input.mergeMethod ?? ('MERGE' as const),
    headline: input.commitHeadline ?? null,
    body: input.commitBody ?? null,
    expectedHead: input.expectedHeadOid ?? null,
  })
  return {
    mergePullRequest: mutation(context, ['contents:write'], of, async (acting, input: MergeInput) => {
      const { issue } = pullById(context, input.pullRequestId)
      await mergePull(acting, issue, order(input))
      return { pullRequest: pullNode(context, acting.repo, issue), actor: actorNode(context, acting.actor.login) }
    }),
    enablePullRequestAutoMerge: mutation(context, ['contents:write'], of, async (acting, input: MergeInput) => {
      const { issue } = pullById(context, input.pullRequestId)
      await enableAutoMerge(acting, issue, order(input))
      return { pullRequest: pullNode(context, acting.repo, issue), actor: actorNode(context, acting.actor.login) }
    }),
    enqueuePullRequest: mutation(context, ['contents:write'], of, async (acting, input: MergeInput) => {
      const { issue } = pullById(context, input.pullRequestId)
      await enqueuePull(acting, issue, input.expectedHeadOid ?? null)
      return { mergeQueueEntry: null }
    }),
    disablePullRequestAutoMerge: mutation(context, ['contents:write'], of, async (acting, input: { pullRequestId: string }) => {
      const { issue } = pullById(context, input.pullRequestId)
      disableAutoMerge(acting, issue)
      return { pullRequest: pullNode(context, acting.repo, issue), actor: actorNode(context, acting.actor.login) }
    }),
  }
}
