import { canSee } from '../access.ts'
import { findRepository } from '../context.ts'
import { isPull } from '../domain/pull-lifecycle.ts'
import type { Repository } from '../state.ts'
import { connection, type PageArgs } from './connection.ts'
import type { GraphContext, Node } from './context.ts'
import { graphError } from './errors.ts'
import { nodeById } from './nodes.ts'
import { issueNode } from './objects/issues.ts'
import { pullNode, viewerNode } from './objects/pulls.ts'
import { repositoryNode } from './objects/repositories.ts'
import { userNode } from './objects/users.ts'
import { searchIssues } from './search.ts'

/** @throws GraphQLError NOT_FOUND, also for a private repository that the token does not reach */
export function repositoryByName(context: GraphContext, owner: string, name: string): Repository {
  const repo = findRepository(context.double.state, owner, name)
  if (repo === undefined || !canSee(context.token, repo)) {
    throw graphError('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`)
  }
  return repo
}

export function queryRoot(context: GraphContext): Node {
  const root: Node = {
    repository: ({ owner, name }: { owner: string; name: string }) => repositoryNode(context, repositoryByName(context, owner, name)),
    viewer: () => viewerNode(context),
    rateLimit: () => ({ __typename: 'RateLimit', ...context.rate }),
    node: ({ id }: { id: string }) => nodeById(context, id),
    nodes: ({ ids }: { ids: string[] }) => {
      if (ids.length > 100) throw graphError('ARGUMENT_LIMIT', `You may not provide more than 100 node ids; you provided ${ids.length}.`)
      // One that is not there is null, with an error of its own beside the others.
      return ids.map((id) => nodeById(context, id))
    },
    user: ({ login }: { login: string }) => {
      const found = context.double.state.users.find((user) => user.type === 'User' && user.login.toLowerCase() === login.toLowerCase())
      if (found === undefined) throw graphError('NOT_FOUND', `Could not resolve to a User with the login of '${login}'.`)
      return userNode(context, found)
    },
    search: (args: PageArgs & { query: string; type: string }) => {
      const found = searchIssues(context.double.state, context.token, args.query, args.type)
      return connection(
        'search',
        args,
        found,
        ({ repo, issue }) =>
          issue === undefined
            ? repositoryNode(context, repo)
            : isPull(issue)
              ? pullNode(context, repo, issue)
              : issueNode(context, repo, issue),
        { issueCount: args.type.startsWith('ISSUE') ? found.length : 0, repositoryCount: args.type === 'REPOSITORY' ? found.length : 0 },
      )
    },
  }
  return { ...root, relay: () => root }
}
