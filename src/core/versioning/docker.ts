import type { Distance } from '../model/upgrade.ts'
import { type ConstraintGrammar, constraint } from './constraint.ts'
import type { Order, Versioning } from './contract.ts'
import { releaseDistance } from './distance.ts'
import { type DockerTag, parseDockerTag } from './docker-tag.ts'
import { compareReleases, part } from './numeral.ts'
import { compareQualifiers, isPrerelease } from './qualifier.ts'

/**
 * Image tags: numbers, then a suffix that names the flavour. A tag moves only to tags with the same suffix and as many numbers, so that
 * `7.4.2-alpine` never becomes `8.0.0-bookworm` or `8`. Suffixes take no part in the order, but for the dates that count builds.
 */
export const docker: Versioning<DockerTag> = {
  id: 'docker',
  label: 'Container image tags',
  docs: 'https://docs.docker.com/reference/cli/docker/image/tag/',
  parse: parseDockerTag,
  format: (v) => v.text,
  compare: compareTags,
  isStable: (v) => !isPrerelease(v.qualifier),
  distance: tagDistance,
  parts: (v) => ({ major: part(v.release[0]), minor: part(v.release[1]), patch: part(v.release[2]) }),
  rangeExamples: ['>=7.2 <8', '^7.4', '~16.4', '16.x', '7.4.2-alpine'],
  range: (text) => constraint(GRAMMAR, text),
  compatible: (a, b) => sameShape(a, b) && a.suffix === b.suffix,
  follows: (from, to) => sameShape(from, to) && from.flavour === to.flavour && compareTags(from, to) < 0,
}

function sameShape(a: DockerTag, b: DockerTag): boolean {
  return a.kind === b.kind && a.release.length === b.release.length
}

/** Dates stand below numbers: a registry that has both uses the dates for snapshots. */
function compareVersions(a: DockerTag, b: DockerTag): Order {
  if (a.kind !== b.kind) return a.kind === 'date' ? -1 : 1
  return compareReleases(a.release, b.release) || compareQualifiers(a.qualifier, b.qualifier)
}

function compareTags(a: DockerTag, b: DockerTag): Order {
  return compareVersions(a, b) || compareReleases(a.stamps, b.stamps)
}

function tagDistance(a: DockerTag, b: DockerTag): Distance {
  if (a.kind === 'date' || b.kind === 'date') return compareVersions(a, b) === 0 ? 'none' : 'other'
  const distance = releaseDistance(a.release, b.release)
  if (distance !== 'none' || compareTags(a, b) === 0) return distance
  return isPrerelease(a.qualifier) || isPrerelease(b.qualifier) ? 'prerelease' : 'patch'
}

/** In a range the flavour is the pin's business: `>=7.2` admits `7.4.2-alpine`. A version with a suffix means that tag. */
const GRAMMAR: ConstraintGrammar<DockerTag> = {
  parse: parseDockerTag,
  compare: compareVersions,
  equal: (v, bound) => compareVersions(v, bound) === 0 && (bound.suffix === '' || v.suffix === bound.suffix),
  release: (v) => v.release,
}

/** A version inside a tag: `1.18.3-erlang-28.0-debian-bookworm-20250517` holds its own, that of `erlang` and that of `debian-bookworm`. */
export interface TagComponent {
  /** Empty for the version at the head. */
  name: string
  version: string
}

/** The versions that a compound tag names, in order, for rules that tie them to other components. */
export function tagComponents(tag: string): TagComponent[] {
  const found = parseDockerTag(tag)
  if (found === null) return []
  const head = found.suffix === '' ? tag : tag.slice(0, tag.length - found.suffix.length - 1)
  const components: TagComponent[] = [{ name: '', version: head }]
  const name: string[] = []
  for (const token of found.suffix === '' ? [] : found.suffix.split('-')) {
    const [, word = '', version] = /^([A-Za-z_]*)(\d+(?:\.\d+)*)$/.exec(token) ?? []
    if (version === undefined) {
      name.push(token)
      continue
    }
    components.push({ name: [...name, ...(word === '' ? [] : [word])].join('-'), version })
    name.length = 0
  }
  return components
}
