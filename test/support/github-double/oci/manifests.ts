import { createHash } from 'node:crypto'
import type { ImageWorld } from '../world.ts'

export const indexType = 'application/vnd.oci.image.index.v1+json'
export const manifestType = 'application/vnd.oci.image.manifest.v1+json'
const configType = 'application/vnd.oci.image.config.v1+json'

export interface StoredManifest {
  digest: string
  type: string
  body: Buffer
}

export interface StoredImage {
  name: string
  /** In the order of pushing, oldest first. */
  tags: { name: string; manifest: StoredManifest }[]
  byDigest: Map<string, StoredManifest>
  blobs: Map<string, Buffer>
}

export function digestOf(body: Buffer): string {
  return `sha256:${createHash('sha256').update(body).digest('hex')}`
}

/** Manifests and configurations of an image: an index for each tag, with one manifest a platform. */
export function buildImage(world: ImageWorld): StoredImage {
  const image: StoredImage = { name: world.name, tags: [], byDigest: new Map(), blobs: new Map() }
  for (const tag of world.tags) {
    const manifests = tag.platforms.map((platform) => platformManifest(image, world.name, tag, platform))
    const body = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests }))
    // A digest named in the world stands in for the true one; a client that hashes the body will find it wrong.
    const manifest = { digest: tag.digest ?? digestOf(body), type: indexType, body }
    image.byDigest.set(manifest.digest, manifest)
    image.tags.push({ name: tag.name, manifest })
  }
  return image
}

function platformManifest(image: StoredImage, name: string, tag: ImageWorld['tags'][number], platform: string): Record<string, unknown> {
  const [os = 'linux', architecture = 'amd64', variant] = platform.split('/')
  const shape = { architecture, os, ...(variant === undefined ? {} : { variant }) }
  const created = tag.created ?? '2026-01-01T00:00:00Z'
  const config = Buffer.from(
    JSON.stringify({ created, ...shape, config: { Labels: tag.labels }, rootfs: { type: 'layers', diff_ids: [] } }),
  )
  image.blobs.set(digestOf(config), config)
  const layer = digestOf(Buffer.from(`${name}:${tag.name}:${platform}`))
  const body = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: { mediaType: configType, digest: digestOf(config), size: config.length },
      layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: layer, size: 1 }],
    }),
  )
  const manifest = { digest: digestOf(body), type: manifestType, body }
  image.byDigest.set(manifest.digest, manifest)
  const attestation = os === 'unknown' ? { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } } : {}
  return { mediaType: manifestType, digest: manifest.digest, size: body.length, platform: shape, ...attestation }
}
