import type { Urls } from '../context.ts'
import type { WireRequest } from './answer.ts'
import { isDownload } from './downloads.ts'
import { isAdvertisement } from './git-advertisement.ts'

export interface Face {
  kind: 'rest' | 'graphql' | 'oci' | 'osv' | 'other' | 'own'
  /** Path below the face's root. */
  path: string
  urls: Urls
}

/**
 * Which part of the server a request is for. REST and GraphQL stand at both addresses: `/` and `/graphql` as on github.com, `/api/v3` and
 * `/api/graphql` as on GitHub Enterprise Server; links in the answer lead back the same way.
 */
export function faceOf({ path, origin }: WireRequest): Face {
  const enterprise = path.startsWith('/api/')
  const urls: Urls = {
    rest: enterprise ? `${origin}/api/v3` : origin,
    html: origin,
    graphql: enterprise ? `${origin}/api/graphql` : `${origin}/graphql`,
    upload: enterprise ? `${origin}/api/uploads` : origin,
  }
  if (path.startsWith('/_double/')) return { kind: 'own', path, urls }
  if (path === '/v2' || path.startsWith('/v2/') || path === '/token') return { kind: 'oci', path, urls }
  if (path === '/v1/querybatch' || path.startsWith('/v1/vulns/')) return { kind: 'osv', path, urls }
  if (isDownload(path) || isAdvertisement(path)) return { kind: 'other', path, urls }
  if (path === '/graphql' || path === '/api/graphql') return { kind: 'graphql', path, urls }
  for (const root of ['/api/v3', '/api/uploads']) {
    if (path === root || path.startsWith(`${root}/`)) return { kind: 'rest', path: path.slice(root.length) || '/', urls }
  }
  return enterprise ? { kind: 'other', path, urls } : { kind: 'rest', path, urls }
}
