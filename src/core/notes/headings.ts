import { LONGEST_HEADING } from './heading-text.ts'
import { endOf, indentOf, isBlank, type Lines, lineAt, startOf } from './lines.ts'
import { OPEN } from './shielded.ts'

/** How a heading is written. Ranks are compared only within one notation. */
export type Notation = 'atx' | 'underlined' | 'html' | 'equals' | 'bold' | 'plain'

/** One line that stands above text: `## Fixed`, an underlined title, `<h2>`, `== 1.2.3 ==`, `**1.2.3**`, `Version 1.2.3 (2024-01-01)`. */
export interface Heading {
  notation: Notation
  /** Same style, same rank: `##`, `=` under, `=` over and under. */
  style: string
  /** 1 is the highest. */
  rank: number
  /** Raw text, markup included. */
  text: string
  /** First and last line, adornments included. */
  firstLine: number
  lastLine: number
}

const ATX = /^ {0,3}(#{1,6})(?:[ \t]+(.*)|([vV[\d].*))$/
const HTML = /^\s{0,3}<[hH]([1-6])[^<>]{0,200}>(.{0,400})$/
const EQUALS = /^(={1,6}) (\S.{0,300})$/
const BOLD = /^\s{0,3}(?:\*\*|__)([^*_].{0,200}?)(?:\*\*|__)(.{0,80})$/
const ADORNED = '=-~^"\'`#*+:._'
/** The releases of a file may be the entries of one list: `* Version 1.0.18`, `- 0.0.6 (2018/09/11)`. */
const LISTED_RELEASE = /^(?:\*{1,2} (?:noteworthy|changes|version|release|what's new)\b|[-*+•] v?\d{1,6}(?:\.\d{1,6}){1,4} ?(?:$|[(:/-]))/i
const DIGIT = /\d/

/** No changelog has more; what stands behind them belongs to the last. */
const MOST_HEADINGS = 60_000

/** All headings of a text, in order. Cheap: a line is looked at closely only where its first character or a digit gives cause. */
export function findHeadings(lines: Lines, shield: Uint8Array): Heading[] {
  const found: Heading[] = []
  const styles: string[] = []
  for (let index = 0; index < lines.count && found.length < MOST_HEADINGS; index += 1) {
    if (shield[index] !== OPEN) continue
    const indent = indentOf(lines, index)
    if (indent === -1 || indent > 3) continue
    const heading = headingAt(lines, shield, index, styles)
    if (heading === null) continue
    found.push(heading)
    index = Math.max(index, heading.lastLine)
  }
  return found
}

function headingAt(lines: Lines, shield: Uint8Array, index: number, styles: string[]): Heading | null {
  const first = lines.text.charAt(startOf(lines, index) + indentOf(lines, index))
  const underlined = underlinedAt(lines, shield, index, styles)
  if (underlined !== null) return underlined
  if (first === '#') return atxAt(lineAt(lines, index), index)
  if (first === '<') return htmlAt(lineAt(lines, index), index)
  if (endOf(lines, index) - startOf(lines, index) > LONGEST_HEADING) return null
  const line = lineAt(lines, index)
  if (first === '=') return equalsAt(line, index)
  if (!DIGIT.test(line)) return null
  return boldAt(line, index) ?? plainAt(lines, shield, index, line)
}

function atxAt(line: string, index: number): Heading | null {
  const match = ATX.exec(line)
  if (match === null) return null
  const marks = match[1] ?? '#'
  const text = (match[2] ?? match[3] ?? '').replace(/\s#{1,6}\s{0,5}$/, '')
  return { notation: 'atx', style: marks, rank: marks.length, text, firstLine: index, lastLine: index }
}

function htmlAt(line: string, index: number): Heading | null {
  const match = HTML.exec(line)
  if (match === null) return null
  return { notation: 'html', style: `h${match[1]}`, rank: Number(match[1]), text: match[2] ?? '', firstLine: index, lastLine: index }
}

function equalsAt(line: string, index: number): Heading | null {
  const match = EQUALS.exec(line)
  if (match === null) return null
  const marks = match[1] ?? '='
  const text = (match[2] ?? '').replace(/\s={1,6}\s{0,5}$/, '')
  return { notation: 'equals', style: `${marks} `, rank: marks.length, text, firstLine: index, lastLine: index }
}

function boldAt(line: string, index: number): Heading | null {
  const match = BOLD.exec(line)
  return match === null
    ? null
    : { notation: 'bold', style: '**', rank: 7, text: `${match[1]} ${match[2]}`, firstLine: index, lastLine: index }
}

/** Only whether the line stands alone is asked here; whether it names a release is asked by the reader of release headings. */
function plainAt(lines: Lines, shield: Uint8Array, index: number, line: string): Heading | null {
  const above = index === 0 || isBlank(lines, index - 1) || shield[index - 1] !== OPEN || adornmentAt(lines, index - 1) !== null
  if (!above || line.length > 160 || !opensBlock(lines, index + 1)) return null
  const text = line.trim()
  if (/^[-*+•] /.test(text) && !LISTED_RELEASE.test(text)) return null
  return { notation: 'plain', style: 'plain', rank: 7, text: line.trim(), firstLine: index, lastLine: index }
}

/** Below a line that stands for a heading comes an empty line, a list or indented text, never the rest of a paragraph. */
function opensBlock(lines: Lines, index: number): boolean {
  if (isBlank(lines, index) || indentOf(lines, index) > 1) return true
  return /^(?:[-*+•o] |\d{1,3}[.)] |[-=~]{3}|date:)/i.test(lineAt(lines, index).slice(0, 20).trimStart())
}

/** `Title` over `=====`, perhaps under it too. A row of dashes under a list entry or behind a blank line is a rule, not a title. */
function underlinedAt(lines: Lines, shield: Uint8Array, index: number, styles: string[]): Heading | null {
  const over = adornmentAt(lines, index)
  const titleLine = over === null ? index : index + 1
  const under = adornmentAt(lines, titleLine + 1)
  if (under === null || isBlank(lines, titleLine) || shield[titleLine] !== OPEN || adornmentAt(lines, titleLine) !== null) return null
  if (over !== null && over.mark !== under.mark) return null
  const title = lineAt(lines, titleLine).trim()
  if (title.length > LONGEST_HEADING || under.length < Math.min(3, title.length) || under.length * 2 < title.length) return null
  if (
    over === null &&
    (!isBlank(lines, index - 1) || /^(?:[-*+|>]|\d{1,3}[.)])\s/.test(title)) &&
    !standsBelowHeading(lines, shield, index)
  )
    return null
  if (under.length < 3 && !DIGIT.test(title)) return null
  const style = over === null ? under.mark : `${under.mark}${under.mark}`
  return { notation: 'underlined', style, rank: rankOf(style, styles), text: title, firstLine: index, lastLine: titleLine + 1 }
}

/** `<a name="1.2.3"></a>`, a comment or an ATX heading may stand right above a title. */
function standsBelowHeading(lines: Lines, shield: Uint8Array, index: number): boolean {
  if (index === 0 || shield[index - 1] !== OPEN) return true
  const above = lineAt(lines, index - 1).trim()
  return above.startsWith('#') || (above.startsWith('<a ') && above.endsWith('>')) || above.startsWith('.. _')
}

/** The order in which styles first appear is their order of rank, as in reStructuredText. Markdown's `=` over `-` agrees with it. */
function rankOf(style: string, styles: string[]): number {
  if (!styles.includes(style)) styles.push(style)
  return styles.indexOf(style) + 1
}

function adornmentAt(lines: Lines, index: number): { mark: string; length: number } | null {
  if (index < 0 || index >= lines.count) return null
  const start = startOf(lines, index)
  const mark = lines.text.charAt(start)
  if (mark === '' || !ADORNED.includes(mark)) return null
  if (lines.text.charAt(start + 1) !== mark) return null
  const line = lineAt(lines, index).trimEnd()
  return line === mark.repeat(line.length) && line.length >= 2 ? { mark, length: line.length } : null
}
