import { signatureOf } from '../context.ts'
import { writable } from '../domain/refs.ts'
import { notFound, RestError } from '../errors.ts'
import type { TagInfo } from '../git/store.ts'
import { nodeId } from '../node-id.ts'
import { paginate } from './paging.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { repositoryUrl } from './shapes/repositories.ts'

export const gitTagRoutes: RestRoutes = {
  'git/get-tag': {
    needs: ['contents:read'],
    async handle(call) {
      const tag = await call.repo.git.tag(call.path['tag_sha'] ?? '')
      if (tag === null) throw notFound()
      return { status: 200, json: tagShape(call, tag) }
    },
  },
  'git/create-tag': { needs: ['contents:write'], handle: create },
  'repos/list-tags': { needs: ['contents:read'], handle: list },
}

function tagShape({ urls, repo }: RestCall, tag: TagInfo) {
  const api = `${repositoryUrl(urls, repo)}/git`
  return {
    node_id: nodeId('TAG', repo.id, tag.sha),
    sha: tag.sha,
    url: `${api}/tags/${tag.sha}`,
    tagger: tag.tagger,
    object: { sha: tag.object, type: tag.type, url: `${api}/${tag.type}s/${tag.object}` },
    tag: tag.tag,
    message: tag.message,
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  }
}

/** Makes the tag's object only; the ref is another request. */
async function create(call: RestCall) {
  const store = writable(call)
  const object = await store.resolve(String(call.body['object']))
  if (object === null || object.type !== call.body['type']) throw new RestError(422, 'Object does not exist')
  const date = call.double.clock.iso()
  const sha = await store.writeTag({
    object: object.sha,
    type: object.type,
    tag: String(call.body['tag']),
    tagger: signatureOf(call.actor, date),
    message: String(call.body['message']),
  })
  const tag = await store.tag(sha)
  if (tag === null) throw new Error(`tag ${sha} is not there`)
  const json = tagShape(call, tag)
  return { status: 201, headers: { location: json.url }, json }
}

/** A list of tags has no dates, and annotated ones show their commit. GitHub's order is by name, backwards; it is not documented. */
async function list(call: RestCall) {
  const refs = (await call.repo.git.refs('refs/tags/')).reverse()
  const { items, headers } = paginate(call, refs)
  const api = repositoryUrl(call.urls, call.repo)
  const json = items.map((ref) => {
    const name = ref.name.replace('refs/tags/', '')
    const sha = ref.peeled ?? ref.sha
    return {
      name,
      zipball_url: `${api}/zipball/${ref.name}`,
      tarball_url: `${api}/tarball/${ref.name}`,
      commit: { sha, url: `${api}/commits/${sha}` },
      node_id: nodeId('REF', call.repo.id, ref.name),
    }
  })
  return { status: 200, headers, json }
}
