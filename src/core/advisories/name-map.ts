import type { Source } from '../model/component.ts'
import type { AdvisoryName, ResolvedComponent } from '../registry/resolved.ts'
import { parseDockerTag } from '../versioning/docker-tag.ts'
import { parseImageReference } from '../versioning/image-reference.ts'
import { isPrerelease } from '../versioning/qualifier.ts'
import { packageKey } from './ecosystems.ts'
import { namesInManifests } from './names/manifest-names.ts'
import { type PackageName, parsePackageUrl } from './names/package-url.ts'
import { PROJECTS, type Project } from './names/projects.ts'

/** Under which names advisories may speak of a component. */
export type Identity =
  | { kind: 'known'; packages: readonly PackageName[] }
  /** There are no advisories for such a thing: no reason for a doubt. */
  | { kind: 'none'; why: string }
  /** There may be, and nobody has said under which name. */
  | { kind: 'unnamed'; why: string }

/** Datasources whose packages OSV knows by the same name. */
const SAME_NAME: Readonly<Record<string, string>> = {
  npm: 'npm',
  pypi: 'PyPI',
  hex: 'Hex',
  rubygems: 'RubyGems',
  crates: 'crates.io',
  go: 'Go',
  maven: 'Maven',
}

/** Datasources of things that no advisory database lists by version. */
const WITHOUT_ADVISORIES: Readonly<Record<string, string>> = {
  static: 'a list in the registry',
  url: 'a page',
  manifest: 'a file of this repository',
  helm: 'a chart, whose version is not that of the software in it',
  terraform: 'a Terraform module or provider',
}

/**
 * Names of a component in advisory databases: what the registry says (`advisories`), else what follows from where it is discovered and from
 * the manifests that pin it. A name that no database knows does no harm: nothing is found under it.
 */
export function identify(component: Pick<ResolvedComponent, 'source' | 'advisories' | 'pins' | 'constraints'>): Identity {
  const { source, advisories, pins } = component
  if (advisories === false) return { kind: 'none', why: 'the registry says so (`advisories: false`)' }
  if (advisories !== undefined) return ofRegistry(advisories)
  if (source === null) return { kind: 'unnamed', why: 'the component has no source' }
  const part = partOfRepository(component.constraints.tagPrefix, lastPart(source.package))
  const packages = distinct([
    ...(part === null ? namesOf(source) : ofPart(source, part)),
    ...namesInManifests(pins, part ?? lastPart(source.package)),
  ])
  if (packages.length > 0) return { kind: 'known', packages }
  if (part !== null) return { kind: 'unnamed', why: `\`${part}\` is a part of ${source.package}, and advisories speak of the whole` }
  const without = Object.hasOwn(WITHOUT_ADVISORIES, source.datasource) ? WITHOUT_ADVISORIES[source.datasource] : undefined
  if (without !== undefined) return { kind: 'none', why: `it is discovered in ${without}` }
  return { kind: 'unnamed', why: `no advisory database is known to list ${source.package} (${source.datasource})` }
}

function ofRegistry(names: readonly AdvisoryName[]): Identity {
  const packages = names.flatMap(({ purl, ecosystem, package: name }) => {
    if (ecosystem !== undefined && name !== undefined) return [{ ecosystem, package: name }]
    return parsePackageUrl(purl ?? '') ?? []
  })
  const unread = names.find(({ purl }) => purl !== undefined && parsePackageUrl(purl) === null)
  if (unread !== undefined) return { kind: 'unnamed', why: `no advisory database lists packages such as ${unread.purl}` }
  return packages.length > 0
    ? { kind: 'known', packages: distinct(packages) }
    : { kind: 'none', why: 'the registry names none (`advisories: []`)' }
}

/**
 * What the tags of a monorepo name: `helm-loki` for `helm-loki-1.2.3`, `sdk/go/` for `sdk/go/v1.2.3`. Null where the tags are those of the
 * whole, with its name (`curl-8_15_0`) or without.
 */
function partOfRepository(tagPrefix = '', repository: string): string | null {
  const part = tagPrefix.replace(/[-_@.]?v?$/, '')
  const isWhole = part === '' || /^(?:release|rel|version|ver)$/i.test(part) || part.toLowerCase() === repository.toLowerCase()
  return isWhole ? null : part
}

/** Where Go keeps several modules in one repository, each has its folder in its tags. */
function ofPart({ datasource, package: name }: Source, part: string): PackageName[] {
  const onGithub = datasource === 'github-tags' || datasource === 'github-releases'
  const folder = /^([\w.-]+(?:\/[\w.-]+){0,5})\/$/.exec(part)?.[1]
  return onGithub && folder !== undefined ? [{ ecosystem: 'Go', package: `github.com/${name}/${folder}` }] : []
}

function namesOf(source: Source): PackageName[] {
  const { datasource, package: name } = source
  const same = Object.hasOwn(SAME_NAME, datasource) ? SAME_NAME[datasource] : undefined
  if (same !== undefined) return [{ ecosystem: same, package: name }]
  switch (datasource) {
    case 'github-actions':
      return [{ ecosystem: 'GitHub Actions', package: name.split('/').slice(0, 2).join('/') }]
    case 'github-releases':
    case 'github-tags':
      return ofRepository(name)
    case 'gitlab-releases':
    case 'gitlab-tags':
      return [{ ecosystem: 'GIT', package: `${source.url ?? 'https://gitlab.com'}/${name}` }]
    case 'docker':
      return ofImage(name)
    case 'endoflife':
      return ofProjects(PROJECTS.filter(({ endoflife = [] }) => endoflife.includes(name)))
    default:
      return []
  }
}

/** A repository's advisories stand under its address, under the Go module that most of them would be, and under what the table says. */
function ofRepository(name: string): PackageName[] {
  const known = PROJECTS.filter(({ repository }) => repository === name.toLowerCase())
  return known.length > 0 ? ofProjects(known) : ofProjects([{ repository: name }])
}

function ofImage(name: string): PackageName[] {
  const reference = parseImageReference(name)
  if (reference === null) return []
  const onHub = reference.domain === 'docker.io'
  const path = onHub ? reference.path.replace(/^library\//, '') : `${reference.domain}/${reference.path}`
  const known = PROJECTS.filter(({ images = [] }) => images.includes(path.toLowerCase()))
  if (known.length > 0) return ofProjects(known)
  const bitnami = /^(?:bitnami|bitnamilegacy|bitnamisecure)\/([\w.-]{1,100})$/.exec(path)?.[1]
  if (bitnami !== undefined) return [{ ecosystem: 'Bitnami', package: bitnami }]
  const onGithub = /^ghcr\.io\/([\w.-]{1,100}\/[\w.-]{1,100})(?:\/|$)/.exec(path)?.[1]
  return onGithub === undefined ? [] : ofRepository(onGithub)
}

function ofProjects(projects: readonly Project[]): PackageName[] {
  return projects.flatMap(({ repository, bitnami, packages = [] }) => [
    ...(bitnami === undefined ? [] : [{ ecosystem: 'Bitnami', package: bitnami }]),
    { ecosystem: 'GIT', package: `https://github.com/${repository}` },
    { ecosystem: 'Go', package: `github.com/${repository}` },
    ...packages.map(([ecosystem, name]) => ({ ecosystem, package: name })),
  ])
}

/**
 * The packages to ask for one version. From the second major on, a Go module carries it in its path; advisories use either form.
 */
export function packagesAt(packages: readonly PackageName[], version: string): PackageName[] {
  const major = Number(/^v?(\d{1,6})\./.exec(version)?.[1] ?? 0)
  return packages.flatMap((one) => {
    const versioned = one.ecosystem === 'Go' && major > 1 && /^github\.com\/[^/]+\/[^/]+$/.test(one.package)
    return versioned ? [one, { ...one, package: `${one.package}/v${major}` }] : [one]
  })
}

/** A version of the component as advisories write it: an image's tag without its flavour (`7.4.2-alpine` is 7.4.2). */
export function advisoryVersion(component: Pick<ResolvedComponent, 'source'>, text: string): string {
  if (component.source?.datasource !== 'docker') return text
  const tag = parseDockerTag(text)
  if (tag === null || tag.kind === 'date') return text
  const release = tag.release.join('.')
  return isPrerelease(tag.qualifier) ? `${release}-${tag.qualifier.join('.')}` : release
}

function lastPart(name: string): string {
  return name.split(/[/:]/).at(-1) ?? name
}

function distinct(names: readonly PackageName[]): PackageName[] {
  return [...new Map(names.map((one) => [packageKey(one.ecosystem, one.package), one])).values()]
}
