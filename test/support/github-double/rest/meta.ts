import { userOf } from '../context.ts'
import { notFound, RestError } from '../errors.ts'
import { searchIssues } from '../graphql/search.ts'
import type { User } from '../state.ts'
import { paginate } from './paging.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { issueShape } from './shapes/issues.ts'
import { userShape } from './shapes/users.ts'

/** What is not of one repository: the caller, the limits, users, the search. */
export const metaRoutes: RestRoutes = {
  'users/get-authenticated': { needs: [], handle: user },
  'rate-limit/get': { needs: [], handle: rateLimit },
  'users/get-by-username': { needs: [], handle: byName },
  'search/issues-and-pull-requests': { needs: [], handle: search },
}

/** An App's token has no user: asking for one is refused. */
function user(call: RestCall) {
  if (call.token === null) throw new RestError(401, 'Requires authentication')
  if (call.token.kind === 'installation' || call.token.kind === 'actions')
    throw new RestError(403, 'Resource not accessible by integration')
  return { status: 200, json: publicUser(call, userOf(call.double.state, call.token.login)) }
}

function byName(call: RestCall) {
  const found = call.double.state.users.find((one) => one.login.toLowerCase() === (call.path['username'] ?? '').toLowerCase())
  if (found === undefined) throw notFound()
  return { status: 200, json: publicUser(call, found) }
}

/** `public-user` */
function publicUser({ urls }: RestCall, one: User): Record<string, unknown> {
  const at = '2020-01-01T00:00:00Z'
  const nothing = {
    company: null,
    blog: '',
    location: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
  }
  return { ...userShape(urls, one), name: one.name, email: one.email, ...nothing, created_at: at, updated_at: at, user_view_type: 'public' }
}

function rateLimit({ double, token }: RestCall) {
  const shape = (resource: 'core' | 'graphql') => {
    const { limit, used, reset } = double.limits.bucket(token, resource)
    return { limit, used, remaining: Math.max(0, limit - used), reset: Math.floor(reset / 1000) }
  }
  const core = shape('core')
  const search = { limit: 30, used: 0, remaining: 30, reset: core.reset }
  return { status: 200, json: { resources: { core, search, graphql: shape('graphql') }, rate: core } }
}

function search(call: RestCall) {
  const found = searchIssues(call.double.state, call.token, String(call.query['q']), 'ISSUE').slice(0, 1000)
  const { items, headers } = paginate(call, found)
  const json = {
    total_count: found.length,
    incomplete_results: false,
    search_type: 'lexical',
    items: items.flatMap(({ repo, issue }) => (issue === undefined ? [] : [{ ...issueShape({ ...call, repo }, issue), score: 1 }])),
  }
  return { status: 200, headers, json }
}
