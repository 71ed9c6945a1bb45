import { refusalFor } from '../access.ts'
import { notFound, RestError } from '../errors.ts'
import { paginate } from './paging.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { loginShape } from './shapes/users.ts'

export const teamRoutes: RestRoutes = {
  'teams/list-members-in-org': {
    needs: [],
    handle(call) {
      const { items, headers } = paginate(call, members(call))
      return { status: 200, headers, json: items.map((login) => loginShape(call.double, call.urls, login)) }
    },
  },
  'teams/get-membership-for-user-in-org': {
    needs: [],
    handle(call) {
      const { org, team_slug: slug, username } = call.path
      if (!members(call).some((login) => login.toLowerCase() === username?.toLowerCase())) throw notFound()
      return {
        status: 200,
        json: { url: `${call.urls.rest}/orgs/${org}/teams/${slug}/memberships/${username}`, role: 'member', state: 'active' },
      }
    },
  },
}

/** A workflow's own token can never see teams; an App's needs `members: read`. @throws RestError */
function members({ double, token, path }: RestCall): string[] {
  if (token === null) throw new RestError(401, 'Requires authentication')
  if (token.kind === 'actions' || (token.kind === 'installation' && token.permissions['members'] === undefined))
    throw new RestError(403, refusalFor(token))
  const found = double.state.teams[`${path['org']}/${path['team_slug']}`]
  if (found === undefined) throw notFound()
  return found
}
