import { canSee } from '../access.ts'
import { userOf } from '../context.ts'
import { notFound, RestError } from '../errors.ts'
import { searchIssues } from '../graphql/search.ts'
import { paginate } from './paging.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { issueShape } from './shapes/issues.ts'
import { repositoryShape } from './shapes/repositories.ts'
import { loginShape, userShape } from './shapes/users.ts'

/** What is not of one repository: the caller, the limits, the installation, the search. */
export const metaRoutes: RestRoutes = {
  'users/get-authenticated': { needs: [], handle: user },
  'rate-limit/get': { needs: [], handle: rateLimit },
  'apps/get-repo-installation': { needs: ['metadata:read'], handle: installation },
  'apps/list-repos-accessible-to-installation': { needs: [], handle: accessible },
  'search/issues-and-pull-requests': { needs: [], handle: search },
}

/** An App's token has no user: asking for one is refused. */
function user(call: RestCall) {
  if (call.token === null) throw new RestError(401, 'Requires authentication')
  if (call.token.kind === 'installation' || call.token.kind === 'actions')
    throw new RestError(403, 'Resource not accessible by integration')
  const me = userOf(call.double.state, call.token.login)
  const at = '2020-01-01T00:00:00Z'
  const json = {
    ...userShape(call.urls, me),
    name: me.name,
    company: null,
    blog: '',
    location: null,
    email: me.email,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: at,
    updated_at: at,
    user_view_type: 'public',
  }
  return { status: 200, json }
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

function installation(call: RestCall) {
  const { double, urls, repo } = call
  const token = double.state.tokens.find((one) => one.kind === 'installation')
  if (token === undefined) throw notFound()
  const at = '2020-01-01T00:00:00Z'
  const { login } = token
  const json = {
    id: 70001,
    account: loginShape(double, urls, repo.owner),
    repository_selection: token.repositories === undefined ? 'all' : 'selected',
    access_tokens_url: `${urls.rest}/app/installations/70001/access_tokens`,
    repositories_url: `${urls.rest}/installation/repositories`,
    html_url: `${urls.html}/settings/installations/70001`,
    app_id: 90001,
    app_slug: login.replace(/\[bot\]$/, ''),
    target_id: userOf(double.state, repo.owner).id,
    target_type: 'User',
    permissions: token.permissions,
    events: [],
    created_at: at,
    updated_at: at,
    single_file_name: null,
    suspended_by: null,
    suspended_at: null,
  }
  return { status: 200, json }
}

function accessible(call: RestCall) {
  const { token, double, urls } = call
  if (token === null) throw new RestError(401, 'Requires authentication')
  if (token.kind !== 'installation' && token.kind !== 'actions')
    throw new RestError(403, 'You must authenticate with an installation access token in order to list repositories for an installation.')
  const all = double.state.repositories.filter(
    (repo) =>
      !repo.light && canSee(token, repo) && (token.repositories === undefined || token.repositories.includes(`${repo.owner}/${repo.name}`)),
  )
  const { items, headers } = paginate(call, all)
  return { status: 200, headers, json: { total_count: all.length, repositories: items.map((repo) => repositoryShape(double, urls, repo)) } }
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
