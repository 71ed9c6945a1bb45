/** A line for `## [Unreleased]` (https://keepachangelog.com/en/1.1.0/). */
export interface ChangelogEntry {
  /** `Changed`, `Security`. */
  section: string
  /** Without the bullet. */
  line: string
  /** Whether an entry that stands there already, without its bullet, is about the same thing and gives way. */
  replaces(entry: string): boolean
}

const EMPTY = ['# Changelog', '', 'All notable changes to this repository are written here.', '']

/**
 * The text with the entry under Unreleased, headings made where they are missing; null is a file that does not exist.
 * Only lines are added or replaced: line ends, byte order mark, links and everything else stay. Twice is once.
 */
export function insertChangelogEntry(text: string | null, entry: ChangelogEntry): string {
  const eol = text?.includes('\r\n') === true ? '\r\n' : '\n'
  const lines = text === null || text.trim() === '' ? [...EMPTY] : text.split(/\r?\n/)
  const unreleased = ensureUnreleased(lines)
  dropReplaced(lines, unreleased, entry)
  const section = ensureSection(lines, unreleased, entry.section)
  lines.splice(endOfList(lines, section), 0, `${bulletOf(lines, unreleased)} ${entry.line}`)
  const out = lines.join(eol)
  return out.endsWith(eol) || (text !== null && text !== '' && !/\n$/.test(text)) ? out : out + eol
}

/** Line of the heading; written above the newest release where there is none. */
function ensureUnreleased(lines: string[]): number {
  const found = lines.findIndex((line) => /^##\s{1,5}\[?unreleased\]?/i.test(line))
  if (found !== -1) return found
  const first = lines.findIndex((line) => /^##\s/.test(line))
  const links = lines.findIndex((line) => /^\[[^\]]{1,200}\]:\s/.test(line))
  const at = first !== -1 ? first : links !== -1 ? links : trimmedEnd(lines)
  const before = at > 0 && lines[at - 1]?.trim() !== '' ? [''] : []
  lines.splice(at, 0, ...before, '## [Unreleased]', '')
  return at + before.length
}

/** First line behind the section that begins at `heading`. */
function endOfRelease(lines: readonly string[], heading: number): number {
  const next = lines.findIndex((line, index) => index > heading && (/^##\s/.test(line) || /^\[[^\]]{1,200}\]:\s/.test(line)))
  return next === -1 ? lines.length : next
}

function dropReplaced(lines: string[], unreleased: number, entry: ChangelogEntry): void {
  for (let at = endOfRelease(lines, unreleased) - 1; at > unreleased; at -= 1) {
    const bullet = /^[-*+]\s{1,4}(.*)$/.exec(lines[at] ?? '')
    if (bullet === null || !entry.replaces(bullet[1] ?? '')) continue
    lines.splice(at, 1)
    dropEmptySection(lines, at, entry.section)
  }
}

/** A section that lost its last entry goes with its heading, unless the new entry goes there. `at`: where the entry stood. */
function dropEmptySection(lines: string[], at: number, kept: string): void {
  let heading = at - 1
  while (heading > 0 && lines[heading]?.trim() === '') heading -= 1
  let next = at
  while (next < lines.length && lines[next]?.trim() === '') next += 1
  const name = /^###\s{1,5}(.*)$/
    .exec(lines[heading] ?? '')?.[1]
    ?.trim()
    .toLowerCase()
  const empty = next === lines.length || /^#{2,3}\s|^\[[^\]]{1,200}\]:\s/.test(lines[next] ?? '')
  if (name === undefined || name === kept.toLowerCase() || !empty) return
  lines.splice(heading, next - heading)
  // What stood at the end keeps the line end of the file.
  if (heading === lines.length) lines.push('')
}

/** Line of `### Section` below Unreleased; made at its end where there is none. */
function ensureSection(lines: string[], unreleased: number, section: string): number {
  const end = endOfRelease(lines, unreleased)
  const found = lines.findIndex(
    (line, index) => index > unreleased && index < end && line.toLowerCase().replace(/\s+/g, ' ').trim() === `### ${section.toLowerCase()}`,
  )
  if (found !== -1) return found
  let at = end
  while (at > unreleased + 1 && lines[at - 1]?.trim() === '') at -= 1
  const after = lines[at]?.trim() === '' || at === lines.length ? [] : ['']
  lines.splice(at, 0, '', `### ${section}`, '', ...after)
  return at + 1
}

/** Where the next bullet goes: behind the last line of the section that is not blank. */
function endOfList(lines: string[], section: number): number {
  let end = lines.findIndex((line, index) => index > section && /^#{2,3}\s|^\[[^\]]{1,200}\]:\s/.test(line))
  if (end === -1) end = lines.length
  while (end > section + 1 && lines[end - 1]?.trim() === '') end -= 1
  if (end > section + 1) return end
  if (lines[section + 1]?.trim() !== '') lines.splice(section + 1, 0, '')
  return section + 2
}

/** `-` or `*`, as the section's neighbours have it. */
function bulletOf(lines: readonly string[], unreleased: number): string {
  const bullet = lines.slice(unreleased).find((line) => /^[-*+]\s/.test(line)) ?? lines.find((line) => /^[-*+]\s/.test(line))
  return bullet?.[0] ?? '-'
}

function trimmedEnd(lines: readonly string[]): number {
  let end = lines.length
  while (end > 0 && lines[end - 1]?.trim() === '') end -= 1
  return end
}
