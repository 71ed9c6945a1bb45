import { userOf } from '../../context.ts'
import { nodeId } from '../../node-id.ts'
import type { User } from '../../state.ts'
import type { GraphContext, Node } from '../context.ts'

/** GraphQL writes an App's login without `[bot]`, REST with it. */
export function userNode({ urls }: GraphContext, user: User): Node {
  const login = user.login.replace(/\[bot\]$/, '')
  const url = user.type === 'Bot' ? `${urls.html}/apps/${login}` : `${urls.html}/${login}`
  return {
    __typename: user.type,
    id: nodeId('U', user.id),
    databaseId: user.id,
    login,
    url,
    resourcePath: new URL(url).pathname,
    avatarUrl: () => `${urls.html}/avatars/${user.id}`,
    ...(user.type === 'User' ? { name: user.name, email: user.email ?? '', isViewer: () => false } : {}),
    ...(user.type === 'Organization' ? { name: user.name, email: user.email } : {}),
  }
}

export function actorNode(context: GraphContext, login: string): Node {
  return userNode(context, userOf(context.double.state, login))
}
