import { type ReleaseHeading, releaseHeading } from './headings.ts'
import { isBlank, type Line, proseOf } from './lines.ts'

/** One release of a CHANGELOG, or what is not released. */
export interface ChangelogSection {
  heading: Line
  of: ReleaseHeading
  /** Up to the next release, its blank lines included. */
  body: Line[]
}

/** A CHANGELOG in its parts, which together are the whole text. */
export interface ChangelogDocument {
  /** Before the first release. */
  head: Line[]
  sections: ChangelogSection[]
  /** Link references at the end, with the blank lines before them. */
  tail: Line[]
}

const REFERENCE = /^ {0,3}\[[^\]\n]{1,200}\]:[ \t]{0,5}\S/

export function isReference(line: Line | undefined): boolean {
  return line !== undefined && REFERENCE.test(line.text)
}

export function readDocument(lines: readonly Line[]): ChangelogDocument {
  const prose = proseOf(lines)
  let end = lines.length
  while (end > 0 && prose[end - 1] === true && (isBlank(lines[end - 1]) || isReference(lines[end - 1]))) end -= 1
  // Without references the blank lines at the end are those of the last section.
  if (!lines.slice(end).some(isReference)) end = lines.length
  const document: ChangelogDocument = { head: [], sections: [], tail: lines.slice(end) }
  lines.slice(0, end).forEach((line, at) => {
    const of = prose[at] === true ? releaseHeading(line.text) : null
    if (of !== null) document.sections.push({ heading: line, of, body: [] })
    else (document.sections.at(-1)?.body ?? document.head).push(line)
  })
  return document
}

export function linesOfDocument({ head, sections, tail }: ChangelogDocument): Line[] {
  return [...head, ...sections.flatMap(({ heading, body }) => [heading, ...body]), ...tail]
}
