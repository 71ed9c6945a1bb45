import { applyEdits, type Edit } from '../text/edit.ts'
import type { Section } from './changelog-entries.ts'
import { layoutOf, type UnreleasedLayout } from './changelog-layout.ts'

/** Headings of Keep a Changelog 1.1, in its order. */
export const CHANGELOG_SECTIONS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'] as const
export type ChangelogSection = (typeof CHANGELOG_SECTIONS)[number]

/** One line to stand under `## [Unreleased]`. */
export interface ChangelogEntry {
  /** One of `CHANGELOG_SECTIONS`, or a heading that the project uses instead (`Updated`). */
  section: string
  /** The text of the entry, without a bullet. Line breaks become spaces. */
  line: string
  /** Whether an entry that stands there already, without its bullet, is about the same thing and gives way. */
  replaces(entry: string): boolean
}

/** Headings that projects use for the same thing; an existing one is taken before a new one is made. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  changed: ['changes', 'updated', 'updates', 'dependencies', 'dependency updates'],
  security: ['security fixes', 'vulnerabilities'],
  fixed: ['fixes', 'bug fixes', 'bugfixes'],
  added: ['features', 'new features', 'additions'],
  removed: ['removals'],
  deprecated: ['deprecations'],
}

const NEW_FILE = [
  '# Changelog',
  '',
  'All notable changes to this project will be documented in this file.',
  '',
  'The format is based on [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).',
  '',
]

/**
 * A changelog with one entry under Unreleased (Keep a Changelog 1.1). Headings that are missing are made; line ends, byte order mark, link
 * references and every other byte stay. Saying the same twice changes nothing.
 * @param text the file as it is; null where there is none
 */
export function insertChangelogEntry(text: string | null, entry: ChangelogEntry): string {
  if (text === null || text.replace(/^\ufeff/, '').trim() === '') {
    return [...NEW_FILE, '## [Unreleased]', '', `### ${entry.section.trim()}`, '', entryLine(entry, '-'), ''].join('\n')
  }
  const layout = layoutOf(text)
  const target = sectionFor(layout, entry.section)
  const earlier = layout.entries.filter((line) => line.text === oneLine(entry.line) || entry.replaces(line.text))
  const stays = earlier.find((line) => (target === null ? layout.sections.length === 0 : line.section === target))
  const goes = earlier.find((line) => line !== stays)
  if (goes !== undefined) return insertChangelogEntry(applyEdits(text, [goes.removal]), entry)
  if (stays === undefined) return withEntry(text, layout, entry)
  return applyEdits(text, [{ start: stays.start, end: stays.end, text: `${stays.indent}${entryLine(entry, stays.bullet)}` }])
}

function withEntry(text: string, layout: UnreleasedLayout, entry: ChangelogEntry): string {
  const line = entryLine(entry, layout.bullet)
  const section = sectionFor(layout, entry.section)
  if (layout.unreleasedAt === null) return applyEdits(text, [newRelease(layout, entry, line)])
  if (section !== null) return applyEdits(text, [intoSection(section, line, layout.eol)])
  if (layout.plain) return applyEdits(text, [intoSection(layout.body, line, layout.eol)])
  return applyEdits(text, [newSection(layout, entry, line)])
}

/** `- Updated redis from 7.2 to 7.4` */
function entryLine(entry: ChangelogEntry, bullet: string): string {
  return `${bullet} ${oneLine(entry.line)}`
}

function oneLine(text: string): string {
  return text.replace(/\s{1,200}/g, ' ').trim()
}

/** The section of that name, else one that means the same. */
function sectionFor(layout: UnreleasedLayout, wanted: string): Section | null {
  const name = wanted.trim().toLowerCase()
  const exact = layout.sections.find((section) => section.name === name)
  return exact ?? layout.sections.find((section) => SAME[name]?.includes(section.name) ?? false) ?? null
}

/** Behind the last line of a section, with one empty line below its heading. */
function intoSection(section: Section, line: string, eol: string): Edit {
  const lead = section.empty ? eol + eol : section.endsWithList ? eol : eol + eol
  return { start: section.end, end: section.end, text: `${lead}${line}` }
}

/** In the order of Keep a Changelog; a heading that it does not know goes last. */
function newSection(layout: UnreleasedLayout, entry: ChangelogEntry, line: string): Edit {
  const rank = rankOf(entry.section)
  const before = layout.sections.findLast((section) => rankOf(section.name) <= rank)
  const first = layout.sections[0]
  const { eol, marks } = layout
  const block = `${marks} ${entry.section.trim()}${eol}${eol}${line}`
  if (before === undefined && first !== undefined) return { start: first.start, end: first.start, text: `${block}${eol}${eol}` }
  const at = before?.end ?? layout.body.end
  return { start: at, end: at, text: `${eol}${eol}${block}` }
}

function rankOf(name: string): number {
  const rank = CHANGELOG_SECTIONS.findIndex(
    (section) =>
      section.toLowerCase() === name.trim().toLowerCase() || (SAME[section.toLowerCase()] ?? []).includes(name.trim().toLowerCase()),
  )
  return rank === -1 ? CHANGELOG_SECTIONS.length : rank
}

/** Unreleased above the first release, written as the releases are. */
function newRelease(layout: UnreleasedLayout, entry: ChangelogEntry, line: string): Edit {
  const { eol, insertAt } = layout
  const title =
    layout.underline === null
      ? `${layout.marks.slice(1)} ${layout.bracketed ? '[Unreleased]' : 'Unreleased'}`
      : `Unreleased${eol}${layout.underline.repeat(10)}`
  const section = layout.underline === null ? `### ${entry.section.trim()}`.replace('###', layout.marks) + eol + eol : ''
  const block = `${title}${eol}${eol}${section}${line}`
  return { start: insertAt.offset, end: insertAt.offset, text: `${insertAt.before}${block}${insertAt.after}` }
}
