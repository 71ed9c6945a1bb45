import { canSee } from '../../access.ts'
import { addComment, changeComment, changeIssue, commentById, createIssue, deleteComment } from '../../domain/issues.ts'
import { isPull } from '../../domain/pull-lifecycle.ts'
import { nodeId } from '../../node-id.ts'
import type { Repository } from '../../state.ts'
import type { GraphContext, Node } from '../context.ts'
import { graphError } from '../errors.ts'
import { issueById, labelById, repositoryById } from '../nodes.ts'
import { commentNode, issueNode } from '../objects/issues.ts'
import { pullNode } from '../objects/pulls.ts'
import { actorNode } from '../objects/users.ts'
import { requireFor } from './labels.ts'
import { mutation } from './payload.ts'

const write = ['issues:write', 'pull_requests:write']

export function issueMutations(context: GraphContext): Node {
  const commentRepo = (id: string): Repository => {
    const repo = context.double.state.repositories.find(
      (one) => canSee(context.token, one) && one.issues.some((issue) => issue.comments.some((comment) => nodeId('IC', comment.id) === id)),
    )
    if (repo === undefined) throw graphError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`)
    return repo
  }
  return {
    createIssue: mutation(
      context,
      ['issues:write'],
      (input: { repositoryId: string; title: string; body?: string | null; labelIds?: string[] | null }) =>
        repositoryById(context, input.repositoryId),
      (acting, input) => {
        const labels = (input.labelIds ?? []).map((id) => labelById(context, id).label.name)
        return { issue: issueNode(context, acting.repo, createIssue(acting, { title: input.title, body: input.body ?? null, labels })) }
      },
    ),
    updateIssue: mutation(
      context,
      ['issues:write'],
      (input: { id: string; title?: string | null; body?: string | null; state?: 'OPEN' | 'CLOSED' | null }) =>
        issueById(context, input.id).repo,
      (acting, input) => {
        const { issue } = issueById(context, input.id)
        changeIssue(acting, issue, {
          title: input.title ?? undefined,
          body: input.body ?? undefined,
          state: input.state == null ? undefined : input.state === 'OPEN' ? 'open' : 'closed',
        })
        return { issue: issueNode(context, acting.repo, issue), actor: actorNode(context, acting.actor.login) }
      },
    ),
    closeIssue: mutation(
      context,
      ['issues:write'],
      (input: { issueId: string }) => issueById(context, input.issueId).repo,
      (acting, input) => {
        const { issue } = issueById(context, input.issueId)
        changeIssue(acting, issue, { state: 'closed' })
        return { issue: issueNode(context, acting.repo, issue) }
      },
    ),
    addComment: mutation(
      context,
      write,
      (input: { subjectId: string; body: string }) => issueById(context, input.subjectId).repo,
      (acting, input) => {
        const { issue } = issueById(context, input.subjectId)
        requireFor(acting, issue)
        const comment = commentNode(context, acting.repo, issue, addComment(acting, issue, input.body))
        const subject = isPull(issue) ? pullNode(context, acting.repo, issue) : issueNode(context, acting.repo, issue)
        return { subject, commentEdge: { node: comment, cursor: '' } }
      },
    ),
    updateIssueComment: mutation(
      context,
      write,
      (input: { id: string; body: string }) => commentRepo(input.id),
      (acting, input) => {
        const { issue, comment } = commentById(acting, (one) => nodeId('IC', one.id) === input.id)
        requireFor(acting, issue)
        changeComment(acting, comment, input.body)
        return { issueComment: commentNode(context, acting.repo, issue, comment) }
      },
    ),
    deleteIssueComment: mutation(
      context,
      write,
      (input: { id: string }) => commentRepo(input.id),
      (acting, input) => {
        const { issue, comment } = commentById(acting, (one) => nodeId('IC', one.id) === input.id)
        requireFor(acting, issue)
        deleteComment(issue, comment)
        return {}
      },
    ),
  }
}
