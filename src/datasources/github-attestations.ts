import * as z from 'zod'
import type { Cause } from '../core/model/release.ts'
import { checkWebAddress, isLoopback } from '../core/model/web-address.ts'
import { decodeSnappy } from '../core/text/snappy.ts'
import { fetchJson, fetchText } from './_fetch.ts'
import { endpointsFor, repositoryName } from './_github-endpoints.ts'
import type { DatasourceIo } from './contract.ts'

/** A file that a repository may have attested. */
export interface AttestedFile {
  /** `owner/name`. */
  repository: string
  /** `sha256:` and 64 hex digits. */
  digest: string
  url?: string
}

/** Bundles that speak of some content; none where nobody attested it. */
export type BundlesAnswer = { ok: true; bundles: readonly unknown[] } | { ok: false; cause: Cause }

const listSchema = z.object({
  attestations: z.array(z.object({ bundle: z.unknown().optional(), bundle_url: z.string().nullish() })).max(1000),
})

/** A build has one or two; whoever publishes more is not waited for. */
const MOST_BUNDLES = 30
const MOST_BYTES = 20 * 1024 * 1024
const HEADERS = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' }

/**
 * What GitHub keeps of attestations of these files (https://docs.github.com/en/rest/repos/attestations), by position. A repository that
 * attested nothing answers with an empty list or with 404. Never throws for an upstream's failure.
 */
export function githubAttestations(requests: readonly AttestedFile[], io: DatasourceIo): Promise<BundlesAnswer[]> {
  return Promise.all(requests.map((request) => listOf(request, io)))
}

async function listOf({ repository, digest, url }: AttestedFile, io: DatasourceIo): Promise<BundlesAnswer> {
  const at = repositoryName(repository)
  const what = `attestations of ${repository.slice(0, 200)}`
  const endpoints = endpointsFor(url === undefined ? {} : { url }, 'github-releases', io)
  if (!('rest' in endpoints)) return { ok: false, cause: endpoints }
  if (at === null || !/^sha256:[0-9a-f]{64}$/.test(digest))
    return { ok: false, cause: { code: 'invalid-query', message: `${what}: no such name` } }
  const address = `${endpoints.rest}/repos/${at.owner}/${at.name}/attestations/${digest}?per_page=${MOST_BUNDLES}`
  const list = await fetchJson(io.http, { url: address, service: 'github-releases', headers: HEADERS }, listSchema, what)
  if (!list.ok) return list.cause.code === 'not-found' ? { ok: true, bundles: [] } : { ok: false, cause: list.cause }
  const rows = list.value.attestations.slice(0, MOST_BUNDLES)
  const found = await Promise.all(
    rows.map(({ bundle, bundle_url: kept }): Found | Promise<Found> =>
      bundle == null ? bundleAt(kept, endpoints.rest, what, io) : { bundle },
    ),
  )
  const bundles = found.flatMap((one) => ('bundle' in one ? [one.bundle] : []))
  const failure = found.flatMap((one) => ('cause' in one ? [one.cause] : []))[0]
  // One that can be read may be enough; none that can is a failure of the whole.
  return bundles.length === 0 && failure !== undefined ? { ok: false, cause: failure } : { ok: true, bundles }
}

type Found = { bundle: unknown } | { cause: Cause }

/** Bundles lie in a store of their own, at short-lived addresses, compressed by Snappy. No credentials go there. */
async function bundleAt(url: string | null | undefined, root: string, what: string, io: DatasourceIo): Promise<Found> {
  const address = checkWebAddress(url ?? '')
  if (!address.ok) return odd(`${what} name no usable place of a bundle: ${address.reason}`)
  if (isLoopback(address.url.hostname) && !isLoopback(URL.parse(root)?.hostname ?? '')) return odd(`${what} send to this machine: refused`)
  const request = { url: address.url.href, service: 'attestation-bundles', bytes: true as const, cacheKey: 'bytes', maxBytes: MOST_BYTES }
  const answer = await fetchText(io.http, request, what)
  if (!answer.ok) return { cause: answer.cause }
  const bytes = Uint8Array.from(atob(answer.value), (char) => char.charCodeAt(0))
  const text = new TextDecoder().decode(decodeSnappy(bytes, MOST_BYTES) ?? bytes)
  try {
    return { bundle: JSON.parse(text) }
  } catch {
    return odd(`${what} hold a bundle that is no JSON`)
  }
}

function odd(message: string): Found {
  return { cause: { code: 'invalid-answer', message } }
}
