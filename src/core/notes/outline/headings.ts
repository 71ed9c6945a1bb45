import { frontMatter } from './front-matter.ts'
import { LONGEST_HEADING } from './heading-text.ts'
import { endOf, indentOf, isBlank, type Lines, lineAt, startOf, textStart } from './lines.ts'
import { OPEN } from './shielded.ts'
import { adornmentAt, boxedAt, underlinedAt } from './underlined.ts'

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

const ATX = /^ {0,3}(#{1,6})(?:[ \t]+(.*)|(\[{0,1}[vV]?\d{1,8}(?:\.\d.*|$)|\[?[vV]\d.*|\[[^\][]{1,60}\].*))$/
const HTML = /^\s{0,3}<[hH]([1-6])[^<>]{0,200}>(.{0,400})$/
/** A release folded away: `<details><summary>1.2.3</summary>`. */
const FOLDED = /^\s{0,3}(?:<details[^<>]{0,60}>\s{0,3})?<summary>(?:<[a-z0-9]{1,6}>){0,2}((?:version |release )?v?\d{1,6}\.\d.{0,200})$/i
const EQUALS = /^(={1,6}) (\S.{0,300})$/
const DIRECTIVE = /^\.\. (?:changelog|release|version)::\s{0,20}$/
const VERSION_FIELD = /^\s{1,12}:version: {1,5}(\S.{0,100})$/
/** `- :release:`1.0.0 <2018-05-09>``, as the Sphinx extension `releases` lists them. */
const RELEASE_ROLE = /^\s{0,3}[-*] :release:`([^`<>\s]{1,40})(?: {1,3}<([^<>`]{1,30})>)?`\s{0,20}$/
const BANNER = /^\s{0,20}-{2,20} {0,5}([^-\s].{0,100}?) {0,5}-{2,20}\s{0,20}$/
/** `-*- coding: utf-8 -*-`, a line for editors. */
const MODELINE = /^\s{0,200}-\*- .{1,80} -\*-\s{0,20}$/
const BOLD = /^\s{0,3}(?:\*\*|__)([^*_].{0,200}?)(?:\*\*|__)(.{0,80})$/
/** The releases of a file may be the entries of one list: `* Version 1.0.18`, `- 0.0.6 (2018/09/11)`. */
const LISTED_RELEASE =
  /^(?:\*{1,3} (?:noteworthy|changes|version|release|what's new)\b|[-*+•] {1,3}(?:changelog (?:for|of) )?v?\d{1,6}(?:\.\d{1,6}){1,4} ?(?:$|[(:/-]))/i
/** Nothing but a version, perhaps with a date behind it: what follows is no paragraph that goes on. */
const BARE_RELEASE =
  /^(?:v|version |release )?\d{1,6}(?:\.\d{1,6}){1,4}(?:[a-z]|[.-]?(?:rc|alpha|beta)\.?\d{0,3})?(?: {1,4}\([^()]{4,30}\)| {1,4}(?:- )?\d{4}-\d{2}-\d{2}| {1,4}- \d{1,2} [a-z]{3,9} \d{4}| {1,4}- [a-z]{3,9} \d{1,2},? \d{4})?:?$/i
/** These say by themselves what they are. */
const LISTED_ALONE = /^[-*+•] {1,3}v?\d{1,6}(?:\.\d{1,6}){1,4}$|^version v?\d{1,6}(?:\.\d{1,6}){1,4} ['"][^'"]{1,40}['"]:?$/i
const DIGIT = /\d/

/** No changelog has more; what stands behind them belongs to the last. */
const MOST_HEADINGS = 60_000

/** All headings of a text, in order. Cheap: a line is looked at closely only where its first character or a digit gives cause. */
export function findHeadings(lines: Lines, shield: Uint8Array): Heading[] {
  const top = frontMatter(lines)
  const found: Heading[] = top === null ? [] : [top]
  const styles: string[] = []
  for (let index = top === null ? 0 : top.lastLine + 1; index < lines.count && found.length < MOST_HEADINGS; index += 1) {
    if (shield[index] !== OPEN) continue
    const indent = indentOf(lines, index)
    if (indent === -1) continue
    const heading = indent > 3 ? (boxedAt(lines, shield, index, styles) ?? bannerAt(lines, index)) : headingAt(lines, shield, index, styles)
    if (heading === null) continue
    found.push(heading)
    index = Math.max(index, heading.lastLine)
  }
  return found
}

function headingAt(lines: Lines, shield: Uint8Array, index: number, styles: string[]): Heading | null {
  const first = lines.text.charAt(textStart(lines, index))
  const underlined = underlinedAt(lines, shield, index, styles) ?? boxedAt(lines, shield, index, styles)
  if (underlined !== null) return underlined
  if (first === '#') return atxAt(lineAt(lines, index), index)
  if (first === '<') return htmlAt(lineAt(lines, index), index)
  if (endOf(lines, index) - startOf(lines, index) > LONGEST_HEADING) return null
  const line = lineAt(lines, index)
  if (first === '.') return directiveAt(lines, line, index)
  if (first === '=') return equalsAt(line, index)
  if (first === '-') {
    const banner = bannerAt(lines, index)
    if (banner !== null) return banner
  }
  if (!DIGIT.test(line)) return null
  const role = RELEASE_ROLE.exec(line)
  if (role !== null)
    return { notation: 'equals', style: ':release:', rank: 1, text: `${role[1]} ${role[2] ?? ''}`, firstLine: index, lastLine: index }
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
  const folded = FOLDED.exec(line)
  if (folded !== null) return { notation: 'html', style: 'summary', rank: 1, text: folded[1] ?? '', firstLine: index, lastLine: index }
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

/** `--- 9.22.0 released ---`, set in from the margin or not. */
function bannerAt(lines: Lines, index: number): Heading | null {
  const start = textStart(lines, index)
  if (lines.text.charAt(start) !== '-' || lines.text.charAt(start + 1) !== '-') return null
  const match = BANNER.exec(lineAt(lines, index))
  if (match === null) return null
  return { notation: 'equals', style: '---', rank: 1, text: match[1] ?? '', firstLine: index, lastLine: index }
}

/** `.. changelog::` with `:version: 1.2.3` below it. */
function directiveAt(lines: Lines, line: string, index: number): Heading | null {
  if (!DIRECTIVE.test(line)) return null
  for (let next = index + 1; next < Math.min(lines.count, index + 6) && !isBlank(lines, next); next += 1) {
    const version = VERSION_FIELD.exec(lineAt(lines, next))
    if (version !== null) {
      return { notation: 'equals', style: 'directive', rank: 1, text: version[1] ?? '', firstLine: index, lastLine: next }
    }
  }
  return null
}

function boldAt(line: string, index: number): Heading | null {
  const match = BOLD.exec(line)
  return match === null
    ? null
    : { notation: 'bold', style: '**', rank: 7, text: `${match[1]} ${match[2]}`, firstLine: index, lastLine: index }
}

/** Only whether the line stands alone is asked here; whether it names a release is asked by the reader of release headings. */
function plainAt(lines: Lines, shield: Uint8Array, index: number, line: string): Heading | null {
  const above = index === 0 || isBlank(lines, index - 1) || shield[index - 1] !== OPEN || closesBlock(lines, index - 1)
  const text = line.trim()
  // `-  4.2.0`, its changes a list inside; `Version 3.2.1 'Westley':`. Nothing need stand between it and what is above.
  const listed = LISTED_ALONE.test(text) && indentOf(lines, index) === 0 && index + 1 < lines.count && indentOf(lines, index + 1) > 1
  if (!(above || listed) || line.length > 160 || !(opensBlock(lines, index + 1) || BARE_RELEASE.test(text))) return null
  if (/^[-*+•] /.test(text) && !LISTED_RELEASE.test(text)) return null
  return { notation: 'plain', style: 'plain', rank: 7, text: line.trim(), firstLine: index, lastLine: index }
}

function closesBlock(lines: Lines, index: number): boolean {
  return adornmentAt(lines, index) !== null || MODELINE.test(lineAt(lines, index))
}

/** Below a line that stands for a heading comes an empty line, a list or indented text, never the rest of a paragraph. */
function opensBlock(lines: Lines, index: number): boolean {
  if (isBlank(lines, index) || indentOf(lines, index) > 1) return true
  return /^(?:[-*+•o] |\d{1,3}[.)] |[-=~]{3}|date:|\d{4}-\d{2}-\d{2}\s*$)/i.test(lineAt(lines, index).slice(0, 20).trimStart())
}
