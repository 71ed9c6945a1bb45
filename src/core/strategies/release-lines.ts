import type { Instant } from '../model/instant.ts'
import type { ReleaseLine } from '../model/release.ts'

/** Whether a version is of a line: 22.1.0 and v22 are of `22`, 220.0.0 is not; 7.4.2-alpine is of `7.4`. */
export function isOfLine(version: string, line: string): boolean {
  const bare = withoutV(version)
  const begin = withoutV(line)
  if (begin === '' || !bare.startsWith(begin)) return false
  const next = bare[begin.length]
  return next === undefined || !/[0-9A-Za-z]/.test(next)
}

/** The most specific line that a version is of: of `7` and `7.4`, 7.4.2 is of `7.4`. */
export function lineOf(version: string, lines: readonly ReleaseLine[]): ReleaseLine | undefined {
  return lines
    .filter((line) => isOfLine(version, line.line))
    .reduce<ReleaseLine | undefined>((best, line) => (best === undefined || line.line.length > best.line.length ? line : best), undefined)
}

/** Whether a line counts as long-term support at a time. A line whose support begins later does not yet. */
export function isLts(line: ReleaseLine, now: Instant): boolean {
  if (line.ltsFrom !== undefined) return line.lts !== false && line.ltsFrom <= now
  return line.lts === true
}

/** Whether a line has ended, and since when where that is known. Null: it has not, or nobody says. */
export function endOfLife(line: ReleaseLine, now: Instant): { since?: Instant } | null {
  if (line.eol === true) return {}
  if (typeof line.eol === 'number' && line.eol <= now) return { since: line.eol }
  return null
}

function withoutV(text: string): string {
  return /^[vV]\d/.test(text) ? text.slice(1) : text
}
