import { endOf, indentOf, isBlank, type Lines, LONGEST_LINE, lineAt, startOf } from './lines.ts'
import { sectionKind } from './section-kind.ts'
import { OPEN } from './shielded.ts'

/**
 * `skip`: rules, link definitions, directives; `literal`: what stands further right below is an example; `alert`: `> [!WARNING]`;
 * `label`: a line that is a heading by its looks only.
 */
export type LineKind = 'blank' | 'text' | 'bullet' | 'row' | 'label' | 'alert' | 'skip' | 'literal'

/** One line as its own characters show it. */
export interface BlockLine {
  kind: LineKind
  /** Column of the first character, of the bullet for a list entry. */
  indent: number
  /** Column of the text behind the bullet. */
  content: number
  /** The text: behind bullet, quote marks and white space. */
  start: number
  end: number
  quoted: boolean
  label?: string
  /** A paragraph that ends in `::`, as in reStructuredText. */
  opensLiteral: boolean
}

const BULLET = /^(?:[-*+•–◦‣·»]|\*{2,4}|\d{1,3}[.)]|\*\)|[a-z]\)|\([a-z\d]{1,2}\)|o|<li>)(\s{1,8}|$)/
const ITEM_TAG = /^<li[^<>]{0,80}>/i
const RULE = /^[-*_=~+#.]{3,}$/
const BANNER = /^-{2,} {0,3}(\S.{0,100}?\S) {0,3}-{2,}$/
const LINK_DEFINITION = /^(?:\[[^\][]{1,200}\]:\s{1,10}\S|\.\. _)/
const DIRECTIVE = /^\.\. ([a-z|][a-z0-9_:|-]{0,60})::? ?(.{0,200})$/
const ADMONITIONS =
  /^(?:note|warning|caution|important|attention|danger|hint|tip|admonition|seealso|versionadded|versionchanged|versionremoved|deprecated|changelog|change|rst-class)$/
const TAGS_ONLY = /^(?:<[^<>]{1,300}>\s{0,5}){1,20}$/
const SUMMARY = /^(?:<[^<>]{1,100}>\s{0,5}){0,4}<summary>(.{1,300}?)(?:<\/summary>.{0,100})?$/i
const BOLD_ONLY = /^(?:\*\*|__)([^*_]{2,120})(?:\*\*|__) ?:?$|^(?:\*|_)([^*_]{2,120})(?:\*|_) ?:?$/
const COLON = /^([^.!?`]{2,80}):$/
const CAPITALS = /^[A-Z][A-Z0-9 /&,'()-]{3,60}:?$/
/** `** Bug fixes`, in outlines of GNU projects. */
const OUTLINE = /^\*{2,4} [A-Z][^.!?:;`|]{2,50}$/
/** `Migration to Version 17` on a line of its own. */
const LONE = /^[A-Z][^.!?:,;`|]{2,50}$/
const ALERT = /^\[!([A-Za-z]{3,12})\]/

/** Reads line `index`; `limit` is the first line that is not the reader's any more; `plain`: the document has no marked headings. */
export function blockLine(lines: Lines, index: number, limit: number, shield: Uint8Array, plain: boolean): BlockLine {
  const indent = indentOf(lines, index)
  const end = Math.min(endOf(lines, index), startOf(lines, index) + LONGEST_LINE)
  const line: BlockLine = {
    kind: 'blank',
    indent: Math.max(indent, 0),
    content: Math.max(indent, 0),
    start: end,
    end,
    quoted: false,
    opensLiteral: false,
  }
  if (indent === -1) return line
  line.start = end - lines.text.slice(startOf(lines, index), end).trimStart().length
  unquote(lines, line)
  while (line.end > line.start && /\s/.test(lines.text.charAt(line.end - 1))) line.end -= 1
  const text = lines.text.slice(line.start, line.end)
  if (text === '') return line
  line.kind = kindOf(text, line)
  if (line.kind === 'text') labelOrText(line, text, { lines, index, limit, shield, plain })
  line.opensLiteral = line.kind === 'text' && text.endsWith('::')
  return line
}

/** Takes `>` marks off; the column counts behind them. */
function unquote(lines: Lines, line: BlockLine): void {
  for (let depth = 0; depth < 8 && lines.text.charAt(line.start) === '>'; depth += 1) {
    line.quoted = true
    let at = line.start + 1
    while (at < line.end && lines.text.charAt(at) === ' ') at += 1
    line.indent = Math.max(0, at - line.start - 2)
    line.content = line.indent
    line.start = at
  }
}

function kindOf(text: string, line: BlockLine): LineKind {
  if (line.quoted && ALERT.test(text)) return 'alert'
  const banner = BANNER.exec(text)
  if (banner !== null) return labelled(line, banner[1] ?? '')
  if (RULE.test(text) || LINK_DEFINITION.test(text)) return 'skip'
  const summary = SUMMARY.exec(text)
  if (summary !== null) return labelled(line, summary[1] ?? '')
  if (text.startsWith('.. ')) return directive(line, text)
  if (text.startsWith('|') && text.endsWith('|') && text.length > 2) return /^[|\s:+=-]{3,}$/.test(text) ? 'skip' : 'row'
  if (/^\+[-=+]{3,}$/.test(text)) return 'skip'
  const mark = ITEM_TAG.exec(text) ?? BULLET.exec(text)
  if (mark !== null && /^\*{2}/.test(text) && OUTLINE.test(text) && isTitle(text.slice(mark[0].length)))
    return labelled(line, text.slice(mark[0].length))
  if (mark !== null && !(mark[0].startsWith('o') && line.indent === 0 && !text.startsWith('o  '))) return listed(line, text, mark[0])
  return TAGS_ONLY.test(text) ? 'skip' : 'text'
}

function listed(line: BlockLine, text: string, mark: string): LineKind {
  const task = /^\[[ xX]\] {1,3}/.exec(text.slice(mark.length))
  line.content = line.indent + Math.max(2, mark.length)
  line.start = Math.min(line.end, line.start + mark.length + (task?.[0].length ?? 0))
  return 'bullet'
}

function labelled(line: BlockLine, label: string): LineKind {
  line.label = label
  return 'label'
}

/** `.. warning:: text` is text, `.. code-block::` hides what is below it, other directives say nothing by themselves. */
function directive(line: BlockLine, text: string): LineKind {
  const match = DIRECTIVE.exec(text)
  if (match === null) return 'literal'
  if (!ADMONITIONS.test(match[1] ?? '')) return 'literal'
  const rest = match[2] ?? ''
  if (/^version|^deprecated$/.test(match[1] ?? ''))
    return labelled(line, match[1] === 'versionremoved' ? 'Removed' : match[1] === 'deprecated' ? 'Deprecated' : 'Changed')
  line.start = line.end - rest.length
  return rest === '' ? 'skip' : 'text'
}

/** Where a line stands. */
interface Place {
  lines: Lines
  index: number
  limit: number
  shield: Uint8Array
  plain: boolean
}

/** A bold line, a line in capitals, or a short one with a colon above a list. */
function labelOrText(line: BlockLine, text: string, place: Place): void {
  const { lines, index, shield } = place
  const above = index === 0 || isBlank(lines, index - 1) || shield[index - 1] !== OPEN
  const bold = BOLD_ONLY.exec(text)
  if (bold !== null && !/[.!?]$/.test(bold[1] ?? bold[2] ?? '')) {
    const title = bold[1] ?? bold[2] ?? ''
    if ((above && bold[1] !== undefined) || sectionKind(title) !== 'plain') line.kind = labelled(line, title)
    return
  }
  const capitals = CAPITALS.test(text) && sectionKind(text) !== 'plain'
  const colon = COLON.exec(text)
  if (capitals && (above || listBelow(place))) line.kind = labelled(line, text)
  else if (
    colon !== null &&
    text.split(' ').length <= 9 &&
    (above || sectionKind(text) !== 'plain') &&
    listBelow(place) &&
    isTitle(colon[1] ?? '')
  )
    line.kind = labelled(line, colon[1] ?? '')
  else if (above && isBlank(lines, index + 1) && LONE.test(text) && isTitle(text) && (place.plain || listBelow(place)))
    line.kind = labelled(line, text)
}

/** `Security fixes` is a title, `You will have to change:` is the beginning of what is listed. */
function isTitle(text: string): boolean {
  return (
    sectionKind(text) !== 'plain' && !/\b(?:you|we|the following|this|these|is|are|was|were|has|have|will|can|must|should)\b/i.test(text)
  )
}

function listBelow({ lines, index, limit }: Place): boolean {
  const next = isBlank(lines, index + 1) ? index + 2 : index + 1
  return next < limit && next < lines.count && BULLET.test(lineAt(lines, next).trimStart().slice(0, 40))
}
