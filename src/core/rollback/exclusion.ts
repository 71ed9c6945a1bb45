import { type Instant, isoDate } from '../model/instant.ts'
import { addRegistryItem, type ListItem } from '../registry/insert.ts'
import { removeRegistryItems } from '../registry/remove.ts'
import type { RegistryPath } from '../registry/resolved.ts'
import { clip } from '../resolution/phrases.ts'

/** What keeps a version from coming back. */
export interface NewExclusion {
  /** As the registry names it: a track's component. */
  component: string
  environment: string | null
  bad: string
  good: string | null
  reason: string
  /** A page that says more. */
  url: string | null
  now: Instant
}

/** The registry with the version on the list of excluded ones. The text itself where it stands there already with the same way back. */
export function exclude(text: string, exclusion: NewExclusion): string {
  const { component, environment, bad, good, reason, url, now } = exclusion
  // A target's own environment: exclusions hold for the whole of it.
  const [name] = environment === null ? [] : environment.split('/')
  const item: ListItem = {
    version: bad,
    reason: clip(reason),
    ...(url === null ? {} : { issue_url: url }),
    ...(name === undefined ? {} : { environments: [name] }),
    added_at: isoDate(now),
    ...(good === null ? {} : { rolled_back_to: good }),
  }
  return addRegistryItem(text, pathOf(component), item)
}

/** The registry without the entries of both lists that exclude exactly this version of the component for the environment. */
export function lift(
  text: string,
  { component, environment, version }: { component: string; environment: string | null; version: string },
): string {
  const [name] = environment === null ? [] : environment.split('/')
  const holds = (item: unknown) => {
    const environments = field(item, 'environments')
    return !Array.isArray(environments) || name === undefined || environments.includes(name) || environments.includes('all')
  }
  const names = (item: unknown) => item === version || (field(item, 'version') === version && holds(item))
  const kept = removeRegistryItems(text, pathOf(component), names)
  return removeRegistryItems(kept, ['exclusions'], (item) => field(item, 'component') === component && names(item))
}

function pathOf(component: string): RegistryPath {
  return ['upgrade_policies', 'excluded_versions', component]
}

function field(item: unknown, name: string): unknown {
  return typeof item === 'object' && item !== null ? Reflect.get(item, name) : undefined
}
