import type { Source } from '../core/model/component.ts'
import type { Instant } from '../core/model/instant.ts'
import type { Release } from '../core/model/release.ts'
import type { Step } from '../core/model/upgrade.ts'
import type { SeenRelease } from '../core/safety/evidence.ts'
import { nextSighting, type Sighting } from '../core/safety/sightings.ts'
import type { Seen } from '../ports/seen.ts'
import type { Recording } from './recording.ts'
import type { ScopeSituation, Situation } from './situation.ts'

/** A release whose content upstream states. */
type Held = Pick<SeenRelease, 'version' | 'tag' | 'kind' | 'content'> & { name: string }

/** What the tags of targets and of versions in force held before; notes what they hold now. Without a store nothing was seen before. */
export function readSightings(held: readonly Held[], seen: Seen | undefined, now: Instant): Record<string, Sighting> {
  const known = new Map(held.map(({ name, content }) => [name, content]))
  if (seen === undefined || known.size === 0) return {}
  const before = seen.recall([...known.keys()])
  seen.note(new Map([...known].map(([name, content]) => [name, nextSighting(before.get(name), content, now)])))
  return Object.fromEntries([...before].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Targets and versions in force of all steps, as far as their content is known. */
export function heldReleases(situation: Situation, current: (step: Step, scope: ScopeSituation) => Release | null): Held[] {
  return situation.scopes.flatMap((scope) => scope.steps.flatMap((step) => heldOf(step, scope, current(step, scope))))
}

/** The same of one step, with what the recording remembers. */
export function seenReleases(step: Step, scope: ScopeSituation, current: Release | null, { seen }: Pick<Recording, 'seen'>): SeenRelease[] {
  return heldOf(step, scope, current).map(({ name, ...one }) => {
    const before = seen[name]
    return { ...one, ...(before === undefined ? {} : { before: { content: before.content, at: before.at } }) }
  })
}

function heldOf(step: Step, scope: ScopeSituation, current: Release | null): Held[] {
  const source = scope.resolution.outcomes.get(step.component)?.component.source
  if (source === undefined || source === null) return []
  return [step.toRelease, ...(current === null ? [] : [current])].flatMap((release) => contentOf(release, source))
}

/** An image is its digest, whatever commit it was built from. */
function contentOf({ tag, version, digest, commit }: Release, source: Source): Held[] {
  const content = digest ?? commit
  if (content === undefined) return []
  const kind = digest === undefined ? 'commit' : 'digest'
  return [{ version, tag, kind, content, name: JSON.stringify([source.datasource, source.url ?? '', source.package, tag, kind]) }]
}
