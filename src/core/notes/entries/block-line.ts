import { endOf, indentOf, type Lines, LONGEST_LINE, lineAt, startOf } from '../outline/lines.ts'
import { BULLET, isEntryLine, outlineTitle, titleOf } from './block-title.ts'

/**
 * `skip`: rules, link definitions, directives; `literal`: what stands further right below is an example; `alert`: `> [!WARNING]`;
 * `label`: a line that is a heading by its looks only;
 * `header`: the first row of a table.
 */
export type LineKind = 'blank' | 'text' | 'bullet' | 'row' | 'header' | 'label' | 'alert' | 'skip' | 'literal'

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

const ITEM_TAG = /^<li[^<>]{0,80}>/i
const RULE = /^[-*_=~+#.]{3,}$/
const BANNER = /^-{2,} {0,3}(\S.{0,100}?\S) {0,3}-{2,}$/
/** Link definitions; anchors and attributes of AsciiDoc. */
const LINK_DEFINITION =
  /^(?:\[[^\][]{1,200}\]:\s{1,10}\S|\.\. _|\[\[[\w.-]{1,100}\]\]$|\[(?:float|discrete|horizontal|source|role|options|cols|%)[^\][]{0,100}\]$)/
const TABLE_RULE = /^[|\s:+=-]{3,}$/
const DIRECTIVE = /^\.\. ([a-z|][a-z0-9_|-]{0,40}(?::[a-z][a-z0-9_-]{0,40})?)::? ?(.{0,200})$/
const ADMONITIONS =
  /^(?:note|warning|caution|important|attention|danger|hint|tip|admonition|seealso|versionadded|versionchanged|versionremoved|deprecated|changelog|change|rst-class)$/
const TAG = /<[^<>]{1,300}>/g
const SUMMARY = /^(?:<[^<>]{1,100}>\s{0,5}){0,4}<summary>(.{1,300}?)(?:<\/summary>.{0,100})?$/i
/** Fields of a directive of reStructuredText; what `:tags:` says stands for a heading. */
const FIELD =
  /^:(tags?|tickets?|versions?|released?|release-date|release-by|date|author|pullreq|issues?|bug|category): {0,10}(\S.{0,200})?$/
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
  if (line.kind === 'row' && index + 1 < limit && TABLE_RULE.test(lineAt(lines, index + 1).trim())) line.kind = 'header'
  const place = { lines, index, limit, shield, plain }
  const title = line.kind === 'text' ? titleOf(text, place) : text.startsWith('**') ? outlineTitle(text, place) : null
  if (title !== null) line.kind = labelled(line, title)
  else if (line.kind === 'text' && isEntryLine(text, place)) line.kind = entryLine(line)
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
  const field = FIELD.exec(text)
  if (field !== null) return /^tags?$/.test(field[1] ?? '') ? labelled(line, field[2] ?? '') : 'skip'
  const summary = SUMMARY.exec(text)
  if (summary !== null) return labelled(line, summary[1] ?? '')
  if (text.startsWith('.. ')) return directive(line, text)
  if (text.startsWith('|') && text.endsWith('|') && text.length > 2) return TABLE_RULE.test(text) ? 'skip' : 'row'
  if (/^\+[-=+]{3,}$/.test(text)) return 'skip'
  const mark = ITEM_TAG.exec(text) ?? BULLET.exec(text)
  if (mark !== null && !(mark[0].startsWith('o') && line.indent === 0 && !text.startsWith('o  '))) return listed(line, text, mark[0])
  return text.startsWith('<') && text.replace(TAG, '').trim() === '' ? 'skip' : 'text'
}

function listed(line: BlockLine, text: string, mark: string): LineKind {
  const task = /^\[[ xX]\] {1,3}/.exec(text.slice(mark.length))
  line.content = line.indent + Math.max(2, mark.length)
  line.start = Math.min(line.end, line.start + mark.length + (task?.[0].length ?? 0))
  return 'bullet'
}

/** An entry of a list without marks. */
function entryLine(line: BlockLine): LineKind {
  line.content = line.indent + 1
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
