import { canSee } from '../access.ts'
import { fullName, nextId, userOf } from '../context.ts'
import { notFound, RestError } from '../errors.ts'
import { isoSeconds } from '../git/objects.ts'
import type { App, Level, Repository, Token } from '../state.ts'
import { paginate } from './paging.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { appShape } from './shapes/checks.ts'
import { repositoryShape } from './shapes/repositories.ts'
import { loginShape } from './shapes/users.ts'

/** The App that signs in with its own key, and its installations: one for each owner of repositories. */
export const appRoutes: RestRoutes = {
  'apps/get-authenticated': {
    needs: [],
    handle: (call) => ({
      status: 200,
      json: { ...appShape(call, requireApp(call).slug), id: requireApp(call).id, permissions: requireApp(call).permissions },
    }),
  },
  'apps/list-installations': { needs: [], handle: list },
  'apps/get-repo-installation': { needs: [], handle: ofRepository, open: true },
  'apps/create-installation-access-token': { needs: [], handle: createToken },
  'apps/list-repos-accessible-to-installation': { needs: [], handle: accessible },
}

const hour = 3_600_000

function requireApp({ token, double }: RestCall): App {
  if (token?.kind !== 'app' || double.state.app === undefined) throw new RestError(401, 'A JSON web token could not be decoded')
  return double.state.app
}

function owners(call: RestCall): string[] {
  return [...new Set(call.double.state.repositories.filter((repo) => !repo.light).map((repo) => repo.owner))]
}

function installationShape(call: RestCall, app: App, owner: string): Record<string, unknown> {
  const { double, urls } = call
  const { id, type } = userOf(double.state, owner)
  const at = '2020-01-01T00:00:00Z'
  return {
    id,
    account: loginShape(double, urls, owner),
    repository_selection: 'all',
    access_tokens_url: `${urls.rest}/app/installations/${id}/access_tokens`,
    repositories_url: `${urls.rest}/installation/repositories`,
    html_url: `${urls.html}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: id,
    target_type: type === 'Organization' ? 'Organization' : 'User',
    permissions: app.permissions,
    events: [],
    created_at: at,
    updated_at: at,
    single_file_name: null,
    suspended_by: null,
    suspended_at: null,
  }
}

function list(call: RestCall) {
  const app = requireApp(call)
  const { items, headers } = paginate(call, owners(call))
  return { status: 200, headers, json: items.map((owner) => installationShape(call, app, owner)) }
}

function ofRepository(call: RestCall) {
  return { status: 200, json: installationShape(call, requireApp(call), call.repo.owner) }
}

/** A token for an hour, for all repositories of the owner or some, with all permissions of the App or fewer. */
function createToken(call: RestCall) {
  const app = requireApp(call)
  const { double, urls } = call
  const owner = owners(call).find((login) => userOf(double.state, login).id === Number(call.path['installation_id']))
  if (owner === undefined) throw notFound()
  const { repositories: names, repository_ids: ids, permissions: wanted } = call.body
  const own = double.state.repositories.filter((repo) => repo.owner === owner && !repo.light)
  const asked = [names, ids].find((list) => Array.isArray(list))
  const chosen = asked === undefined ? own : own.filter((repo) => asked.includes(repo.name) || asked.includes(repo.id))
  if (asked !== undefined && chosen.length < asked.length)
    throw new RestError(422, 'There is at least one repository that does not exist or is not accessible to the parent installation.')
  const token: Token = {
    token: `ghs_double${nextId(double)}`,
    login: `${app.slug}[bot]`,
    kind: 'installation',
    permissions: typeof wanted === 'object' && wanted !== null ? granted(app, wanted) : app.permissions,
    repositories: chosen.map(fullName),
    limits: { core: 5000, graphql: 5000 },
  }
  double.state.tokens.push(token)
  const json = {
    token: token.token,
    // By the real clock: clients compare it with theirs.
    expires_at: isoSeconds(Date.now() + hour),
    permissions: token.permissions,
    repository_selection: asked === undefined ? 'all' : 'selected',
    ...(asked !== undefined ? { repositories: chosen.map((repo: Repository) => repositoryShape(double, urls, repo)) } : {}),
  }
  return { status: 201, json }
}

function granted(app: App, wanted: object): Record<string, Level> {
  const given: Record<string, Level> = {}
  for (const [name, level] of Object.entries(wanted)) {
    const own = app.permissions[name]
    if (own === undefined || (level === 'write' && own === 'read'))
      throw new RestError(422, 'The permissions requested are not granted to this installation.')
    given[name] = level === 'write' ? 'write' : 'read'
  }
  return given
}

function accessible(call: RestCall) {
  const { token, double, urls } = call
  if (token === null) throw new RestError(401, 'Requires authentication')
  if (token.kind !== 'installation' && token.kind !== 'actions') {
    throw new RestError(403, 'You must authenticate with an installation access token in order to list repositories for an installation.')
  }
  const all = double.state.repositories.filter(
    (repo) => !repo.light && canSee(token, repo) && (token.repositories?.includes(fullName(repo)) ?? true),
  )
  const { items, headers } = paginate(call, all)
  return { status: 200, headers, json: { total_count: all.length, repositories: items.map((repo) => repositoryShape(double, urls, repo)) } }
}
