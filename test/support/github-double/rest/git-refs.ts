import { createRef, deleteRef, updateRef } from '../domain/refs.ts'
import { notFound } from '../errors.ts'
import type { Ref } from '../git/store.ts'
import { nodeId } from '../node-id.ts'
import { paginate } from './paging.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { repositoryUrl } from './shapes/repositories.ts'

export const gitRefRoutes: RestRoutes = {
  'git/get-ref': { needs: ['contents:read'], handle: get },
  'git/list-matching-refs': { needs: ['contents:read'], handle: matching },
  'git/create-ref': { needs: ['contents:write'], handle: create },
  'git/update-ref': { needs: ['contents:write'], handle: update },
  'git/delete-ref': {
    needs: ['contents:write'],
    async handle(call) {
      await deleteRef(call, `refs/${call.path['ref']}`)
      return { status: 204 }
    },
  },
}

function refShape({ urls, repo }: RestCall, ref: Ref): Record<string, unknown> {
  const url = repositoryUrl(urls, repo)
  return {
    ref: ref.name,
    node_id: nodeId('REF', repo.id, ref.name),
    url: `${url}/git/${ref.name}`,
    object: { sha: ref.sha, type: ref.type, url: `${url}/git/${ref.type}s/${ref.sha}` },
  }
}

async function get(call: RestCall) {
  const ref = await call.repo.git.ref(`refs/${call.path['ref']}`)
  if (ref === null) throw notFound()
  return { status: 200, json: refShape(call, ref) }
}

/** A prefix search: `heads/v1` also finds `heads/v10`. */
async function matching(call: RestCall) {
  const { items, headers } = paginate(call, await call.repo.git.refs(`refs/${call.path['ref']}`))
  return { status: 200, headers, json: items.map((ref) => refShape(call, ref)) }
}

async function create(call: RestCall) {
  const ref = await createRef(call, String(call.body['ref']), String(call.body['sha']))
  const json = refShape(call, ref)
  return { status: 201, headers: { location: String(json['url']) }, json }
}

async function update(call: RestCall) {
  const ref = await updateRef(call, `refs/${call.path['ref']}`, String(call.body['sha']), call.body['force'] === true)
  return { status: 200, json: refShape(call, ref) }
}
