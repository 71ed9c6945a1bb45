import { canSee } from '../access.ts'
import { isPull, type PullIssue } from '../domain/pull-lifecycle.ts'
import { nodeId, parseNodeId } from '../node-id.ts'
import type { Issue, Label, Repository } from '../state.ts'
import type { GraphContext, Node } from './context.ts'
import { graphError } from './errors.ts'
import { objectNode } from './objects/git.ts'
import { commentNode, issueNode, labelNode } from './objects/issues.ts'
import { pullNode } from './objects/pulls.ts'
import { refNode } from './objects/ref.ts'
import { releaseNode } from './objects/releases.ts'
import { repositoryNode } from './objects/repositories.ts'
import { userNode } from './objects/users.ts'

function unknown(id: string): Error {
  return graphError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`)
}

function visible(context: GraphContext): Repository[] {
  return context.double.state.repositories.filter((repo) => canSee(context.token, repo))
}

/** @throws GraphQLError NOT_FOUND */
export function repositoryById(context: GraphContext, id: string): Repository {
  const repo = visible(context).find((one) => nodeId('R', one.id) === id)
  if (repo === undefined) throw unknown(id)
  return repo
}

/** An issue or pull request by its node id. @throws GraphQLError NOT_FOUND */
export function issueById(context: GraphContext, id: string): { repo: Repository; issue: Issue } {
  for (const repo of visible(context)) {
    const issue = repo.issues.find((one) => nodeId(one.pull === undefined ? 'I' : 'PR', one.id) === id)
    if (issue !== undefined) return { repo, issue }
  }
  throw unknown(id)
}

/** @throws GraphQLError NOT_FOUND */
export function pullById(context: GraphContext, id: string): { repo: Repository; issue: PullIssue } {
  const { repo, issue } = issueById(context, id)
  if (!isPull(issue)) throw unknown(id)
  return { repo, issue }
}

/** @throws GraphQLError NOT_FOUND */
export function labelById(context: GraphContext, id: string): { repo: Repository; label: Label } {
  for (const repo of visible(context)) {
    const label = repo.labels.find((one) => nodeId('LA', one.id) === id)
    if (label !== undefined) return { repo, label }
  }
  throw unknown(id)
}

/** Repository and full name of a ref. @throws GraphQLError NOT_FOUND */
export function refById(context: GraphContext, id: string): { repo: Repository; name: string } {
  const [repoId = '', name = ''] = parseNodeId(id)?.kind === 'REF' ? (parseNodeId(id)?.parts ?? []) : []
  const repo = visible(context).find((one) => String(one.id) === repoId)
  if (repo === undefined) throw unknown(id)
  return { repo, name }
}

export async function nodeById(context: GraphContext, id: string): Promise<Node | null> {
  const parsed = parseNodeId(id)
  if (parsed === null) throw unknown(id)
  const found = await resolve(context, id, parsed.kind, parsed.parts)
  if (found === null) throw unknown(id)
  return found
}

async function resolve(context: GraphContext, id: string, kind: string, parts: readonly string[]): Promise<Node | null> {
  if (kind === 'R') return repositoryNode(context, repositoryById(context, id))
  if (kind === 'PR') {
    const { repo, issue } = pullById(context, id)
    return pullNode(context, repo, issue)
  }
  if (kind === 'I') {
    const { repo, issue } = issueById(context, id)
    return issueNode(context, repo, issue)
  }
  if (kind === 'LA') {
    const { repo, label } = labelById(context, id)
    return labelNode(context, repo, label)
  }
  if (kind === 'REF') {
    const { repo, name } = refById(context, id)
    const ref = await repo.git.ref(name)
    return ref === null ? null : refNode(context, repo, ref)
  }
  if (kind === 'U') {
    const user = context.double.state.users.find((one) => String(one.id) === parts[0])
    return user === undefined ? null : userNode(context, user)
  }
  return inRepositories(context, kind, parts)
}

async function inRepositories(context: GraphContext, kind: string, parts: readonly string[]): Promise<Node | null> {
  for (const repo of visible(context)) {
    if (['C', 'T', 'B', 'TAG'].includes(kind) && String(repo.id) === parts[0]) return objectNode(context, repo, parts[1] ?? '')
    const release = kind === 'RE' ? repo.releases.find((one) => String(one.id) === parts[0]) : undefined
    if (release !== undefined) return releaseNode(context, repo, release)
    if (kind !== 'IC') continue
    for (const issue of repo.issues) {
      const comment = issue.comments.find((one) => String(one.id) === parts[0])
      if (comment !== undefined) return commentNode(context, repo, issue, comment)
    }
  }
  return null
}
