import type { Asset, Release } from '../../model/release.ts'
import { list } from '../phrases.ts'
import { type Filter, passesAll } from './contract.ts'
import { spellings } from './platforms.ts'

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

/** One asset a release must have, with all ways its name may be spelled. */
interface WantedAsset {
  spellings: readonly string[]
}

function wantedAssets(pattern: string, architectures: readonly string[]): WantedAsset[] {
  if (!/\{ARCH\}/i.test(pattern)) return [{ spellings: [pattern] }]
  if (architectures.length === 0) return [{ spellings: [pattern.replaceAll(/\{ARCH\}/gi, '*')] }]
  return architectures.map((one) => ({ spellings: spellings(one).map((name) => pattern.replaceAll(/\{ARCH\}/gi, () => name)) }))
}

function isWanted(asset: Asset, patterns: readonly string[], release: Release): boolean {
  return patterns.some((pattern) => fill(pattern, release).some((name) => matchesGlob(name, asset.name)))
}

/** The names an asset may have: the version is written bare, with its `v`, or as the whole tag. */
function fill(pattern: string, { version, tag }: Release): string[] {
  const bare = version.replace(/^[vV](?=\d)/, '')
  const withTag = pattern.replaceAll(/\{TAG\}/gi, () => tag)
  return [
    ...new Set([bare, version, `v${bare}`, tag].map((text) => withTag.replaceAll(/\{VERSION\}/gi, () => text).replaceAll(/\{OS\}/gi, '*'))),
  ]
}

/** `*` stands for any text. Linear: each piece is looked for once, from left to right. */
function matchesGlob(pattern: string, text: string): boolean {
  const pieces = pattern.split('*')
  const first = pieces[0] ?? ''
  const last = pieces.at(-1) ?? ''
  if (pieces.length === 1) return text === pattern
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
  let at = first.length
  for (const piece of pieces.slice(1, -1)) {
    const next = text.indexOf(piece, at)
    if (next === -1) return false
    at = next + piece.length
  }
  return at <= text.length - last.length
}

function seen(assets: readonly Asset[]): string {
  if (assets.length === 0) return 'it has none'
  const names = assets.map((asset) => asset.name).sort()
  return `it has ${list(names.slice(0, 3))}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`
}
