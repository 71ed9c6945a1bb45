import type { Distance } from '../model/upgrade.ts'
import type { Order, Versioning } from './contract.ts'
import { docker } from './docker.ts'
import { type DockerTag, parseDockerTag } from './docker-tag.ts'
import { type ImageReference, parseImageReference } from './image-reference.ts'
import { compareText } from './numeral.ts'

/** An image reference and the version that its tag says, if any. */
export interface ImageVersion extends ImageReference {
  version: DockerTag | null
}

/** Whole image references. Two are comparable in earnest only where they name the same repository; across repositories the name decides. */
export const dockerReference: Versioning<ImageVersion> = {
  id: 'docker-reference',
  label: 'Container image references',
  docs: 'https://pkg.go.dev/github.com/distribution/reference',
  parse,
  format: (v) => v.text,
  compare,
  isStable,
  distance,
  parts: (v) => (v.version === null ? { major: null, minor: null, patch: null } : docker.parts(v.version)),
  rangeExamples: ['ghcr.io/acme/api', 'redis:7.4.2-alpine'],
  range,
  compatible: (a, b) => sameRepository(a, b) && sameFlavour(a, b),
}

function parse(text: string): ImageVersion | null {
  const reference = parseImageReference(text)
  return reference === null ? null : { ...reference, version: parseDockerTag(reference.tag ?? '') }
}

function sameRepository(a: ImageReference, b: ImageReference): boolean {
  return a.domain === b.domain && a.path === b.path
}

function sameFlavour(a: ImageVersion, b: ImageVersion): boolean {
  if (a.version === null || b.version === null) return a.tag === b.tag
  return docker.compatible?.(a.version, b.version) ?? true
}

function compare(a: ImageVersion, b: ImageVersion): Order {
  return compareText(a.domain, b.domain) || compareText(a.path, b.path) || compareTags(a, b) || compareText(a.digest ?? '', b.digest ?? '')
}

/** Tags that are versions in their order, above all others, which go by their letters. */
function compareTags(a: ImageVersion, b: ImageVersion): Order {
  if (a.version !== null && b.version !== null) return docker.compare(a.version, b.version)
  if (a.version === null && b.version === null) return compareText(a.tag ?? '', b.tag ?? '')
  return a.version === null ? -1 : 1
}

/** A digest holds an image fast; a tag that is no version, or none, lets it float. */
function isStable(v: ImageVersion): boolean {
  return v.version === null ? v.digest !== null && v.tag === null : docker.isStable(v.version)
}

function distance(a: ImageVersion, b: ImageVersion): Distance {
  if (compare(a, b) === 0) return 'none'
  if (!sameRepository(a, b) || a.version === null || b.version === null) return 'other'
  const found = docker.distance(a.version, b.version)
  return found === 'none' ? 'other' : found
}

/** A reference as a range: the same repository and, where it names them, the same tag and digest. */
function range(text: string): ((v: ImageVersion) => boolean) | null {
  const wanted = parseImageReference(text)
  if (wanted === null) return null
  return (v) =>
    sameRepository(v, wanted) && (wanted.tag === null || v.tag === wanted.tag) && (wanted.digest === null || v.digest === wanted.digest)
}
