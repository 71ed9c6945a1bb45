import { nextId } from '../context.ts'
import { addComment, changeComment, commentById, deleteComment } from '../domain/issues.ts'
import { nodeId } from '../node-id.ts'
import type { Comment } from '../state.ts'
import { issueOf, requireIssuePermission } from './issue-access.ts'
import { paginate } from './paging.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { commentShape } from './shapes/issues.ts'
import { loginShape } from './shapes/users.ts'

const read = ['issues:read', 'pull_requests:read']
const write = ['issues:write', 'pull_requests:write']

export const commentRoutes: RestRoutes = {
  'issues/list-comments': {
    needs: read,
    handle(call) {
      const issue = issueOf(call)
      const { items, headers } = paginate(call, since(call, issue.comments))
      return { status: 200, headers, json: items.map((comment) => commentShape(call, issue, comment)) }
    },
  },
  'issues/list-comments-for-repo': {
    needs: read,
    handle(call) {
      const all = call.repo.issues.flatMap((issue) => since(call, issue.comments).map((comment) => ({ issue, comment })))
      all.sort((a, b) => a.comment.id - b.comment.id)
      const { items, headers } = paginate(call, all)
      return { status: 200, headers, json: items.map(({ issue, comment }) => commentShape(call, issue, comment)) }
    },
  },
  'issues/get-comment': {
    needs: read,
    handle(call) {
      const { issue, comment } = found(call)
      return { status: 200, json: commentShape(call, issue, comment) }
    },
  },
  'issues/create-comment': {
    needs: write,
    handle(call) {
      const issue = issueOf(call)
      requireIssuePermission(call, issue)
      const json = commentShape(call, issue, addComment(call, issue, String(call.body['body'])))
      return { status: 201, headers: { location: String(json['url']) }, json }
    },
  },
  'issues/update-comment': {
    needs: write,
    handle(call) {
      const { issue, comment } = found(call)
      requireIssuePermission(call, issue)
      changeComment(call, comment, String(call.body['body']))
      return { status: 200, json: commentShape(call, issue, comment) }
    },
  },
  'issues/delete-comment': {
    needs: write,
    handle(call) {
      const { issue, comment } = found(call)
      requireIssuePermission(call, issue)
      deleteComment(issue, comment)
      return { status: 204 }
    },
  },
  'reactions/create-for-issue-comment': { needs: write, handle: react },
}

function since({ query }: RestCall, comments: readonly Comment[]): Comment[] {
  const from = query['since']
  return comments.filter((comment) => typeof from !== 'string' || comment.updatedAt >= from)
}

function found(call: RestCall) {
  return commentById(call, (comment) => comment.id === Number(call.path['comment_id']))
}

/** 201 for a new reaction, 200 where the same user gave it already. */
function react(call: RestCall) {
  const { comment } = found(call)
  const content = String(call.body['content'])
  const old = comment.reactions.find((one) => one.content === content && one.user === call.actor.login)
  const reaction = old ?? { id: nextId(call.double), content, user: call.actor.login, createdAt: call.double.clock.iso() }
  if (old === undefined) comment.reactions.push(reaction)
  const json = {
    id: reaction.id,
    node_id: nodeId('EV', reaction.id),
    user: loginShape(call.double, call.urls, reaction.user),
    content,
    created_at: reaction.createdAt,
  }
  return { status: old === undefined ? 201 : 200, json }
}
