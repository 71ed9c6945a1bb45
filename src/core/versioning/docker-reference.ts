import type { Distance } from '../model/upgrade.ts'
import type { Order, Parts, Versioning } from './contract.ts'
import { docker } from './docker.ts'
import { type ImageReference, parseImageReference } from './image-reference.ts'
import { compareText } from './numeral.ts'

/** Whole image references. Two are comparable in earnest only where they name the same repository; across repositories the name decides. */
export const dockerReference: Versioning<ImageReference> = {
  id: 'docker-reference',
  label: 'Container image references',
  docs: 'https://pkg.go.dev/github.com/distribution/reference',
  parse: parseImageReference,
  format: (v) => v.text,
  compare,
  isStable,
  distance,
  parts: (v) => tagParts(v.tag),
  rangeExamples: ['ghcr.io/acme/api', 'redis:7.4.2-alpine'],
  range,
  compatible: (a, b) => sameRepository(a, b) && sameFlavour(a, b),
}

function sameRepository(a: ImageReference, b: ImageReference): boolean {
  return a.domain === b.domain && a.path === b.path
}

function sameFlavour(a: ImageReference, b: ImageReference): boolean {
  const [tagA, tagB] = [docker.parse(a.tag ?? ''), docker.parse(b.tag ?? '')]
  if (tagA === null || tagB === null) return a.tag === b.tag
  return docker.compatible?.(tagA, tagB) ?? true
}

function compare(a: ImageReference, b: ImageReference): Order {
  return (
    compareText(a.domain, b.domain) ||
    compareText(a.path, b.path) ||
    compareTags(a.tag, b.tag) ||
    compareText(a.digest ?? '', b.digest ?? '')
  )
}

/** Tags that are versions in their order, above all others, which go by their letters. */
function compareTags(a: string | null, b: string | null): Order {
  const [tagA, tagB] = [docker.parse(a ?? ''), docker.parse(b ?? '')]
  if (tagA !== null && tagB !== null) return docker.compare(tagA, tagB)
  if ((tagA === null) !== (tagB === null)) return tagA === null ? -1 : 1
  return compareText(a ?? '', b ?? '')
}

/** A digest holds an image fast; a tag that is no version, or none, lets it float. */
function isStable(v: ImageReference): boolean {
  const tag = docker.parse(v.tag ?? '')
  return tag === null ? v.digest !== null && v.tag === null : docker.isStable(tag)
}

function distance(a: ImageReference, b: ImageReference): Distance {
  if (compare(a, b) === 0) return 'none'
  const [tagA, tagB] = [docker.parse(a.tag ?? ''), docker.parse(b.tag ?? '')]
  if (!sameRepository(a, b) || tagA === null || tagB === null) return 'other'
  const found = docker.distance(tagA, tagB)
  return found === 'none' ? 'other' : found
}

function tagParts(tag: string | null): Parts {
  const found = docker.parse(tag ?? '')
  return found === null ? { major: null, minor: null, patch: null } : docker.parts(found)
}

/** A reference as a range: the same repository and, where it names them, the same tag and digest. */
function range(text: string): ((v: ImageReference) => boolean) | null {
  const wanted = parseImageReference(text)
  if (wanted === null) return null
  return (v) =>
    sameRepository(v, wanted) && (wanted.tag === null || v.tag === wanted.tag) && (wanted.digest === null || v.digest === wanted.digest)
}
