import { fullName } from '../../context.ts'
import { nodeId } from '../../node-id.ts'
import { associationOf } from '../../rest/shapes/issues.ts'
import type { Comment, Issue, Label, Milestone, Repository } from '../../state.ts'
import { connection, type PageArgs } from '../connection.ts'
import type { GraphContext, Node } from '../context.ts'
import { repositoryNode } from './repositories.ts'
import { timelineConnection } from './timeline.ts'
import { actorNode } from './users.ts'

export function labelNode(context: GraphContext, repo: Repository, label: Label): Node {
  return {
    __typename: 'Label',
    id: nodeId('LA', label.id),
    name: label.name,
    color: label.color,
    description: label.description,
    isDefault: false,
    url: `${context.urls.html}/${fullName(repo)}/labels/${encodeURIComponent(label.name)}`,
    repository: () => repositoryNode(context, repo),
  }
}

export function labelsConnection(context: GraphContext, repo: Repository, labels: readonly Label[], args: PageArgs): Node {
  return connection('labels', args, labels, (label) => labelNode(context, repo, label))
}

export function milestoneNode(context: GraphContext, repo: Repository, milestone: Milestone): Node {
  return {
    __typename: 'Milestone',
    id: nodeId('MI', milestone.id),
    number: milestone.number,
    title: milestone.title,
    state: milestone.state.toUpperCase(),
    url: `${context.urls.html}/${fullName(repo)}/milestone/${milestone.number}`,
  }
}

/** What issues and pull requests have in common. */
export function issueCommon(context: GraphContext, repo: Repository, issue: Issue): Node {
  const url = `${context.urls.html}/${fullName(repo)}/${issue.pull === undefined ? 'issues' : 'pull'}/${issue.number}`
  return {
    id: nodeId(issue.pull === undefined ? 'I' : 'PR', issue.id),
    databaseId: issue.id,
    fullDatabaseId: String(issue.id),
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    bodyText: issue.body ?? '',
    url,
    resourcePath: new URL(url).pathname,
    viewerDidAuthor: issue.author === context.actor.login,
    editor: () => (issue.editor === undefined ? null : actorNode(context, issue.editor)),
    closed: issue.state === 'closed',
    locked: false,
    createdAt: issue.createdAt,
    updatedAt: issue.updatedAt,
    closedAt: issue.closedAt,
    author: () => actorNode(context, issue.author),
    authorAssociation: associationOf(repo, issue.author),
    repository: () => repositoryNode(context, repo),
    labels: (args: PageArgs) =>
      labelsConnection(
        context,
        repo,
        repo.labels.filter((label) => issue.labels.includes(label.name)),
        args,
      ),
    assignees: (args: PageArgs) => connection('assignees', args, issue.assignees, (login) => actorNode(context, login)),
    milestone: () => {
      const found = repo.milestones.find((one) => one.number === issue.milestone)
      return found === undefined ? null : milestoneNode(context, repo, found)
    },
    comments: (args: PageArgs) => connection('comments', args, issue.comments, (comment) => commentNode(context, repo, issue, comment)),
    timelineItems: (args: PageArgs & { itemTypes?: string[] | null }) => timelineConnection(context, repo, issue, args),
  }
}

export function issueNode(context: GraphContext, repo: Repository, issue: Issue): Node {
  return {
    __typename: 'Issue',
    ...issueCommon(context, repo, issue),
    state: issue.state.toUpperCase(),
    stateReason: () => issue.stateReason?.toUpperCase() ?? null,
  }
}

export function commentNode(context: GraphContext, repo: Repository, issue: Issue, comment: Comment): Node {
  const kind = issue.pull === undefined ? 'issues' : 'pull'
  return {
    __typename: 'IssueComment',
    id: nodeId('IC', comment.id),
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    body: comment.body,
    bodyText: comment.body,
    author: () => actorNode(context, comment.author),
    authorAssociation: associationOf(repo, comment.author),
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    url: `${context.urls.html}/${fullName(repo)}/${kind}/${issue.number}#issuecomment-${comment.id}`,
    viewerDidAuthor: comment.author === context.actor.login,
    isMinimized: false,
  }
}
