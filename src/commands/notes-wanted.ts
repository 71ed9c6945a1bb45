import { advisoryVersion } from '../core/advisories/name-map.ts'
import type { Source } from '../core/model/component.ts'
import type { ResolvedComponent } from '../core/registry/resolved.ts'
import type { ComponentOutcome } from '../core/resolution/resolve.ts'
import type { NotesRequest } from '../datasources/notes.ts'
import type { Situation } from './situation.ts'

/** Datasources whose package is a repository on GitHub. */
const ON_GITHUB = ['github-releases', 'github-tags', 'github-actions']

/**
 * What release notes are worth reading: those of components with a step, once for all environments, from the lowest version in use to the
 * highest target. Keyed like the answers.
 */
export function notesWanted(situation: Situation): { key: string; request: NotesRequest }[] {
  const wanted = new Map<string, { outcome: ComponentOutcome; tags: Set<string> }>()
  for (const { resolution, steps, keys } of situation.scopes) {
    for (const outcome of resolution.outcomes.values()) {
      const targets = steps.filter((step) => step.component === outcome.component.name).map((step) => step.to)
      if (targets.length === 0 || repositoryOf(outcome.component) === null) continue
      const key = keys.get(outcome.component.name) ?? ''
      const known = wanted.get(key) ?? { outcome, tags: new Set<string>() }
      for (const tag of tagsBetween(outcome, targets)) known.tags.add(tag)
      wanted.set(key, known)
    }
  }
  return [...wanted].map(([key, { outcome, tags }]) => ({ key, request: requestOf(outcome, tags) }))
}

function requestOf({ component, resolution }: ComponentOutcome, wanted: ReadonlySet<string>): NotesRequest {
  const { source, constraints, name } = component
  const tags = resolution.considered.filter((release) => wanted.has(release.tag)).flatMap((release) => tagsOf(component, release))
  return {
    component: name,
    repository: repositoryOf(component) ?? '',
    ...(source?.url === undefined || !isOnGithub(source) ? {} : { url: source.url }),
    ...(constraints.tagPrefix === undefined || !isOnGithub(source) ? {} : { tagPrefix: constraints.tagPrefix }),
    tags: [...new Map(tags.map((one) => [one.tag, one])).values()],
  }
}

/** The release as its repository calls it: by its own tag, or, where it was found elsewhere, by its bare version with or without a `v`. */
function tagsOf(component: ResolvedComponent, { tag, version }: { tag: string; version: string }): { tag: string; version: string }[] {
  if (isOnGithub(component.source)) return [{ tag, version }]
  const bare = notesVersion(component, version).replace(/^v(?=\d)/, '')
  return [`v${bare}`, bare].map((one) => ({ tag: one, version: bare }))
}

/** A version as release notes write it: an image's tag without its flavour. */
export function notesVersion(component: ResolvedComponent, version: string): string {
  return advisoryVersion(component, version)
}

/** Tags of the releases above the version in force and up to the highest target. */
function tagsBetween({ versioning, current, resolution }: ComponentOutcome, targets: readonly string[]): string[] {
  const parse = (text: string | null) => (text === null ? null : versioning.parse(text))
  const from = parse(resolution.current)
  const ends = targets.flatMap((target) => parse(target) ?? [])
  if (current === null || from === null || ends.length === 0) return []
  const end = ends.reduce((a, b) => (versioning.compare(a, b) < 0 ? b : a))
  return resolution.considered.flatMap(({ tag, version }) => {
    const at = parse(version)
    return at !== null && versioning.compare(at, from) > 0 && versioning.compare(at, end) <= 0 ? [tag] : []
  })
}

/** `owner/name` of the project, where it is known: the source itself, or `repository` beside it. */
function repositoryOf({ source }: ResolvedComponent): string | null {
  if (source === null) return null
  if (isOnGithub(source)) return source.package
  const { repository } = source
  return typeof repository === 'string' && /^[\w.-]+\/[\w.-]+$/.test(repository) ? repository : null
}

function isOnGithub(source: Source | null): boolean {
  return source !== null && ON_GITHUB.includes(source.datasource)
}
