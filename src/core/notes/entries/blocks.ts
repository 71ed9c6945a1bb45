import type { Heading } from '../outline/headings.ts'
import type { Lines } from '../outline/lines.ts'
import { lowerBound, type Outline, type ReleaseSpan } from '../outline/releases.ts'
import { OPEN } from '../outline/shielded.ts'
import { type BlockLine, blockLine } from './block-line.ts'
import { type Draft, entriesFrom } from './draft.ts'
import type { Entry, Section } from './entry.ts'
import { sectionKind } from './section-kind.ts'
import { statementOf } from './statement.ts'

interface Reader {
  lines: Lines
  done: Draft[]
  headings: { rank: number; section: Section }[]
  /** Open list entries, outermost first, each with the label that its nested entries stand under. */
  list: { entry: Draft; label: Section | null }[]
  /** The entry whose paragraph goes on, if any. */
  open: Draft | null
  blank: boolean
  /** Whether indented text without a list is an example, as in Markdown. */
  indentedCode: boolean
  /** What stands further right than this is an example; -1 for none. */
  literal: number
  alert: boolean
  /** Rows of a table of commits, which stands for itself and not for the heading above it. */
  commits: boolean
}

/** Rank of a line that is a heading by its looks only: it lasts until the next heading or label. */
const LABEL_RANK = 100

const GUIDE: Section = { title: 'Upgrade guide', kind: 'upgrade' }

/** What a release says, entry by entry, in the order of the text. Linear in its lines. */
export function entriesOf(document: Outline, span: ReleaseSpan): Entry[] {
  const { lines, shield, markdown } = document
  const reader: Reader = {
    lines,
    done: [],
    headings: span.guide === true ? [{ rank: 0, section: GUIDE }] : [],
    list: [],
    open: null,
    blank: true,
    indentedCode: markdown,
    literal: -1,
    alert: false,
    commits: false,
  }
  const headings = new Map(inside(document.headings, span).map((heading) => [heading.firstLine, heading]))
  for (let index = span.fromLine; index < span.toLine; index += 1) {
    const heading = headings.get(index)
    if (heading !== undefined) {
      openHeading(reader, heading)
      index = heading.lastLine
    } else if (shield[index] === OPEN) readLine(reader, blockLine(lines, index, span.toLine, shield, !markdown))
    else {
      reader.open = null
      reader.blank = false
    }
  }
  return entriesFrom(reader.done, lines.text)
}

function inside(headings: readonly Heading[], span: ReleaseSpan): readonly Heading[] {
  return headings.slice(lowerBound(headings, span.fromLine), lowerBound(headings, span.toLine))
}

function openHeading(reader: Reader, heading: Heading): void {
  openSection(reader, heading.rank, heading.text)
  const sections = reader.headings.map(({ section }) => section)
  const own = sections.pop()
  const statement = own === undefined ? null : statementOf(reader.lines, heading, sections, own)
  if (statement !== null) reader.done.push(statement)
}

function openSection(reader: Reader, rank: number, title: string): void {
  reader.list = []
  reader.open = null
  reader.blank = true
  reader.headings = reader.headings.filter((above) => above.rank < rank)
  reader.headings.push({ rank, section: { title: title.trim(), kind: sectionKind(title) } })
}

/** A label inside a list entry counts for what is nested there only. */
function openLabel(reader: Reader, line: BlockLine): void {
  const title = line.label ?? ''
  const owner = reader.list.findLast(({ entry }) => line.indent >= entry.content)
  if (owner === undefined || line.indent === 0) {
    openSection(reader, LABEL_RANK, title)
    return
  }
  reader.list = reader.list.slice(0, reader.list.indexOf(owner) + 1)
  reader.open = null
  owner.label = { title, kind: sectionKind(title) }
}

function readLine(reader: Reader, line: BlockLine): void {
  if (line.kind === 'blank') {
    reader.open = null
    reader.blank = true
    reader.commits = false
    return
  }
  if (reader.literal >= 0 && line.indent > reader.literal) return
  reader.literal = -1
  if (!line.quoted) reader.alert = false
  if (line.kind !== 'row' && line.kind !== 'skip')
    reader.commits = line.kind === 'header' && /\bcommit\b/i.test(reader.lines.text.slice(line.start, line.end))
  if (line.kind === 'bullet') openBullet(reader, line)
  else if (line.kind === 'text') readText(reader, line)
  else if (line.kind === 'label') openLabel(reader, line)
  else if (line.kind === 'row') push(reader, line, 'row')
  else readMark(reader, line)
  reader.blank = false
}

function readMark(reader: Reader, line: BlockLine): void {
  reader.open = null
  if (line.kind === 'literal') reader.literal = line.indent
  if (line.kind === 'alert') {
    reader.alert = true
    reader.list = []
  }
}

function openBullet(reader: Reader, line: BlockLine): void {
  while ((reader.list.at(-1)?.entry.indent ?? -1) >= line.indent) reader.list.pop()
  const entry = push(reader, line, 'bullet')
  reader.list.push({ entry, label: null })
}

function readText(reader: Reader, line: BlockLine): void {
  const owner = reader.list.findLast(({ entry }) => line.indent > entry.indent)
  if (reader.open !== null && !reader.blank) extend(reader.open, line)
  else if (owner !== undefined) continueEntry(reader, owner.entry, line)
  else if (!reader.blank && reader.list.length > 0) continueEntry(reader, reader.list.at(-1)?.entry ?? null, line)
  else if (!reader.indentedCode || line.indent < 4) {
    reader.list = []
    push(reader, line, 'paragraph')
  }
  if (line.opensLiteral) reader.literal = line.indent
}

/** A further paragraph of a list entry, unless it stands so far right that it is an example. */
function continueEntry(reader: Reader, entry: Draft | null, line: BlockLine): void {
  if (entry === null || (reader.indentedCode && reader.blank && line.indent >= entry.content + 4)) return
  reader.list = reader.list.slice(0, reader.list.findIndex((open) => open.entry === entry) + 1)
  entry.paragraphs.push({ start: line.start, end: line.end })
  reader.open = entry
}

function push(reader: Reader, line: BlockLine, form: 'bullet' | 'paragraph' | 'row'): Draft {
  const above = form === 'bullet' ? reader.list.at(-1) : undefined
  const entry: Draft = {
    form: line.quoted ? (reader.alert ? 'alert' : 'quote') : form,
    indent: line.indent,
    content: line.content,
    paragraphs: line.start < line.end ? [{ start: line.start, end: line.end }] : [],
    sections: reader.headings.map(({ section }) => section).filter(({ kind }) => !(reader.commits && kind === 'breaking')),
    under: above?.label ?? null,
    parent: above?.entry ?? null,
    children: 0,
  }
  if (above !== undefined) above.entry.children += 1
  reader.done.push(entry)
  reader.open = entry
  return entry
}

function extend(entry: Draft, line: BlockLine): void {
  const last = entry.paragraphs.at(-1)
  if (last === undefined) entry.paragraphs.push({ start: line.start, end: line.end })
  else last.end = line.end
}
