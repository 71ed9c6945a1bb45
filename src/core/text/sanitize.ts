/**
 * Upstream text made safe to show. The rules do not depend on where Markdown sees code, a quotation or HTML to begin and end,
 * for hostile text can make any reader of ours disagree with the forge's: what could act is broken by an invisible character instead.
 */

const ZERO_WIDTH_SPACE = '\u200b'

/** C0 and C1 controls but tab and line feed, bidirectional overrides, byte order marks, and zero-width characters that could hide text. */
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g

/**
 * Markdown of others for a pull request body: no mention, no issue reference or closing word that acts, no HTML, no image that loads,
 * no link definition. Stays readable; the caller puts it into a block quotation, which it cannot leave.
 */
export function safeMarkdown(text: string): string {
  return stripInvisible(text)
    .replaceAll('<', `<${ZERO_WIDTH_SPACE}`)
    .replaceAll('@', `@${ZERO_WIDTH_SPACE}`)
    .replace(/#(?=\d)/g, `#${ZERO_WIDTH_SPACE}`)
    .replace(/\b(GH)-(?=\d)/gi, `$1-${ZERO_WIDTH_SPACE}`)
    .replaceAll('![', `!${ZERO_WIDTH_SPACE}[`)
    .replace(/^([ \t>]{0,20}\[[^\]\n]{1,200}\]):/gm, `$1${ZERO_WIDTH_SPACE}:`)
    .replace(/\b(https?:\/\/)(?:www\.)?github\.com\//gi, '$1redirect.github.com/')
    .replace(/^(\s{0,20})::/gm, `$1:${ZERO_WIDTH_SPACE}:`)
}

/** `text` as a block quotation, at most `max` characters, cut at a line where possible and saying so. */
export function blockQuote(text: string, max: number): string {
  const safe = safeMarkdown(capText(text.trim(), max))
  return safe
    .split('\n')
    .map((line) => (line.trim() === '' ? '>' : `> ${line}`))
    .join('\n')
}

/** At most `max` characters, cut at the last line end or space before. */
export function capText(text: string, max: number): string {
  if (text.length <= max) return text
  const head = text.slice(0, max)
  const cut = Math.max(head.lastIndexOf('\n'), head.length < 400 ? head.lastIndexOf(' ') : -1)
  return `${(cut > max / 2 ? head.slice(0, cut) : head.replace(/[\ud800-\udbff]$/, '')).trimEnd()} …`
}

/** One line of plain text for a terminal, a log or an annotation: no control character, no escape sequence, no workflow command. */
export function plainLine(text: string): string {
  return stripInvisible(text.replaceAll('\u001b', '␛'))
    .replace(/\s+/g, ' ')
    .replace(/^(\s*)(::|##\[)/, `$1 ${ZERO_WIDTH_SPACE}$2`)
    .trim()
}

/** Text inside a table cell: one line, no cell border, made safe like other Markdown. */
export function tableCell(text: string): string {
  return safeMarkdown(text).replace(/\s+/g, ' ').replaceAll('|', '&#124;').trim()
}

/** A code span that shows `text` whatever backticks it holds (https://spec.commonmark.org/0.31.2/#code-spans). */
export function codeSpan(text: string): string {
  const line = stripInvisible(text).replace(/\s+/g, ' ').trim()
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return line === '' ? '` `' : fence + pad + line + pad + fence
}

function stripInvisible(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(INVISIBLE, '')
}
