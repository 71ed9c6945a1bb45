import { refusalFor } from '../../access.ts'
import type { Acting } from '../../context.ts'
import { record } from '../../context.ts'
import type { PullIssue } from '../../domain/pull-lifecycle.ts'
import { changePull, mayChangePull, openPull } from '../../domain/pulls.ts'
import { Refusal } from '../../errors.ts'
import { nodeId } from '../../node-id.ts'
import type { GraphContext, Node } from '../context.ts'
import { labelById, pullById, repositoryById } from '../nodes.ts'
import { pullNode } from '../objects/pulls.ts'
import { actorNode } from '../objects/users.ts'
import { mutation } from './payload.ts'

interface CreateInput {
  repositoryId: string
  title: string
  body?: string | null
  headRefName: string
  baseRefName: string
  draft?: boolean | null
  maintainerCanModify?: boolean | null
}

interface UpdateInput {
  pullRequestId: string
  title?: string | null
  body?: string | null
  baseRefName?: string | null
  state?: 'OPEN' | 'CLOSED' | null
  labelIds?: string[] | null
  assigneeIds?: string[] | null
}

export function pullMutations(context: GraphContext): Node {
  const of = (input: { pullRequestId: string }) => pullById(context, input.pullRequestId).repo
  const change = <Input extends { pullRequestId: string }>(
    work: (acting: Acting, issue: PullIssue, input: Input) => Promise<void> | void,
  ) =>
    mutation(context, ['pull_requests:write'], of, async (acting, input: Input) => {
      const { issue } = pullById(context, input.pullRequestId)
      if (!mayChangePull(acting, issue)) throw new Refusal('forbidden', refusalFor(acting.token))
      await work(acting, issue, input)
      return { pullRequest: pullNode(context, acting.repo, issue), actor: actorNode(context, acting.actor.login) }
    })
  return {
    createPullRequest: mutation(
      context,
      ['pull_requests:write'],
      (input: CreateInput) => repositoryById(context, input.repositoryId),
      async (acting, input) => {
        const issue = await openPull(acting, {
          title: input.title,
          head: input.headRefName,
          base: input.baseRefName.replace(/^refs\/heads\//, ''),
          body: input.body ?? null,
          draft: input.draft === true,
          maintainerCanModify: input.maintainerCanModify !== false,
        })
        return { pullRequest: pullNode(context, acting.repo, issue) }
      },
    ),
    updatePullRequest: change<UpdateInput>(async (acting, issue, input) => {
      await changePull(acting, issue, {
        title: input.title ?? undefined,
        body: input.body ?? undefined,
        base: input.baseRefName ?? undefined,
        state: input.state == null ? undefined : input.state === 'OPEN' ? 'open' : 'closed',
      })
      if (input.labelIds != null) issue.labels = input.labelIds.map((id) => labelById(context, id).label.name)
      if (input.assigneeIds != null) {
        const ids = input.assigneeIds
        issue.assignees = acting.double.state.users.filter((user) => ids.includes(nodeId('U', user.id))).map((user) => user.login)
      }
    }),
    closePullRequest: change((acting, issue) => changePull(acting, issue, { state: 'closed' })),
    reopenPullRequest: change((acting, issue) => changePull(acting, issue, { state: 'open' })),
    convertPullRequestToDraft: change((acting, issue) => {
      if (!issue.pull.draft) record(acting, issue, 'convert_to_draft')
      issue.pull.draft = true
      issue.pull.autoMerge = null
    }),
    markPullRequestReadyForReview: change((acting, issue) => {
      if (issue.pull.draft) record(acting, issue, 'ready_for_review')
      issue.pull.draft = false
    }),
  }
}
