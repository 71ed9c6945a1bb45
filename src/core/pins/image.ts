import * as z from 'zod'
import type { Found, PinEditor } from './contract.ts'
import { namesImage, normalImageName, UNKNOWN } from './image/name.ts'
import { partOfTag } from './image/reference.ts'
import { splitImages } from './image/split-images.ts'
import { piecesOf } from './image/template.ts'
import { type WrittenImage, writtenImages } from './image/written-images.ts'
import { inOrder } from './order.ts'
import { replacing } from './rewrite/edits.ts'
import { rewriteVersion } from './rewrite/version.ts'
import { jsonTrees } from './tree/json-tree.ts'
import { type MapNode, mapsUnder, type TreeNode } from './tree/tree.ts'
import { yamlTrees } from './tree/yaml-tree.ts'

const locator = z
  .string()
  .regex(/^[\w][\w./:-]{0,300}$/, 'it is no name of an image')
  .meta({
    description: 'Name of the image without tag. `redis` means the same as `docker.io/library/redis`.',
    examples: ['redis', 'grafana/loki', 'ghcr.io/open-telemetry/demo'],
  })

/** References to an image, wherever they stand: compose, Kubernetes, Helm values, Kustomize, CI, scripts. */
export const image: PinEditor<string> = {
  id: 'image',
  label: 'References to a container image in any file, also split into repository and tag',
  docs: 'https://github.com/distribution/reference',
  locator,
  find(text, name) {
    if (!mentioning(name)(text)) return []
    const maps = mapsIn(text)
    const split = maps.flatMap((map) => splitImages(text, map))
    const parts = new Set(split.map(({ nameStart }) => nameStart))
    const written = namedIn(text, name, imageScalars(maps)).filter((one) => one.found !== null && !parts.has(startOf(one)))
    return inOrder([...split.filter((one) => namesImage(one.name, name)), ...written].map(({ found }) => found))
  },
  ...replacing((text, found) => ({
    insert: (version) => `:${version}`,
    rewrite(old, next) {
      const part = ownPart(text, found, next)
      return part === null ? null : rewriteVersion(old, part)
    },
  })),
  similar(text) {
    const maps = mapsIn(text)
    const written = writtenImages(text, () => true, imageScalars(maps)).map(({ reference }) => reference.name.replaceAll(UNKNOWN, '…'))
    return [...new Set([...maps.flatMap((map) => splitImages(text, map).map(({ name }) => name)), ...written])]
  },
}

function namedIn(text: string, name: string, known: ReadonlySet<number>): WrittenImage[] {
  return writtenImages(text, mentioning(name), known).filter(({ reference }) => namesImage(reference.name, name))
}

/** A cheap look before the dear one: the last part of the name stands in every reference. */
function mentioning(name: string): (text: string) => boolean {
  const last = normalImageName(name).split('/').at(-1) ?? name
  return (text) => text.toLowerCase().includes(last)
}

function mapsIn(text: string): MapNode[] {
  const trees: readonly TreeNode[] = /^\uFEFF?\s*(?:\{(?!\{)|\[)/.test(text) ? jsonTrees(text) : yamlTrees(text)
  return mapsUnder(trees)
}

/** Offsets of scalars that are images by their key: under `image`, `container`, `name` of an `image`, items of `services`. */
function imageScalars(maps: readonly MapNode[]): Set<number> {
  const offsets = new Set<number>()
  for (const map of maps) {
    for (const [key, node] of map.entries()) {
      if (node.kind === 'map' && /image$/i.test(key)) addNames(offsets, node)
      const items = node.kind === 'list' ? node.items() : [node]
      if (!/(?:image|container)s?$/i.test(key) && !(key === 'services' && node.kind === 'list')) continue
      for (const item of items) if (item.kind === 'scalar') offsets.add(item.start)
    }
  }
  return offsets
}

function addNames(offsets: Set<number>, map: MapNode): void {
  for (const [key, node] of map.entries()) if (key === 'name' && node.kind === 'scalar') offsets.add(node.start)
}

function startOf({ expanded, reference }: WrittenImage): number {
  const at = reference.nameEnd - reference.name.length
  return piecesOf(expanded, at, at + 1)[0]?.start ?? -1
}

/** Of a version of which the text beside a variable is a part (`${TAG:-7.2.4}-alpine`), what belongs into the variable. */
function ownPart(text: string, found: Found, next: string): string | null {
  const start = text.lastIndexOf('\n', found.start - 1) + 1
  const end = text.indexOf('\n', found.end)
  const line = text.slice(start, end === -1 ? text.length : end)
  const image = writtenImages(line, () => true, new Set()).find((one) => one.found?.start === found.start - start)
  return image === undefined ? next : partOfTag(next, image.expanded, image.reference, { ...found, start: found.start - start })
}
