import type { Edit } from '../text/edit.ts'
import { endOf, isBlank, type Lines, lineAt, startOf } from './lines.ts'
import { OPEN } from './shielded.ts'

/** A heading below Unreleased with its lines. Offsets are those of the text. */
export interface Section {
  /** In lower case. */
  name: string
  /** Where the heading begins. */
  start: number
  /** Behind the last line that is not empty. */
  end: number
  /** Nothing stands below the heading. */
  empty: boolean
  endsWithList: boolean
}

/** An entry of one line. */
export interface EntryLine {
  /** Without its bullet. */
  text: string
  indent: string
  bullet: string
  start: number
  end: number
  section: Section | null
  /** Takes the line away, and its heading where nothing else stands below it. */
  removal: Edit
}

/** Deeper bullets belong to the entry above them. */
const BULLET = /^( ?)([-*+]) {1,4}(\S.{0,3000})$/

/** Entries between two lines, each with the section that it stands in. */
export function entryLines(lines: Lines, shield: Uint8Array, from: number, to: number, sections: readonly Section[]): EntryLine[] {
  const found: EntryLine[] = []
  for (let index = from; index < to; index += 1) {
    const match = shield[index] === OPEN ? BULLET.exec(lineAt(lines, index)) : null
    if (match === null) continue
    const start = startOf(lines, index)
    const section = sections.findLast((one) => one.start < start) ?? null
    const [, indent = '', bullet = '-', text = ''] = match
    const place = { start, end: endOf(lines, index), section, removal: removalOf(lines, index, section) }
    found.push({ text: text.trimEnd(), indent, bullet, ...place })
  }
  return found
}

/** The line with its line break; the heading too where the line was all that stood below it. */
function removalOf(lines: Lines, index: number, section: Section | null): Edit {
  const alone =
    section !== null &&
    lines.text
      .slice(section.start, section.end)
      .split('\n')
      .filter((line) => line.trim() !== '').length <= 2
  if (!alone || section === null) return { start: endOf(lines, index - 1), end: endOf(lines, index), text: '' }
  let above = index - 1
  while (above > 0 && startOf(lines, above) >= section.start) above -= 1
  while (above > 0 && isBlank(lines, above)) above -= 1
  return { start: endOf(lines, above), end: endOf(lines, index), text: '' }
}

/** The bullet that the file uses where it is looked at first. */
export function bulletOf(lines: Lines, shield: Uint8Array, from: number): string {
  for (let index = from; index < Math.min(lines.count, from + 2000); index += 1) {
    const match = shield[index] === OPEN ? BULLET.exec(lineAt(lines, index)) : null
    if (match !== null) return match[2] ?? '-'
  }
  return '-'
}
