import { DAY, type Instant } from '../model/instant.ts'

/** What a tag held when it was first seen. */
export interface Sighting {
  content: string
  /** When it was first seen with this content. */
  at: Instant
  /** When other content was first seen under the same name. */
  changedAt?: Instant
}

/** For how long a change is told. After it the new content is taken for the tag's own: somebody has seen the warning, or never will. */
const TOLD_FOR = 30 * DAY

/** What is remembered after a tag was seen with `content`. The first content stays, so that a second look does not forget the first. */
export function nextSighting(before: Sighting | undefined, content: string, now: Instant): Sighting {
  if (before === undefined) return { content, at: now }
  if (before.content === content) return { content, at: before.at }
  const changedAt = before.changedAt ?? now
  return now - changedAt > TOLD_FOR ? { content, at: now } : { content: before.content, at: before.at, changedAt }
}
