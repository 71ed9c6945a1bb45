import type { Answer, WireRequest } from '../server/answer.ts'
import type { ParsedWorld } from '../world.ts'
import { buildImage, indexType, type StoredImage, type StoredManifest } from './manifests.ts'

/** The registry face: answers below `/v2/` and `/token`. */
export interface OciRegistry {
  /** Adds images; one that is there is replaced. */
  add(images: ParsedWorld['images']): void
  handle(request: WireRequest): Promise<Answer>
}

interface Registry {
  images: StoredImage[]
  options: ParsedWorld['registry']
}

/** An OCI registry to read from: token dance, tag lists in pages, indexes, manifests and configurations. */
export function createOciRegistry(images: ParsedWorld['images'], options: ParsedWorld['registry']): OciRegistry {
  const registry: Registry = { images: images.map(buildImage), options }
  return {
    add(more) {
      for (const image of more.map(buildImage)) registry.images = [...registry.images.filter((one) => one.name !== image.name), image]
    },
    handle: async (request) => serve(registry, request),
  }
}

function failure(status: number, code: string, message: string): Answer {
  return { status, headers: version, json: { errors: [{ code, message, detail: null }] } }
}

const version = { 'docker-distribution-api-version': 'registry/2.0' }

function serve(registry: Registry, request: WireRequest): Answer {
  if (request.path === '/token') return token(registry, request)
  if (request.method !== 'GET' && request.method !== 'HEAD') return failure(405, 'UNSUPPORTED', 'The operation is unsupported.')
  const found = /^\/v2\/(.+)\/(tags\/list|manifests\/[^/]+|blobs\/[^/]+)$/.exec(request.path)
  const name = found?.[1] ?? ''
  if (!mayPull(request, name)) return challenge(request, name)
  if (request.path === '/v2/' || request.path === '/v2') return { status: 200, headers: version, json: {} }
  const image = registry.images.find((one) => one.name === name)
  if (found === null || image === undefined) return failure(404, 'NAME_UNKNOWN', 'repository name not known to registry')
  const [kind, reference = ''] = (found[2] ?? '').split('/')
  if (kind === 'tags') return tags(registry, image, request)
  return kind === 'manifests' ? manifest(image, decodeURIComponent(reference), request) : blob(image, reference)
}

/** A token holds what it is good for; without one everything is answered with the challenge. */
function mayPull({ headers }: WireRequest, name: string): boolean {
  const given = /^bearer\s+(\S+)$/i.exec(headers['authorization'] ?? '')?.[1]
  if (given === undefined) return false
  const scopes = Buffer.from(given, 'base64url').toString().split(' ')
  return name === '' || scopes.includes(`repository:${name}:pull`)
}

function challenge({ origin }: WireRequest, name: string): Answer {
  const scope = name === '' ? '' : `,scope="repository:${name}:pull"`
  const headers = { ...version, 'www-authenticate': `Bearer realm="${origin}/token",service="registry.double"${scope}` }
  return { status: 401, headers, json: { errors: [{ code: 'UNAUTHORIZED', message: 'authentication required', detail: null }] } }
}

function token({ options }: Registry, { query, headers }: WireRequest): Answer {
  if (!options.anonymous && headers['authorization'] === undefined) return failure(401, 'UNAUTHORIZED', 'authentication required')
  const scopes = query.getAll('scope').flatMap((scope) => scope.split(' '))
  const pulls = scopes.flatMap((scope) => {
    const found = /^repository:(.+):([a-z,*]+)$/.exec(scope)
    return found === null || !(found[2] ?? '').split(',').some((action) => action === 'pull' || action === '*')
      ? []
      : [`repository:${found[1]}:pull`]
  })
  // `none` keeps the token from being empty where no scope was asked.
  const text = Buffer.from(pulls.length === 0 ? 'none' : pulls.join(' ')).toString('base64url')
  return { status: 200, json: { token: text, access_token: text, expires_in: 300, issued_at: '2026-01-01T00:00:00Z' } }
}

function tags({ options }: Registry, image: StoredImage, { query }: WireRequest): Answer {
  const all = image.tags.map((tag) => tag.name)
  const size = Math.min(Number(query.get('n') ?? options.pageSize) || options.pageSize, options.pageSize)
  const last = query.get('last')
  const start = last === null ? 0 : all.indexOf(last) + 1
  const page = all.slice(start, start + size)
  const more = start + size < all.length
  // A relative address, as most registries give it.
  const link = `</v2/${image.name}/tags/list?last=${encodeURIComponent(page.at(-1) ?? '')}&n=${size}>; rel="next"`
  return { status: 200, headers: { ...version, ...(more ? { link } : {}) }, json: { name: image.name, tags: page } }
}

function manifest(image: StoredImage, reference: string, request: WireRequest): Answer {
  const found: StoredManifest | undefined = reference.startsWith('sha256:')
    ? image.byDigest.get(reference)
    : image.tags.findLast((tag) => tag.name === reference)?.manifest
  if (found === undefined) return failure(404, 'MANIFEST_UNKNOWN', 'manifest unknown')
  const accept = request.headers['accept'] ?? '*/*'
  // Some registries fall back to one platform; this is the stricter kind.
  if (found.type === indexType && !accept.includes('*/*') && !accept.includes(indexType)) {
    return failure(404, 'MANIFEST_UNKNOWN', 'OCI index found, but Accept header does not support OCI indexes')
  }
  return {
    status: 200,
    headers: { ...version, 'docker-content-digest': found.digest, etag: `"${found.digest}"` },
    raw: found.body,
    contentType: found.type,
  }
}

function blob(image: StoredImage, digest: string): Answer {
  const body = image.blobs.get(digest)
  if (body === undefined) return failure(404, 'BLOB_UNKNOWN', 'blob unknown to registry')
  return { status: 200, headers: { ...version, 'docker-content-digest': digest }, raw: body, contentType: 'application/octet-stream' }
}
