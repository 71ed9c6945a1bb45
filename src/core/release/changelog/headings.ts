import { parseReleaseVersion, type ReleaseVersion } from '../version.ts'

/** A heading that begins the section of a release, or that of what is not released. */
export type ReleaseHeading = { kind: 'unreleased'; level: number } | { kind: 'version'; level: number; version: ReleaseVersion }

const HEADING = /^\ufeff?(#{1,3})[ \t]{1,5}(\S.{0,300})$/
/** `[1.2.0]`, `v1.2.0`, `api 1.2.0`, `[api-v1.2.0](https://…)`: a version with a few letters before it, and behind it a date, a link or nothing. */
const VERSION = /^\[?(?:[A-Za-z@/_. -]{0,40}?[ @/_-])?v?(\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[0-9A-Za-z.-]{1,60})?)\b(?![.\w])/

/** Reads a heading as that of a release; null for any other line. A heading of the third level counts where nothing but a date follows. */
export function releaseHeading(line: string): ReleaseHeading | null {
  const found = HEADING.exec(line)
  if (found === null) return null
  const [, marks = '', words = ''] = found
  if (/^\[?unreleased\b/i.test(words)) return { kind: 'unreleased', level: marks.length }
  const label = VERSION.exec(words)
  const version = parseReleaseVersion(label?.[1] ?? '')
  if (label === null || version === null) return null
  if (marks.length === 3 && !/^[\])\s(–—-]{0,10}(?:\(?\d{4}-\d{2}-\d{2}\)?)?\s{0,5}$/.test(words.slice(label[0].length))) return null
  return { kind: 'version', level: marks.length, version }
}

/** How a repository writes the headings of its releases. */
export interface HeadingStyle {
  level: number
  brackets: boolean
  /** `v`, or the name of the package with what stands between. */
  prefix: string
  /** What stands before the date, and behind it: ` - ` and nothing, ` (` and `)`. */
  date: readonly [string, string]
}

/** That of Keep a Changelog 1.1: `## [1.2.0] - 2026-11-21`. */
export const USUAL_STYLE: HeadingStyle = { level: 2, brackets: true, prefix: '', date: [' - ', ''] }

const STYLED =
  /^(#{1,3})[ \t]{1,5}(\[?)([A-Za-z@/_. -]{0,40}?)\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[0-9A-Za-z.-]{1,60})?(\]?)(?:\([^()\s]{0,300}\))?([ \t(–—:-]{1,5})\d{4}-\d{2}-\d{2}(\)?)[ \t]{0,5}$/

/** The style of a heading, to write the next one like it; null where it has a form of its own, such as a name for the release. */
export function styleOf(line: string): HeadingStyle | null {
  const found = STYLED.exec(line)
  if (found === null) return null
  const [, marks = '##', open = '', prefix = '', close = '', before = ' - ', after = ''] = found
  return (open === '') === (close === '') ? { level: marks.length, brackets: open !== '', prefix, date: [before, after] } : null
}

/** `## [1.3.0] - 2026-11-21`. */
export function formatHeading(style: HeadingStyle, version: string, date: string): string {
  const [before, after] = style.date
  return `${'#'.repeat(style.level)} ${labelled(style, version)}${before}${date}${after}`
}

/** `[1.3.0]`, as heading and link reference have it. */
export function labelled({ brackets, prefix }: HeadingStyle, version: string): string {
  return brackets ? `[${prefix}${version}]` : `${prefix}${version}`
}
