import * as z from 'zod'
import { type Instant, parseInstant } from '../core/model/instant.ts'
import type { AnswerOrigin, Cause } from '../core/model/release.ts'
import { sha256Hex } from '../core/text/digest.ts'
import type { HttpResponse } from '../ports/http.ts'
import { causeOfStatus, originOf } from './_answers.ts'
import { invalid, parseJson } from './_fetch.ts'
import { type ImageRepository, imageRepository } from './_image-name.ts'
import { type OciSession, ociSession } from './_oci.ts'
import type { DatasourceIo } from './contract.ts'

/** One tag of one image. */
export interface ImageRequest {
  component: string
  /** Image name, as in a query. */
  package: string
  tag: string
  url?: string
  /** Whether platforms are wanted. Without them a HEAD is enough, which Docker Hub does not count as a pull. */
  platforms: boolean
}

export type ImageAnswer =
  | {
      ok: true
      /** Digest of what the tag names: the index of a multi-arch image, never one of its members. */
      digest: string
      /** `linux/amd64`, `linux/arm/v7`. Absent: not asked for, or not said. */
      platforms?: readonly string[]
      /** As the publisher wrote it; reproducible builds set a fixed date. Known for single-platform images only. */
      created?: Instant
      origin: AnswerOrigin
    }
  | { ok: false; cause: Cause }

const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

const platformSchema = z.object({ os: z.string(), architecture: z.string(), variant: z.string().optional() })
const manifestSchema = z.object({
  manifests: z.array(z.object({ platform: platformSchema.nullish(), annotations: z.record(z.string(), z.string()).nullish() })).optional(),
  config: z.object({ digest: z.string() }).optional(),
})
const configSchema = platformSchema.partial().extend({ created: z.string().optional() })

/** What tags point to now: digests, and platforms where wanted, by position. Never throws for a registry's failure. */
export async function imageDetails(requests: readonly ImageRequest[], io: DatasourceIo): Promise<ImageAnswer[]> {
  const session = ociSession(io, 'docker')
  return Promise.all(requests.map((request) => detailsOf(request, io, session)))
}

async function detailsOf(request: ImageRequest, io: DatasourceIo, session: OciSession): Promise<ImageAnswer> {
  const image = imageRepository(request, io)
  const what = `image ${request.package.slice(0, 100)}:${request.tag.slice(0, 128)}`
  if (image === null || !/^[\w][\w.-]{0,127}$/.test(request.tag))
    return { ok: false, cause: { code: 'invalid-query', message: `${what} is no image` } }
  const url = `${image.registry}/v2/${image.path}/manifests/${request.tag}`
  if (!request.platforms) {
    const head = await session.request(image, { url, method: 'HEAD', headers: { accept: ACCEPT } })
    if (!('status' in head)) return { ok: false, cause: head }
    const digest = statedDigest(head)
    if (head.status === 200 && digest !== null) return { ok: true, digest, origin: originOf([head.origin]) }
    if (head.status !== 200 && head.status !== 405) return { ok: false, cause: causeOfStatus(head, what) }
  }
  const manifest = await session.request(image, { url, headers: { accept: ACCEPT } })
  if (!('status' in manifest)) return { ok: false, cause: manifest }
  if (manifest.status !== 200) return { ok: false, cause: causeOfStatus(manifest, what) }
  return fromManifest(manifest, image, session, what)
}

async function fromManifest(response: HttpResponse, image: ImageRepository, session: OciSession, what: string): Promise<ImageAnswer> {
  const parsed = parseJson(response.body, manifestSchema)
  if (!parsed.ok) return { ok: false, cause: invalid(response, what, parsed.reason) }
  const digest = statedDigest(response) ?? `sha256:${sha256Hex(response.body)}`
  const found = { ok: true as const, digest, origin: originOf([response.origin]) }
  const { manifests, config } = parsed.value
  if (manifests !== undefined) {
    // `unknown/unknown` entries are attestations about the images beside them.
    const platforms = manifests.flatMap(({ platform }) => (platform && platform.os !== 'unknown' ? [platformName(platform)] : []))
    return { ...found, platforms: [...new Set(platforms)] }
  }
  if (config === undefined || !/^sha256:[0-9a-f]{64}$/.test(config.digest)) return found
  const blob = await session.request(image, { url: `${image.registry}/v2/${image.path}/blobs/${config.digest}` })
  const read = 'status' in blob && blob.status === 200 ? parseJson(blob.body, configSchema) : null
  if (read === null || !read.ok) return found
  const { os, architecture, variant, created } = read.value
  const date = created === undefined ? null : parseInstant(created)
  const platforms = os === undefined || architecture === undefined ? [] : [platformName({ os, architecture, variant })]
  return { ...found, ...(platforms.length > 0 && { platforms }), ...(date !== null && date > 0 && { created: date }) }
}

function statedDigest(response: HttpResponse): string | null {
  const digest = response.headers['docker-content-digest'] ?? ''
  return /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : null
}

function platformName({ os, architecture, variant }: { os: string; architecture: string; variant?: string | undefined }): string {
  return [os, architecture, variant].filter((part) => part !== undefined && part !== '').join('/')
}
