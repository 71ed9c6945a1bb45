import type { Release } from '../model/release.ts'

/** How many earlier releases a release is compared with. */
const COMPARED = 3

/** Files that each of the nearest earlier releases had and the target has not, versions in their names apart. Null where nothing is missing or nothing is known. */
export function missingAssets(
  target: Release,
  predecessors: readonly Release[],
): { names: readonly string[]; comparedWith: readonly string[] } | null {
  // A release that upstream published without any files says nothing about what there should be.
  const known = predecessors.filter((one) => (one.assets?.length ?? 0) > 0).slice(0, COMPARED)
  if (target.assets === undefined || known.length === 0) return null
  const has = new Set(shapesOf(target))
  const [nearest, ...others] = known.map((one) => shapesOf(one))
  const always = (nearest ?? []).filter((shape) => others.every((one) => one.includes(shape)))
  const names = always.filter((shape) => !has.has(shape)).sort()
  return names.length === 0 ? null : { names, comparedWith: known.map(({ version }) => version) }
}

/** `tool-{VERSION}.linux-amd64.tar.gz`. */
function shapesOf({ assets = [], tag, version }: Release): string[] {
  const bare = version.replace(/^[vV](?=\d)/, '')
  const spelled = [tag, version, bare].filter((text) => text !== '').sort((a, b) => b.length - a.length)
  return assets.map(({ name }) => spelled.reduce((shape, text) => shape.replaceAll(text, '{VERSION}'), name))
}
