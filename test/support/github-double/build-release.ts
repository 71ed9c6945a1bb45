import { createHash } from 'node:crypto'
import { type DoubleContext, nextId, userOf } from './context.ts'
import type { Asset, Release } from './state.ts'
import type { ReleaseWorld } from './world.ts'

export function buildRelease(double: DoubleContext, world: ReleaseWorld, owner: string): Release {
  const at = world.createdAt ?? world.publishedAt ?? double.clock.iso()
  const author = world.author ?? owner
  userOf(double.state, author)
  return {
    id: nextId(double),
    tag: world.tag,
    target: 'main',
    name: world.name === undefined ? world.tag : world.name,
    body: world.body ?? null,
    draft: world.isDraft,
    prerelease: world.isPrerelease,
    immutable: world.isImmutable,
    author,
    createdAt: at,
    publishedAt: world.isDraft ? null : (world.publishedAt ?? at),
    ...(world.isLatest === undefined ? {} : { latest: world.isLatest }),
    assets: world.assets.map((asset) => buildAsset(double, typeof asset === 'string' ? { name: asset } : asset, at, author)),
  }
}

function buildAsset(
  double: DoubleContext,
  asset: {
    name: string
    size?: number | undefined
    contentType?: string | undefined
    digest?: string | undefined
    text?: string | undefined
  },
  at: string,
  uploader: string,
): Asset {
  const content = Buffer.from(asset.text ?? '')
  return {
    id: nextId(double),
    name: asset.name,
    label: null,
    size: asset.size ?? content.length,
    contentType: asset.contentType ?? 'application/octet-stream',
    downloads: 0,
    digest: asset.digest ?? (asset.text === undefined ? null : `sha256:${createHash('sha256').update(content).digest('hex')}`),
    createdAt: at,
    content: content.toString('base64'),
    uploader,
  }
}
