import { fullName } from '../../context.ts'
import { nodeId } from '../../node-id.ts'
import type { Asset, Release } from '../../state.ts'
import type { Shaping } from './issues.ts'
import { repositoryUrl } from './repositories.ts'
import { loginShape } from './users.ts'

export function releaseShape(shaping: Shaping, release: Release): Record<string, unknown> {
  const { double, urls, repo } = shaping
  const api = `${repositoryUrl(urls, repo)}/releases`
  const html = `${urls.html}/${fullName(repo)}`
  return {
    url: `${api}/${release.id}`,
    assets_url: `${api}/${release.id}/assets`,
    upload_url: `${urls.upload}/repos/${fullName(repo)}/releases/${release.id}/assets{?name,label}`,
    html_url: `${html}/releases/${release.draft ? `tag/untagged-${release.id}` : `tag/${encodeURIComponent(release.tag)}`}`,
    id: release.id,
    author: loginShape(double, urls, release.author),
    node_id: nodeId('RE', release.id),
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.name,
    draft: release.draft,
    immutable: release.immutable,
    prerelease: release.prerelease,
    created_at: release.createdAt,
    updated_at: release.publishedAt ?? release.createdAt,
    published_at: release.publishedAt,
    assets: release.assets.map((asset) => assetShape(shaping, release, asset)),
    tarball_url: release.draft ? null : `${repositoryUrl(urls, repo)}/tarball/${encodeURIComponent(release.tag)}`,
    zipball_url: release.draft ? null : `${repositoryUrl(urls, repo)}/zipball/${encodeURIComponent(release.tag)}`,
    body: release.body,
  }
}

export function assetShape({ double, urls, repo }: Shaping, release: Release, asset: Asset): Record<string, unknown> {
  return {
    url: `${repositoryUrl(urls, repo)}/releases/assets/${asset.id}`,
    id: asset.id,
    node_id: nodeId('RA', asset.id),
    name: asset.name,
    label: asset.label,
    uploader: loginShape(double, urls, asset.uploader),
    content_type: asset.contentType,
    state: 'uploaded',
    size: asset.size,
    digest: asset.digest,
    download_count: asset.downloads,
    created_at: asset.createdAt,
    updated_at: asset.createdAt,
    browser_download_url: `${urls.html}/${fullName(repo)}/releases/download/${encodeURIComponent(release.tag)}/${encodeURIComponent(asset.name)}`,
  }
}
