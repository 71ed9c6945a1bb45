import { isBlank, type Line, proseOf } from './lines.ts'

/** Sections of Keep a Changelog 1.1, in its order. */
export const KEPT_SECTIONS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'] as const

/** Headings that other habits give to the same things. */
const ALIASES: Readonly<Record<string, string>> = {
  features: 'added',
  newfeatures: 'added',
  bugfixes: 'fixed',
  fixes: 'fixed',
  changes: 'changed',
}

/** One `### Added` of a release, or what stands before the first of them. */
interface Group {
  /** In lower case, letters only; empty before the first heading. */
  name: string
  lines: Line[]
}

/** How lines are written that come in. */
export interface Writing {
  end: string
  /** `-` or `*`. */
  bullet: string
  /** `### `. */
  heading: string
}

/** A line of a section, and what belongs to it. */
export interface BodyEntry {
  section: string
  /** The first without bullet, the others below it. */
  lines: readonly string[]
}

/** The body of a release with entries added at the ends of their sections, which are made where they are missing. */
export function withEntries(body: readonly Line[], entries: readonly BodyEntry[], writing: Writing): Line[] {
  const groups = groupsOf(body)
  for (const section of sectionsIn(entries)) {
    const group = groupFor(groups, section, writing)
    const lines = entries.filter((entry) => entry.section === section).flatMap((entry) => bulletLines(entry, writing))
    insertAtEnd(group.lines, lines, writing)
  }
  return joined(groups, writing)
}

/** Two bodies as one: what the second says under a heading goes to the end of the same heading of the first. */
export function mergedBodies(first: readonly Line[], second: readonly Line[], writing: Writing): Line[] {
  const groups = groupsOf(first)
  for (const { name, lines } of groupsOf(second)) {
    if (lines.every((line, at) => isBlank(line) || (at === 0 && name !== ''))) continue
    const same = groups.find((group) => group.name === name)
    if (same === undefined) groups.push({ name, lines: [...lines] })
    else insertAtEnd(same.lines, trimmed(name === '' ? lines : lines.slice(1)), writing)
  }
  return joined(groups, writing)
}

/** Without sections that have nothing but their heading. */
export function withoutEmptySections(body: readonly Line[]): Line[] {
  return groupsOf(body).flatMap(({ name, lines }) => (name !== '' && lines.slice(1).every(isBlank) ? [] : lines))
}

/** Whether there is anything but headings and blank lines. */
export function saysSomething(body: readonly Line[]): boolean {
  return groupsOf(body).some(({ name, lines }) => !lines.slice(name === '' ? 0 : 1).every(isBlank))
}

function groupsOf(body: readonly Line[]): Group[] {
  const prose = proseOf(body)
  const groups: Group[] = [{ name: '', lines: [] }]
  body.forEach((line, at) => {
    const heading = prose[at] === true ? /^#{2,4}[ \t]{1,5}(\S.{0,200})$/.exec(line.text)?.[1] : undefined
    if (heading === undefined) groups.at(-1)?.lines.push(line)
    else groups.push({ name: plainName(heading), lines: [line] })
  })
  return groups
}

function plainName(heading: string): string {
  const letters = heading.toLowerCase().replace(/:[a-z_]{1,40}:|[^a-z]{1,200}/g, '')
  return ALIASES[letters] ?? (letters === '' ? heading : letters)
}

function sectionsIn(entries: readonly BodyEntry[]): string[] {
  const wanted = new Set(entries.map(({ section }) => section))
  return [...KEPT_SECTIONS.filter((section) => wanted.has(section)), ...[...wanted].filter((section) => rankOf(plainName(section)) === -1)]
}

function rankOf(name: string): number {
  return KEPT_SECTIONS.findIndex((section) => section.toLowerCase() === name)
}

function groupFor(groups: Group[], section: string, { end, heading }: Writing): Group {
  const name = plainName(section)
  const found = groups.find((group) => group.name === name)
  if (found !== undefined) return found
  const made: Group = {
    name,
    lines: [
      { text: `${heading}${section}`, end },
      { text: '', end },
    ],
  }
  const later = groups.findIndex((group) => rankOf(group.name) > rankOf(name))
  groups.splice(later === -1 ? groups.length : later, 0, made)
  return made
}

function bulletLines({ lines }: BodyEntry, { bullet, end }: Writing): Line[] {
  return lines.map((text, at) => ({ text: at === 0 ? `${bullet} ${text}` : `  ${text}`, end }))
}

/** Behind the last line that is not blank; between a heading and its first entry stays a blank line. */
function insertAtEnd(lines: Line[], more: readonly Line[], { end }: Writing): void {
  let at = lines.length
  while (at > 0 && isBlank(lines[at - 1])) at -= 1
  const headingAlone = at === 1 && /^#/.test(lines[0]?.text ?? '')
  if (headingAlone && !isBlank(lines[1])) lines.splice(1, 0, { text: '', end })
  lines.splice(headingAlone ? 2 : at, 0, ...more)
}

function trimmed(lines: readonly Line[]): Line[] {
  const first = lines.findIndex((line) => !isBlank(line))
  const last = lines.findLastIndex((line) => !isBlank(line))
  return first === -1 ? [] : lines.slice(first, last + 1)
}

/** The lines of all groups, a blank line between two of them. */
function joined(groups: readonly Group[], { end }: Writing): Line[] {
  return groups.flatMap(({ lines }, at) => {
    const follows = groups.slice(at + 1).some((group) => group.lines.length > 0)
    return follows && lines.length > 0 && !isBlank(lines.at(-1)) ? [...lines, { text: '', end }] : lines
  })
}
