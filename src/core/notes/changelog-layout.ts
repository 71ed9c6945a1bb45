import { bulletOf, type EntryLine, entryLines, type Section } from './changelog-entries.ts'
import { plainHeading } from './heading-text.ts'
import type { Heading } from './headings.ts'
import { endOf, isBlank, type Lines, lineAt, startOf } from './lines.ts'
import { readReleaseHeading } from './release-heading.ts'
import { outline } from './releases.ts'

/** What stands where in a changelog, as far as writing to Unreleased needs it. */
export interface UnreleasedLayout {
  eol: string
  /** Offset of the heading; null where there is none. */
  unreleasedAt: number | null
  /** The whole of Unreleased. */
  body: Section
  sections: readonly Section[]
  entries: readonly EntryLine[]
  bullet: string
  /** Of a section below Unreleased: `###`. */
  marks: string
  /** The releases are written `[1.2.3]`. */
  bracketed: boolean
  /** Releases are underlined with this mark. */
  underline: string | null
  /** Unreleased has entries right below its heading and no sections. */
  plain: boolean
  /** Where Unreleased is to be made, with the line breaks that it needs around it. */
  insertAt: { offset: number; before: string; after: string }
}

const UNRELEASED = /^unreleased\b|^(?:upcoming|next)(?: release| version)?$|^(?:head|main|master|trunk)(?: ?\/ ?unreleased)?$/i
const LINK_DEFINITION = /^\[[^\][]{1,200}\]: \S/

/** Reads the layout. Headings in examples and comments are none. */
export function layoutOf(text: string): UnreleasedLayout {
  const { lines, shield, headings } = outline(text, '0')
  const eol = /\r\n/.test(text.slice(0, 100_000)) ? '\r\n' : '\n'
  const at = headings.findIndex(isUnreleased)
  const unreleased = headings[at]
  const release = headings.find((heading) => heading !== unreleased && readReleaseHeading(heading, false) !== null)
  const model = unreleased ?? release
  const end = unreleased === undefined ? 0 : bodyEnd(lines, headings, at)
  const inside = unreleased === undefined ? [] : headings.slice(at + 1).filter((heading) => heading.firstLine < end)
  const sections = inside.map((heading, index) => sectionOf(lines, heading, inside[index + 1]?.firstLine ?? end))
  const body = unreleased === undefined ? NOWHERE : sectionOf(lines, unreleased, inside[0]?.firstLine ?? end)
  return {
    eol,
    unreleasedAt: unreleased === undefined ? null : startOf(lines, unreleased.firstLine),
    body,
    sections,
    entries: unreleased === undefined ? [] : entryLines(lines, shield, unreleased.lastLine + 1, end, sections),
    bullet: bulletOf(lines, shield, unreleased?.firstLine ?? 0),
    marks: model?.notation === 'atx' ? '#'.repeat(Math.min(6, model.rank + 1)) : '###',
    bracketed: release === undefined || /^\s{0,3}\[/.test(release.text),
    underline: model?.notation === 'underlined' ? (model.style[0] ?? '-') : null,
    plain: sections.length === 0 && (!body.empty || model?.notation === 'underlined'),
    insertAt: insertionPoint(lines, headings, release, eol),
  }
}

const NOWHERE: Section = { name: '', start: 0, end: 0, empty: true, endsWithList: false }

function isUnreleased(heading: Heading): boolean {
  return UNRELEASED.test(plainHeading(heading.text).replace(/^[([]{1,2}/, '')) && !/\d/.test(heading.text.replace(/\(.{0,300}\)/, ''))
}

/** Unreleased goes to the next heading of its own rank or a higher one, or to the link references at the end. */
function bodyEnd(lines: Lines, headings: readonly Heading[], at: number): number {
  const own = headings[at]
  const next = headings.slice(at + 1).find((heading) => own === undefined || heading.rank <= own.rank || heading.notation !== own.notation)
  let end = next?.firstLine ?? lines.count
  while (end > 0 && (isBlank(lines, end - 1) || LINK_DEFINITION.test(lineAt(lines, end - 1))) && end - 1 > (own?.lastLine ?? 0)) end -= 1
  return end
}

function sectionOf(lines: Lines, heading: Heading, limit: number): Section {
  let last = limit - 1
  while (last > heading.lastLine && isBlank(lines, last)) last -= 1
  return {
    name: plainHeading(heading.text).toLowerCase(),
    start: startOf(lines, heading.firstLine),
    end: endOf(lines, last),
    empty: last <= heading.lastLine,
    endsWithList: /^\s{0,12}(?:[-*+] |\d{1,3}[.)] |\s{2})/.test(lineAt(lines, last)),
  }
}

/** Before the first release; without one, at the end of what stands above the link references. */
function insertionPoint(
  lines: Lines,
  headings: readonly Heading[],
  release: Heading | undefined,
  eol: string,
): UnreleasedLayout['insertAt'] {
  if (release !== undefined) {
    const offset = startOf(lines, release.firstLine)
    return { offset, before: offset === 0 || isBlank(lines, release.firstLine - 1) ? '' : eol, after: eol + eol }
  }
  let last = lines.count
  const floor = headings[0]?.lastLine ?? -1
  while (last - 1 > floor && (isBlank(lines, last - 1) || LINK_DEFINITION.test(lineAt(lines, last - 1)))) last -= 1
  return { offset: endOf(lines, last - 1), before: eol + eol, after: '' }
}
