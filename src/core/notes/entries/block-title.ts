import { isBlank, type Lines, lineAt } from '../outline/lines.ts'
import { OPEN } from '../outline/shielded.ts'
import { sectionKind } from './section-kind.ts'

/** Where a line stands. */
export interface LinePlace {
  lines: Lines
  index: number
  /** First line that is not the reader's any more. */
  limit: number
  shield: Uint8Array
  /** The document has no marked headings. */
  plain: boolean
}

/** A bullet or a number, as lists of any notation have it. */
export const BULLET = /^(?:[-*+•–◦‣·»]|\*{2,4}|\d{1,3}[.)]|\*\)|[a-z]\)|\([a-z\d]{1,2}\)|#\d{1,7}:|o|<li>)(?:\s{1,8}|$)|^\d{4,6}\.\t\s{0,8}/

const BOLD_ONLY = /^(?:\*\*|__)([^*_]{2,120})(?:\*\*|__) ?:?$|^(?:\*|_)([^*_]{2,120})(?:\*|_) ?:?$/
const COLON = /^([^.!?`]{2,80}):$/
const CAPITALS = /^[A-Z][A-Z0-9 /&,'()-]{3,60}:?$/
/** `Migration to Version 17` on a line of its own. */
const LONE = /^[A-Z][^.!?:,;`|]{2,50}$/
/** `** Bug fixes`, in outlines of GNU projects and in lists of tickets. */
const OUTLINE = /^\*{2,4} ([A-Z][^.!?:;`|]{2,50})$/
const TAGGED = /^[a-z][a-z0-9_-]{1,14}(?:\([^()]{1,40}\))?!? ?: \S/
const VERB =
  /^(?:Add|Fix|Remove|Update|Change|Improve|Support|Drop|Rename|Deprecate|Bump|Upgrade|Allow|Make|Move|Use|Replace|Refactor|Disable|Enable|Introduce|Implement)(?:s|d|ed|es|ped)? \S/
const SENTENCE = /\b(?:you|we|the following|this|these|is|are|was|were|has|have|will|can|must|should)\b/i

/** The title that a line stands for by its looks: a bold line, a line in capitals, or a short one with a colon above a list. */
export function titleOf(text: string, place: LinePlace): string | null {
  const { lines, index, shield } = place
  const above = index === 0 || isBlank(lines, index - 1) || shield[index - 1] !== OPEN
  const bold = BOLD_ONLY.exec(text)
  const inside = bold?.[1] ?? bold?.[2] ?? ''
  if (bold !== null && !/[.!?]$/.test(inside)) return (above && bold[1] !== undefined) || sectionKind(inside) !== 'plain' ? inside : null
  if (CAPITALS.test(text) && sectionKind(text) !== 'plain' && (above || listBelow(place))) return text
  const colon = COLON.exec(text)?.[1] ?? null
  if (colon !== null && isShort(text) && (above || sectionKind(text) !== 'plain') && listBelow(place) && isTitle(colon)) return colon
  const lone = above && isBlank(lines, index + 1) && LONE.test(text) && isTitle(text)
  return lone && (place.plain || listBelow(place)) ? text : null
}

/** The title that a line of an outline stands for; `** New function foo` is an entry. */
export function outlineTitle(text: string, place: LinePlace): string | null {
  const title = OUTLINE.exec(text)?.[1] ?? null
  if (title === null || isTitle(title)) return title
  return title.split(' ').length <= 3 && listBelow(place) && !textBelow(place).startsWith('**') ? title : null
}

/** Whether a line is an entry of a list without marks: line by line a tag or a verb in front, `cli: add x` above `api: drop y`. */
export function isEntryLine(text: string, { lines, index, limit }: LinePlace): boolean {
  if (!TAGGED.test(text) && !VERB.test(text)) return false
  const neighbours = [index - 1, index + 1].filter((at) => at >= 0 && at < Math.min(limit, lines.count))
  return neighbours.some((at) => {
    const other = lineAt(lines, at).trim()
    return TAGGED.test(text) ? TAGGED.test(other) : VERB.test(other)
  })
}

/** `Security fixes` is a title, `You will have to change:` is the beginning of what is listed. */
function isTitle(text: string): boolean {
  return sectionKind(text) !== 'plain' && !SENTENCE.test(text)
}

function isShort(text: string): boolean {
  return text.split(' ').length <= 9
}

function listBelow(place: LinePlace): boolean {
  return BULLET.test(textBelow(place))
}

/** Beginning of the next line with text, at most one empty line below; empty where there is none. */
function textBelow({ lines, index, limit }: LinePlace): string {
  const next = isBlank(lines, index + 1) ? index + 2 : index + 1
  return next < limit && next < lines.count ? lineAt(lines, next).trimStart().slice(0, 40) : ''
}
