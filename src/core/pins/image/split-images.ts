import type { Found } from '../contract.ts'
import { foundInScalar } from '../tree/scalar-found.ts'
import { type MapNode, type ScalarNode, scalarAt } from '../tree/tree.ts'
import { parseReference } from './reference.ts'
import { expand } from './template.ts'

/** An image whose name and tag are values of two keys. */
export interface SplitImage {
  /** With the registry, where that is a third key. */
  name: string
  found: Found
  /** Where the name stands: it is no image without tag. */
  nameStart: number
}

const NAME_KEY = /^(.*?)(?:image[_-]?)?(repository|repo|image|newname|name|url)$/i
const LONGEST_KEY = 100

/**
 * Images of a map whose parts are its values: `repository` and `tag` (Helm), with `registry` and `digest`; `newName`, `name` and `newTag`
 * (Kustomize); `image` and `tag` or `version`; the same behind a common beginning (`sidecar_image_repo`, `sidecar_image_tag`); an OCI `url`
 * with `ref.tag` (Flux).
 */
export function splitImages(text: string, map: MapNode): SplitImage[] {
  const keys = keysOf(map)
  const images: SplitImage[] = []
  for (const [key, node] of map.entries()) {
    if (node.kind !== 'scalar' || key.length > LONGEST_KEY) continue
    const parts = NAME_KEY.exec(key)
    const tag = parts === null ? undefined : tagBeside(map, keys, plain(parts[1] ?? ''), (parts[2] ?? '').toLowerCase())
    if (parts === null || tag === undefined) continue
    const prefix = plain(parts[1] ?? '')
    const name = imageName(text, keys, node, prefix)
    const found = name === null ? null : foundInScalar(text, tag, 'tag')
    if (found === null || name === null) continue
    const digest = found.digest ?? digestBeside(text, keys, prefix)
    images.push({ name, nameStart: node.start, found: digest === undefined ? found : { ...found, digest } })
  }
  return images
}

type Keys = ReadonlyMap<string, ScalarNode>

/** The scalars of a map by their keys without case, `_` and `-`. */
function keysOf(map: MapNode): Keys {
  const keys = new Map<string, ScalarNode>()
  for (const [key, node] of map.entries())
    if (node.kind === 'scalar' && key.length <= LONGEST_KEY && !keys.has(plain(key))) keys.set(plain(key), node)
  return keys
}

function plain(key: string): string {
  return key.toLowerCase().replace(/[_-]/g, '')
}

function tagBeside(map: MapNode, keys: Keys, prefix: string, nameKey: string): ScalarNode | undefined {
  if (nameKey === 'url') return fluxTag(map)
  const wanted = nameKey === 'name' || nameKey === 'newname' ? ['newtag', 'tag'] : ['tag', 'imagetag', 'newtag', 'version']
  if (nameKey === 'name' && prefix === '' && keys.has('newname')) return undefined
  for (const key of wanted) {
    const tag = keys.get(prefix + key) ?? keys.get(`${prefix}image${key}`)
    if (tag !== undefined) return tag
  }
  return undefined
}

/** `url: oci://…` with `ref: { tag: 1.2.3 }`. */
function fluxTag(map: MapNode): ScalarNode | undefined {
  const ref = map.entries().find(([key]) => key === 'ref')?.[1]
  return ref?.kind === 'map' ? scalarAt(ref, 'tag') : undefined
}

function imageName(text: string, keys: Keys, node: ScalarNode, prefix: string): string | null {
  const expanded = expand(text.slice(node.start, node.end), node.start)
  const reference = expanded === null ? null : parseReference(expanded.text)
  if (reference === null || reference.tag !== undefined) return null
  const registry = keys.get(`${prefix}registry`) ?? keys.get(`${prefix}imageregistry`)
  return registry === undefined || !/^[\w.:/-]{1,200}$/.test(registry.value)
    ? reference.name
    : `${registry.value.replace(/\/$/, '')}/${reference.name}`
}

function digestBeside(text: string, keys: Keys, prefix: string): Found['digest'] {
  for (const key of ['digest', 'imagedigest', 'sha']) {
    const digest = keys.get(prefix + key)
    if (digest === undefined || !/^sha256:[0-9a-f]{64}$/.test(digest.value)) continue
    return { value: text.slice(digest.start, digest.end), start: digest.start, end: digest.end }
  }
  return undefined
}
