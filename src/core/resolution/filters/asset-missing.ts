import type { Asset } from '../../model/release.ts'
import { fill, isWanted, wantedAssets } from '../asset-names.ts'
import { list } from '../phrases.ts'
import { type Filter, passesAll } from './contract.ts'

/**
 * Releases without the archive that is downloaded: `download.archive_pattern` with `{VERSION}`, `{TAG}` and `{ARCH}` filled in, `*` for any
 * text. Where upstream does not list assets, none is held back.
 */
export const assetMissing: Filter = {
  id: 'asset-missing',
  label: 'Without the asset that `download.archive_pattern` names, for every architecture in use',
  prepare({ component }) {
    const pattern = component.download?.archivePattern
    if (pattern === undefined) return passesAll
    const architectures = component.constraints.architecture
    return {
      judge({ release }) {
        if (release.assets === undefined) return null
        const wanted = wantedAssets(pattern, architectures)
        const missing = wanted.filter((one) => !release.assets?.some((asset) => isWanted(asset, one.spellings, release)))
        if (missing.length === 0) return null
        const names = list(missing.map((one) => fill(one.spellings[0] ?? pattern, release)[0] ?? pattern))
        return {
          code: 'asset-missing',
          reason: `${release.version} has no asset ${names} (\`download.archive_pattern\`); ${seen(release.assets)}.`,
          frees: `Upstream publishing ${names}, or another \`archive_pattern\` if the name changed.`,
        }
      },
    }
  },
}

function seen(assets: readonly Asset[]): string {
  if (assets.length === 0) return 'it has none'
  const names = assets.map((asset) => asset.name).sort()
  return `it has ${list(names.slice(0, 3))}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`
}
