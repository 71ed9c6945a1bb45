import type { Asset, Release } from '../model/release.ts'
import { spellings } from './filters/platforms.ts'

/** One file a release must have, with all ways its name may be spelled. */
export interface WantedAsset {
  spellings: readonly string[]
}

/** The files that a pattern asks for: one, or one for every architecture in use where it holds `{ARCH}`. */
export function wantedAssets(pattern: string, architectures: readonly string[]): WantedAsset[] {
  if (!/\{ARCH\}/i.test(pattern)) return [{ spellings: [pattern] }]
  if (architectures.length === 0) return [{ spellings: [pattern.replaceAll(/\{ARCH\}/gi, '*')] }]
  return architectures.map((one) => ({ spellings: spellings(one).map((name) => pattern.replaceAll(/\{ARCH\}/gi, () => name)) }))
}

/** Whether a file of a release is one that the patterns ask for. */
export function isWanted(asset: Asset, patterns: readonly string[], release: Release): boolean {
  return patterns.some((pattern) => fill(pattern, release).some((name) => matchesGlob(name, asset.name)))
}

/** The names an asset may have: the version is written bare, with its `v`, or as the whole tag. */
export function fill(pattern: string, { version, tag }: Release): string[] {
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
