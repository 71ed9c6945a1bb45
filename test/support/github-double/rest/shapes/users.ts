import { type DoubleContext, type Urls, userOf } from '../../context.ts'
import { nodeId } from '../../node-id.ts'
import type { User } from '../../state.ts'

/** `simple-user` */
export function userShape(urls: Urls, user: User): Record<string, unknown> {
  const url = `${urls.rest}/users/${encodeURIComponent(user.login)}`
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId('U', user.id),
    avatar_url: `${urls.html}/avatars/${user.id}`,
    gravatar_id: '',
    url,
    html_url: user.type === 'Bot' ? `${urls.html}/apps/${user.login.replace('[bot]', '')}` : `${urls.html}/${user.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    user_view_type: 'public',
    site_admin: false,
  }
}

export function loginShape(double: DoubleContext, urls: Urls, login: string): Record<string, unknown> {
  return userShape(urls, userOf(double.state, login))
}
