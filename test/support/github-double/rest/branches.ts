import { fullName } from '../context.ts'
import { RestError } from '../errors.ts'
import type { Ref } from '../git/store.ts'
import { paginate } from './paging.ts'
import { commitOf } from './revision.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { commitShape } from './shapes/commits.ts'
import { repositoryUrl } from './shapes/repositories.ts'

export const branchRoutes: RestRoutes = {
  'repos/list-branches': { needs: ['contents:read'], handle: list },
  'repos/get-branch': { needs: ['contents:read'], handle: get },
}

async function list(call: RestCall) {
  const wanted = call.query['protected']
  const refs = (await call.repo.git.refs('refs/heads/')).filter((ref) => wanted === undefined || wanted === isProtected(call, ref))
  const { items, headers } = paginate(call, refs)
  const api = repositoryUrl(call.urls, call.repo)
  const json = items.map((ref) => ({
    name: nameOf(ref),
    commit: { sha: ref.sha, url: `${api}/commits/${ref.sha}` },
    protected: isProtected(call, ref),
  }))
  return { status: 200, headers, json }
}

function nameOf(ref: Ref): string {
  return ref.name.replace('refs/heads/', '')
}

function isProtected({ repo }: RestCall, ref: Ref): boolean {
  return repo.protections[nameOf(ref)] !== undefined
}

async function get(call: RestCall) {
  const name = call.path['branch'] ?? ''
  const ref = await call.repo.git.ref(`refs/heads/${name}`)
  if (ref === null) throw new RestError(404, 'Branch not found')
  const url = `${repositoryUrl(call.urls, call.repo)}/branches/${encodeURIComponent(name)}`
  const contexts = call.repo.protections[name]?.requiredChecks ?? []
  return {
    status: 200,
    json: {
      name,
      commit: commitShape(call, await commitOf(call, ref.sha)),
      _links: { self: url, html: `${call.urls.html}/${fullName(call.repo)}/tree/${name}` },
      protected: isProtected(call, ref),
      protection: {
        enabled: isProtected(call, ref),
        required_status_checks: {
          enforcement_level: contexts.length === 0 ? 'off' : 'everyone',
          contexts,
          checks: contexts.map((context) => ({ context, app_id: null })),
        },
      },
      protection_url: `${url}/protection`,
    },
  }
}
