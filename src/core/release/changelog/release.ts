import type { ReleaseVersion } from '../version.ts'
import { mergedBodies, saysSomething, type Writing, withEntries, withoutEmptySections } from './body.ts'
import { type ChangelogDocument, type ChangelogSection, linesOfDocument, readDocument } from './document.ts'
import { type CommitEntry, unmentioned } from './entries.ts'
import { formatHeading, type HeadingStyle, labelled, releaseHeading, styleOf, USUAL_STYLE } from './headings.ts'
import { isBlank, joinLines, type Line, splitLines, usualEnd } from './lines.ts'
import { withLinks } from './links.ts'

/** What a CHANGELOG is to say of a release. */
export interface ChangelogRelease {
  version: ReleaseVersion
  /** `2026-11-21`. */
  date: string
  tag: string
  previousTag: string | null
  entries: readonly CommitEntry[]
  /** A version that an earlier run wrote and that never got a tag: its section becomes this one. */
  pending: { version: ReleaseVersion; tag: string } | null
}

const NEW = ['# Changelog', '', 'All notable changes to this project are written here.', '', '## [Unreleased]', '']

/** What a release says that has nothing to say. */
const NOTHING = 'No notable changes.'

/**
 * The CHANGELOG with what stands under Unreleased, and the commits that nobody wrote of, as the section of the release; null is a file that does
 * not exist. Headings and links are written like those that are there, and all other lines stay as they are. Twice is once.
 *
 * @returns the text, and the entries that were added
 */
export function releaseChangelog(text: string | null, release: ChangelogRelease): { text: string; added: readonly CommitEntry[] } {
  const lines = text === null || text.trim() === '' ? NEW.map((line) => ({ text: line, end: '\n' })) : splitLines(text)
  const document = readDocument(lines)
  const style = styleFor(document)
  const writing = writingOf(lines, style)
  const unreleased = document.sections.find(({ of }) => of.kind === 'unreleased')
  const own = ownSection(document, release, style, writing.end)
  if (unreleased !== undefined) {
    own.body = mergedBodies(own.body, unreleased.body, writing)
    unreleased.body = [{ text: '', end: writing.end }]
  }
  const added = unmentioned(release.entries, joinLines(own.body, writing.end))
  const said = added.length === 0 ? own.body : withoutNothing(own.body)
  own.body = tidy(withEntries(said, added, writing), document, own, writing)
  const replaces = release.pending === null ? null : { label: bare(style, release.pending.version.text), tag: release.pending.tag }
  const { tag, previousTag } = release
  const links = { label: bare(style, release.version.text), tag, previousTag, replaces, end: writing.end }
  return { text: joinLines(withLinks(linesOfDocument(document), links), writing.end), added }
}

/** The versions that a CHANGELOG has sections of, in its order. */
export function releasedVersions(text: string): ReleaseVersion[] {
  return readDocument(splitLines(text)).sections.flatMap(({ of }) => (of.kind === 'version' ? [of.version] : []))
}

/** The section of the release: that of an earlier run, or a new one below Unreleased. */
function ownSection(document: ChangelogDocument, release: ChangelogRelease, style: HeadingStyle, end: string): ChangelogSection {
  const { version, date, pending } = release
  const find = (wanted: ReleaseVersion) => document.sections.find(({ of }) => of.kind === 'version' && of.version.text === wanted.text)
  const there = find(version)
  if (there !== undefined) return there
  const heading = formatHeading(style, version.text, date)
  const of = releaseHeading(heading) ?? { kind: 'version' as const, level: style.level, version }
  const left = pending === null ? undefined : find(pending.version)
  if (left !== undefined) {
    left.heading = { ...left.heading, text: heading }
    left.of = of
    return left
  }
  const made: ChangelogSection = { heading: { text: heading, end }, of, body: [] }
  const at = document.sections.findIndex((section) => section.of.kind === 'unreleased')
  document.sections.splice(at + 1, 0, made)
  if (at === -1 && document.head.length > 0 && !isBlank(document.head.at(-1))) document.head.push({ text: '', end })
  return made
}

/** Like the newest release; else as Keep a Changelog has it. */
function styleFor({ sections }: ChangelogDocument): HeadingStyle {
  const newest = sections.find(({ of }) => of.kind === 'version')
  return (newest === undefined ? null : styleOf(newest.heading.text)) ?? USUAL_STYLE
}

function writingOf(lines: readonly Line[], { level }: HeadingStyle): Writing {
  const bullet = lines.map(({ text }) => /^([-*+])\s/.exec(text)?.[1]).find((found) => found !== undefined) ?? '-'
  return { end: usualEnd(lines), bullet, heading: `${'#'.repeat(level + 1)} ` }
}

/** Blank lines around what is said, and none where nothing follows; a release that says nothing says so. */
function tidy(body: readonly Line[], document: ChangelogDocument, own: ChangelogSection, { end }: Writing): Line[] {
  const said = withoutEmptySections(body)
  const blank: Line = { text: '', end }
  const content = saysSomething(said) ? said : [blank, { text: NOTHING, end }]
  const opened = isBlank(content[0]) ? content : [blank, ...content]
  const [follows] = document.tail
  const closed = document.sections.at(-1) === own && (follows === undefined || isBlank(follows))
  return closed || isBlank(opened.at(-1)) ? opened : [...opened, blank]
}

function bare(style: HeadingStyle, version: string): string {
  return labelled({ ...style, brackets: false }, version)
}

/** Without the sentence of a release that had nothing to say, and the blank line behind it. */
function withoutNothing(body: readonly Line[]): Line[] {
  const at = body.findIndex(({ text }) => text === NOTHING)
  return at === -1 ? [...body] : body.toSpliced(at, isBlank(body[at + 1]) ? 2 : 1)
}
