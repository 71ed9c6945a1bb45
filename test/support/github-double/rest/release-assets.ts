import { createHash } from 'node:crypto'
import { nextId } from '../context.ts'
import { notFound, RestError, validationFailed } from '../errors.ts'
import type { Asset, Release } from '../state.ts'
import { paginate } from './paging.ts'
import { releaseOf } from './releases.ts'
import type { RestCall, RestRoutes } from './router.ts'
import { assetShape } from './shapes/releases.ts'

export const releaseAssetRoutes: RestRoutes = {
  'repos/list-release-assets': {
    needs: ['contents:read'],
    handle(call) {
      const release = releaseOf(call)
      const { items, headers } = paginate(call, release.assets)
      return { status: 200, headers, json: items.map((asset) => assetShape(call, release, asset)) }
    },
  },
  'repos/get-release-asset': { needs: ['contents:read'], handle: get },
  'repos/upload-release-asset': { needs: ['contents:write'], handle: upload },
  'repos/delete-release-asset': {
    needs: ['contents:write'],
    handle(call) {
      const { release, asset } = assetOf(call)
      if (release.immutable) throw new RestError(422, 'Cannot delete asset from an immutable release.')
      release.assets = release.assets.filter((one) => one !== asset)
      return { status: 204 }
    },
  },
}

function assetOf(call: RestCall): { release: Release; asset: Asset } {
  for (const release of call.repo.releases) {
    const asset = release.assets.find((one) => one.id === Number(call.path['asset_id']))
    if (asset !== undefined) return { release, asset }
  }
  throw notFound()
}

/** The bytes stand elsewhere: asked for as octets, the API sends there. */
function get(call: RestCall) {
  const { release, asset } = assetOf(call)
  const json = assetShape(call, release, asset)
  if (!call.accept.includes('application/octet-stream')) return { status: 200, json }
  return { status: 302, headers: { location: String(json['browser_download_url']) }, raw: '', contentType: 'text/html' }
}

function upload(call: RestCall) {
  const release = releaseOf(call)
  const name = String(call.query['name'])
  if (release.immutable) throw new RestError(422, 'Cannot upload assets to an immutable release.')
  if (release.assets.some((asset) => asset.name === name)) throw validationFailed('ReleaseAsset', 'name', 'already_exists')
  if (call.raw.length === 0) throw new RestError(400, 'Bad Content-Length')
  const label = call.query['label']
  const asset: Asset = {
    id: nextId(call.double),
    name,
    label: typeof label === 'string' ? label : '',
    size: call.raw.length,
    contentType: call.contentType === '' ? 'application/octet-stream' : call.contentType,
    downloads: 0,
    digest: `sha256:${createHash('sha256').update(call.raw).digest('hex')}`,
    createdAt: call.double.clock.iso(),
    content: call.raw.toString('base64'),
    uploader: call.actor.login,
  }
  release.assets.push(asset)
  return { status: 201, json: assetShape(call, release, asset) }
}
