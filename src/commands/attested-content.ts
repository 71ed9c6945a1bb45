import type { Release } from '../core/model/release.ts'
import type { ResolvedComponent } from '../core/registry/resolved.ts'
import { isWanted, wantedAssets } from '../core/resolution/asset-names.ts'
import type { AttestedFile, AttestedImage, AttestedPackage } from '../datasources/attestations.ts'

/** Something whose build may be attested, with the repository that it should have been built from, where that is known. */
export type Attested =
  | { kind: 'npm'; request: AttestedPackage }
  | { kind: 'github'; request: AttestedFile; repository: string }
  | { kind: 'image'; request: AttestedImage; repository?: string }

/**
 * What of a release is worth asking for: an npm package that its registry says is attested; the files of a GitHub release that
 * `download.archive_pattern` names, where GitHub states their digests; an image that is pinned by digest.
 */
export function attestedIn(release: Release, component: ResolvedComponent, isPinnedByDigest: boolean): Attested[] {
  const { source } = component
  if (source === null) return []
  const url = source.url === undefined ? {} : { url: source.url }
  switch (source.datasource) {
    case 'npm': {
      if (release.attested !== true) return []
      return [{ kind: 'npm', request: { component: component.name, package: source.package, version: release.version, ...url } }]
    }
    case 'github-releases':
      return digestsOf(release, component).map((digest) => ({
        kind: 'github',
        request: { repository: source.package, digest, ...url },
        repository: source.package,
      }))
    case 'docker': {
      if (!isPinnedByDigest || release.digest === undefined) return []
      const { repository } = source
      const from = typeof repository === 'string' ? { repository } : {}
      return [{ kind: 'image', request: { package: source.package, digest: release.digest, ...url }, ...from }]
    }
    default:
      return []
  }
}

function digestsOf(release: Release, { download, constraints }: ResolvedComponent): string[] {
  if (download?.archivePattern === undefined) return []
  const files = wantedAssets(download.archivePattern, constraints.architecture).map(({ spellings }) =>
    release.assets?.find((asset) => isWanted(asset, spellings, release)),
  )
  return files.flatMap((file) => (file?.digest?.startsWith('sha256:') === true ? [file.digest] : []))
}

/** Names it in a recording. */
export function attestedKey({ kind, request }: Attested): string {
  const { url = '' } = request
  if (kind === 'npm') return JSON.stringify([kind, url, request.package, request.version])
  return JSON.stringify([kind, url, kind === 'github' ? request.repository : request.package, request.digest])
}
