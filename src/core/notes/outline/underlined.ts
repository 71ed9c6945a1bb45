import { LONGEST_HEADING } from './heading-text.ts'
import type { Heading } from './headings.ts'
import { endOf, isBlank, type Lines, lineAt, startOf, textStart } from './lines.ts'
import { OPEN } from './shielded.ts'

const ADORNED = '=-~^"\'`#*+:._'
const DIGIT = /\d/
/** A release may follow upon the last line of the one above it. */
const RELEASE = /^(?:(?:what's new in|changes in) )?(?:[A-Z][\w-]{1,30} )?v?\d{1,6}(?:\.\d{1,6}){1,4}(?: {1,3}\(.{4,30}\))?$/i
const NAMES_RELEASE = /^(?:ver(?:sion)?\.? |release |v)?\d{1,6}(?:\.\d{1,6}){1,4} \(/i
const BOX = '=-*#~'
const SHORTEST_BOX = 8
const MOST_TITLE_LINES = 3

/** `Title` over `=====`, perhaps under it too. A row of dashes under a list entry or behind a blank line is a rule, not a title. */
export function underlinedAt(lines: Lines, shield: Uint8Array, index: number, styles: string[]): Heading | null {
  const over = adornmentAt(lines, index)
  const titleLine = over === null ? index : index + 1
  const under = adornmentAt(lines, titleLine + 1)
  if (under === null || isBlank(lines, titleLine) || shield[titleLine] !== OPEN || adornmentAt(lines, titleLine) !== null) return null
  if (over !== null && over.mark !== under.mark) return null
  const title = lineAt(lines, titleLine).trim()
  if (title.length > LONGEST_HEADING || under.length < Math.min(3, title.length) || isTooShort(under.length, title)) return null
  if (
    over === null &&
    (!isBlank(lines, index - 1) || /^(?:[-*+|>]|\d{1,3}[.)])\s/.test(title)) &&
    !standsBelowHeading(lines, shield, index) &&
    !(RELEASE.test(title) && Math.abs(under.length - title.length) <= 4)
  )
    return null
  if (under.length < 3 && !DIGIT.test(title)) return null
  const style = over === null ? under.mark : `${under.mark}${under.mark}`
  return { notation: 'underlined', style, rank: rankOf(style, styles), text: title, firstLine: index, lastLine: titleLine + 1 }
}

/** A row much shorter than its title is a rule, unless a release stands above it: its date and name came later than the row. */
function isTooShort(row: number, title: string): boolean {
  return row * 2 < title.length && !(row >= 5 && NAMES_RELEASE.test(title))
}

/** `<a name="1.2.3"></a>`, a comment or an ATX heading may stand right above a title. */
function standsBelowHeading(lines: Lines, shield: Uint8Array, index: number): boolean {
  if (index === 0 || shield[index - 1] !== OPEN) return true
  const above = lineAt(lines, index - 1).trim()
  return above.startsWith('#') || (above.startsWith('<a ') && above.endsWith('>')) || above.startsWith('.. _')
}

/** A title between two rows of one mark, set in from the margin or of several lines. */
export function boxedAt(lines: Lines, shield: Uint8Array, index: number, styles: string[]): Heading | null {
  const over = boxRow(lines, index)
  if (over === null) return null
  const titles: string[] = []
  for (let line = index + 1; line < lines.count && line <= index + MOST_TITLE_LINES + 1 && shield[line] === OPEN; line += 1) {
    if (titles.length > 0 && boxRow(lines, line) === over) {
      const style = `${over}${over}`
      return { notation: 'underlined', style, rank: rankOf(style, styles), text: titles.join(' '), firstLine: index, lastLine: line }
    }
    if (isBlank(lines, line) || endOf(lines, line) - startOf(lines, line) > LONGEST_HEADING) return null
    titles.push(lineAt(lines, line).trim())
  }
  return null
}

function boxRow(lines: Lines, index: number): string | null {
  const row = adornmentAt(lines, index, textStart(lines, index) - startOf(lines, index))
  return row !== null && row.length >= SHORTEST_BOX && BOX.includes(row.mark) ? row.mark : null
}

/** The order in which styles first appear is their order of rank, as in reStructuredText. Markdown's `=` over `-` agrees with it. */
function rankOf(style: string, styles: string[]): number {
  if (!styles.includes(style)) styles.push(style)
  return styles.indexOf(style) + 1
}

/** A line of one mark alone. */
export function adornmentAt(lines: Lines, index: number, indent = 0): { mark: string; length: number } | null {
  if (index < 0 || index >= lines.count) return null
  const start = startOf(lines, index) + indent
  const mark = lines.text.charAt(start)
  if (mark === '' || !ADORNED.includes(mark)) return null
  if (lines.text.charAt(start + 1) !== mark) return null
  const line = lineAt(lines, index).slice(indent).trimEnd()
  return line === mark.repeat(line.length) && line.length >= 2 ? { mark, length: line.length } : null
}
