import { allowed, refusalFor } from '../../access.ts'
import type { Acting } from '../../context.ts'
import { addLabels, changeLabel, createLabel, deleteLabel, removeLabel } from '../../domain/labels.ts'
import { isPull } from '../../domain/pull-lifecycle.ts'
import { Refusal } from '../../errors.ts'
import type { Issue } from '../../state.ts'
import type { GraphContext, Node } from '../context.ts'
import { issueById, labelById, repositoryById } from '../nodes.ts'
import { issueNode, labelNode } from '../objects/issues.ts'
import { pullNode } from '../objects/pulls.ts'
import { mutation } from './payload.ts'

const write = ['issues:write', 'pull_requests:write']

export function labelMutations(context: GraphContext): Node {
  const labelable = (acting: Acting, issue: Issue) =>
    isPull(issue) ? pullNode(context, acting.repo, issue) : issueNode(context, acting.repo, issue)
  const onIssue = <Input extends { labelableId: string }>(work: (acting: Acting, issue: Issue, input: Input) => void) =>
    mutation(
      context,
      write,
      (input: Input) => issueById(context, input.labelableId).repo,
      (acting, input) => {
        const { issue } = issueById(context, input.labelableId)
        requireFor(acting, issue)
        work(acting, issue, input)
        return { labelable: labelable(acting, issue) }
      },
    )
  const names = (ids: readonly string[]) => ids.map((id) => labelById(context, id).label.name)
  return {
    createLabel: mutation(
      context,
      write,
      (input: { repositoryId: string; name: string; color: string; description?: string | null }) =>
        repositoryById(context, input.repositoryId),
      (acting, input) => {
        if (acting.repo.labels.some((label) => label.name.toLowerCase() === input.name.toLowerCase()))
          throw new Refusal('unprocessable', 'Name has already been taken')
        return { label: labelNode(context, acting.repo, createLabel(acting, input)) }
      },
    ),
    updateLabel: mutation(
      context,
      write,
      (input: { id: string; name?: string | null; color?: string | null; description?: string | null }) =>
        labelById(context, input.id).repo,
      (acting, input) => {
        const { label } = labelById(context, input.id)
        const change = { name: input.name ?? undefined, color: input.color ?? undefined, description: input.description ?? undefined }
        return { label: labelNode(context, acting.repo, changeLabel(acting, label, change)) }
      },
    ),
    deleteLabel: mutation(
      context,
      write,
      (input: { id: string }) => labelById(context, input.id).repo,
      (acting, input) => {
        deleteLabel(acting, labelById(context, input.id).label)
        return {}
      },
    ),
    addLabelsToLabelable: onIssue<{ labelableId: string; labelIds: string[] }>((acting, issue, input) =>
      addLabels(acting, issue, names(input.labelIds)),
    ),
    removeLabelsFromLabelable: onIssue<{ labelableId: string; labelIds: string[] }>((acting, issue, input) => {
      for (const name of names(input.labelIds)) removeLabel(acting, issue, name)
    }),
    clearLabelsFromLabelable: onIssue((acting, issue) => {
      for (const name of [...issue.labels]) removeLabel(acting, issue, name)
    }),
  }
}

/** `issues: write` for issues, `pull_requests: write` for pull requests: the stricter reading, as over REST. @throws Refusal */
export function requireFor({ token, repo }: Acting, issue: Issue): void {
  if (!allowed(token, repo, [issue.pull === undefined ? 'issues:write' : 'pull_requests:write']))
    throw new Refusal('forbidden', refusalFor(token))
}
