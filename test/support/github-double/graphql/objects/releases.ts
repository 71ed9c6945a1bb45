import { fullName } from '../../context.ts'
import { latestRelease } from '../../domain/releases.ts'
import { nodeId } from '../../node-id.ts'
import type { Asset, Release, Repository } from '../../state.ts'
import { connection, type PageArgs } from '../connection.ts'
import type { GraphContext, Node } from '../context.ts'
import { objectNode } from './git.ts'
import { refNode } from './ref.ts'
import { actorNode } from './users.ts'

export function releaseNode(context: GraphContext, repo: Repository, release: Release): Node {
  const url = `${context.urls.html}/${fullName(repo)}/releases/tag/${encodeURIComponent(release.tag)}`
  return {
    __typename: 'Release',
    id: nodeId('RE', release.id),
    databaseId: release.id,
    name: release.name,
    tagName: release.tag,
    description: release.body,
    shortDescriptionHTML: () => null,
    createdAt: release.createdAt,
    publishedAt: release.publishedAt,
    updatedAt: release.publishedAt ?? release.createdAt,
    isDraft: release.draft,
    isPrerelease: release.prerelease,
    isLatest: latestRelease(repo) === release,
    url,
    resourcePath: new URL(url).pathname,
    // The field is of type User, which a Bot is not; what stands there for an App's release is not documented.
    author: () => (release.author.endsWith('[bot]') ? null : actorNode(context, release.author)),
    tag: async () => {
      const ref = await repo.git.ref(`refs/tags/${release.tag}`)
      return ref === null ? null : refNode(context, repo, ref)
    },
    tagCommit: async () => {
      const commit = await repo.git.resolve(`refs/tags/${release.tag}^{commit}`)
      return commit === null ? null : objectNode(context, repo, commit.sha)
    },
    releaseAssets: (args: PageArgs & { name?: string | null }) => {
      const assets = release.assets.filter((asset) => args.name == null || asset.name === args.name)
      return connection('releaseAssets', args, assets, (asset) => assetNode(context, repo, release, asset))
    },
  }
}

function assetNode({ urls }: GraphContext, repo: Repository, release: Release, asset: Asset): Node {
  const url = `${urls.html}/${fullName(repo)}/releases/download/${encodeURIComponent(release.tag)}/${encodeURIComponent(asset.name)}`
  return {
    __typename: 'ReleaseAsset',
    id: nodeId('RA', asset.id),
    name: asset.name,
    size: asset.size,
    contentType: asset.contentType,
    downloadCount: asset.downloads,
    downloadUrl: url,
    url,
    createdAt: asset.createdAt,
    updatedAt: asset.createdAt,
  }
}
