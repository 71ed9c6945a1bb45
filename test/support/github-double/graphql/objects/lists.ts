import { isPull, type PullIssue } from '../../domain/pull-lifecycle.ts'
import type { Issue, Repository } from '../../state.ts'
import { connection, type PageArgs } from '../connection.ts'
import { type GraphContext, type Node, need } from '../context.ts'
import { issueNode } from './issues.ts'
import { pullNode, pullState } from './pulls.ts'

interface Order {
  orderBy?: { field: string; direction: 'ASC' | 'DESC' } | null
}

export type PullArgs = PageArgs &
  Order & { states?: string[] | null; headRefName?: string | null; baseRefName?: string | null; labels?: string[] | null }

export type IssueArgs = PageArgs &
  Order & { states?: string[] | null; labels?: string[] | null; filterBy?: { createdBy?: string | null; labels?: string[] | null } | null }

/** Oldest first unless told. */
function sort<T extends Issue>(issues: T[], { orderBy }: Order): T[] {
  const key = (issue: Issue) => (orderBy?.field === 'UPDATED_AT' ? issue.updatedAt : issue.createdAt)
  const sorted = issues.sort((a, b) => key(a).localeCompare(key(b)) || a.number - b.number)
  return orderBy?.direction === 'DESC' ? sorted.reverse() : sorted
}

function labelled(issue: Issue, labels: string[] | null | undefined): boolean {
  // Several labels: any of them, unlike REST, where all are wanted.
  return labels == null || labels.some((name) => issue.labels.includes(name))
}

/** Pull requests of a repository, or those of them that `among` lets through. */
export function pullsConnection(context: GraphContext, repo: Repository, args: PullArgs, among?: (issue: PullIssue) => boolean): Node {
  need(context, repo, 'pull_requests:read')
  const shown = repo.issues.filter(isPull).filter((issue) => {
    if (among?.(issue) === false) return false
    if (args.states != null && !args.states.includes(pullState(issue))) return false
    if (args.headRefName != null && issue.pull.headRef !== args.headRefName) return false
    if (args.baseRefName != null && issue.pull.baseRef !== args.baseRefName) return false
    return labelled(issue, args.labels)
  })
  return connection(among === undefined ? 'pullRequests' : 'associatedPullRequests', args, sort(shown, args), (issue) =>
    pullNode(context, repo, issue),
  )
}

export function issuesConnection(context: GraphContext, repo: Repository, args: IssueArgs): Node {
  need(context, repo, 'issues:read')
  const shown = repo.issues.filter((issue) => {
    if (isPull(issue)) return false
    if (args.states != null && !args.states.includes(issue.state.toUpperCase())) return false
    if (args.filterBy?.createdBy != null && args.filterBy.createdBy !== issue.author) return false
    return labelled(issue, args.labels) && labelled(issue, args.filterBy?.labels)
  })
  return connection('issues', args, sort(shown, args), (issue) => issueNode(context, repo, issue))
}
