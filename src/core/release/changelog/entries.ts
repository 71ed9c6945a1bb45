import { plainLine } from '../../text/sanitize.ts'
import type { ReleaseCommit } from '../commit.ts'
import { type JudgedCommit, shortSha } from '../judge-commit.ts'
import type { BodyEntry } from './body.ts'

/** A commit as a line of the CHANGELOG. */
export interface CommitEntry extends BodyEntry {
  commit: ReleaseCommit
}

const LONGEST_NOTE = 1000

/**
 * The commits that readers of the CHANGELOG should know of, oldest first: those whose type has a section, and those that break something.
 * `- **api:** add login (#12)`; what breaks is said below where the subject does not say it.
 */
export function commitEntries(judged: readonly JudgedCommit[], sections: ReadonlyMap<string, string>): CommitEntry[] {
  return judged
    .filter(({ listed }) => listed)
    .toReversed()
    .flatMap(({ commit }): CommitEntry[] => {
      const section = sectionOf(commit, sections)
      return section === null ? [] : [{ section, lines: linesFor(commit), commit }]
    })
}

function sectionOf({ type, scope, breaking }: ReleaseCommit, sections: ReadonlyMap<string, string>): string | null {
  const scoped = type === null || scope === null ? undefined : sections.get(`${type}(${scope.toLowerCase()})`)
  const own = scoped ?? sections.get(type ?? 'other')
  if (own !== undefined && scope?.toLowerCase() === 'security') return 'Security'
  return own ?? (breaking === null ? null : 'Changed')
}

function linesFor({ scope, description, breaking, pullRequest, sha }: ReleaseCommit): string[] {
  const mark = breaking === null ? '' : '**Breaking:** '
  const where = scope === null ? '' : `**${markdownLine(scope)}:** `
  const first = `${mark}${where}${markdownLine(description)} (${pullRequest ?? shortSha(sha)})`
  const note = breaking === null || breaking === description ? '' : markdownLine(breaking.slice(0, LONGEST_NOTE))
  return note === '' ? [first] : [first, note]
}

/** One line of Markdown that says what the text says: outside code, `<` would begin HTML. */
function markdownLine(text: string): string {
  const line = plainLine(text)
  const parts = line.split('`')
  const balanced = parts.length % 2 === 1
  return parts.map((part, at) => (balanced && at % 2 === 1 ? part : part.replaceAll('<', '\\<'))).join('`')
}

/**
 * The entries that a text does not speak of yet, by their number or sha in brackets or in their own words: what people wrote stands, and two
 * commits that say the same are one entry.
 */
export function unmentioned(entries: readonly CommitEntry[], text: string): CommitEntry[] {
  const lower = text.toLowerCase()
  const named = new Set([...text.matchAll(/[([]([#!]\d{1,10}|[0-9a-f]{7})/g)].map((found) => found[1] ?? ''))
  const seen = new Set<string>()
  return entries.filter(({ commit: { pullRequest, sha, scope, description } }) => {
    const words = markdownLine(description).toLowerCase()
    const key = `${scope?.toLowerCase() ?? ''}: ${words}`
    const known = named.has(pullRequest ?? shortSha(sha)) || (words.length > 8 && lower.includes(words)) || seen.has(key)
    seen.add(key)
    return !known
  })
}
