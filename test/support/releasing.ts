import { createHash } from 'node:crypto'
import type { RawCommit } from '../../src/core/release/commit.ts'
import { type ReleaseSettings, releaseSettings } from '../../src/core/release/settings.ts'
import { releaseTags } from '../../src/core/release/tags.ts'
import type { HistoryTag } from '../../src/ports/history.ts'

/** The sha that `aHistory` gives to a commit, by its position in the list. */
export function shaOf(position: number): string {
  return createHash('sha1').update(String(position)).digest('hex')
}

/** Commits in a line, oldest first as people tell it; given back newest first as git does. */
export function aHistory(messages: readonly string[]): RawCommit[] {
  return messages
    .map(
      (message, at): RawCommit => ({ sha: shaOf(at), parents: at === 0 ? [] : [shaOf(at - 1)], message, date: at * 60_000, touches: true }),
    )
    .toReversed()
}

/** Settings as a registry would give them; none: the defaults. */
export function someSettings(written: Parameters<typeof releaseSettings>[0] = {}, name?: string): ReleaseSettings {
  const settings = releaseSettings(written, name)
  if (settings === null) throw new Error(`there is no package ${name}`)
  return settings
}

/** Tags by name: merged ones, and those of other branches. */
export function someTags(merged: readonly string[], others: readonly string[] = [], prefix: string | null = null) {
  const tag =
    (isMerged: boolean) =>
    (name: string): HistoryTag => ({ name, commit: createHash('sha1').update(name).digest('hex'), merged: isMerged })
  return releaseTags([...merged.map(tag(true)), ...others.map(tag(false))], prefix)
}
