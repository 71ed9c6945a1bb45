import * as z from 'zod'
import { causeOfStatus } from './_answers.ts'
import { parseJson } from './_fetch.ts'
import { type ImageRepository, imageRepository } from './_image-name.ts'
import { type OciSession, ociSession } from './_oci.ts'
import type { DatasourceIo } from './contract.ts'
import type { BundlesAnswer } from './github-attestations.ts'

/** An image by its digest. */
export interface AttestedImage {
  /** Image name, as in a query. */
  package: string
  /** `sha256:` and 64 hex digits, of what is pinned: the index of a multi-arch image. */
  digest: string
  url?: string
}

/** What sigstore's tools and GitHub's `attest-build-provenance` push beside an image (https://github.com/sigstore/cosign/blob/main/specs/BUNDLE_SPEC.md). */
const BUNDLE = /^application\/vnd\.dev\.sigstore\.bundle(?:\.v0\.3)?\+json/
const ACCEPT = 'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json'
const MOST_BUNDLES = 10

const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/)
const indexSchema = z.object({
  manifests: z.array(z.object({ digest: digestSchema, artifactType: z.string().nullish() })).nullish(),
})
const manifestSchema = z.object({ layers: z.array(z.object({ mediaType: z.string(), digest: digestSchema })).max(100) })

/**
 * Sigstore bundles that refer to images, by position: from the registry's list of referrers, or, where it has none, from the tag that stands in for it
 * (https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers). Never throws for a registry's failure.
 */
export async function imageAttestations(requests: readonly AttestedImage[], io: DatasourceIo): Promise<BundlesAnswer[]> {
  const session = ociSession(io, 'docker')
  return Promise.all(requests.map((request) => bundlesOf(request, io, session)))
}

async function bundlesOf(request: AttestedImage, io: DatasourceIo, session: OciSession): Promise<BundlesAnswer> {
  const image = imageRepository(request, io)
  const what = `attestations of the image ${request.package.slice(0, 100)}`
  if (image === null || !digestSchema.safeParse(request.digest).success) {
    return { ok: false, cause: { code: 'invalid-query', message: `${what}: no such image` } }
  }
  const referrers = await readJson(`referrers/${request.digest}`, indexSchema, image, session, what)
  const list =
    !referrers.ok && referrers.cause.code === 'not-found'
      ? await readJson(`manifests/${request.digest.replace(':', '-')}`, indexSchema, image, session, what)
      : referrers
  if (!list.ok) return list.cause.code === 'not-found' ? { ok: true, bundles: [] } : list
  const bundles = (list.value.manifests ?? []).filter(({ artifactType }) => BUNDLE.test(artifactType ?? '')).slice(0, MOST_BUNDLES)
  const read = await Promise.all(bundles.map(({ digest }) => bundleIn(digest, image, session, what)))
  const failure = read.find((one) => !one.ok)
  const found = read.flatMap((one) => (one.ok ? [one.value] : []))
  return found.length === 0 && failure !== undefined && !failure.ok ? failure : { ok: true, bundles: found }
}

/** The manifest names one layer, which is the bundle. */
async function bundleIn(digest: string, image: ImageRepository, session: OciSession, what: string) {
  const manifest = await readJson(`manifests/${digest}`, manifestSchema, image, session, what)
  if (!manifest.ok) return manifest
  const layer = manifest.value.layers.find(({ mediaType }) => BUNDLE.test(mediaType))
  if (layer === undefined) return { ok: false as const, cause: { code: 'invalid-answer' as const, message: `${what} hold no bundle` } }
  return readJson(`blobs/${layer.digest}`, z.unknown(), image, session, what)
}

async function readJson<T>(tail: string, schema: z.ZodType<T>, image: ImageRepository, session: OciSession, what: string) {
  const url = `${image.registry}/v2/${image.path}/${tail}`
  const answer = await session.request(image, { url, headers: { accept: tail.startsWith('blobs/') ? '*/*' : ACCEPT } })
  if (!('status' in answer)) return { ok: false as const, cause: answer }
  if (answer.status !== 200) return { ok: false as const, cause: causeOfStatus(answer, what) }
  const parsed = parseJson(answer.body, schema)
  if (parsed.ok) return { ok: true as const, value: parsed.value }
  return { ok: false as const, cause: { code: 'invalid-answer' as const, message: `${what} could not be read: ${parsed.reason}` } }
}
