/** How much of one line is ever looked at. Release notes have no longer ones; a hostile text may be one line of megabytes. */
export const LONGEST_LINE = 4000

const BYTE_ORDER_MARK = 0xfeff

/** Where the lines of a text begin and end, without a copy of any of them. Offsets are UTF-16 code units; an end stands before the line break. */
export interface Lines {
  text: string
  count: number
  starts: Uint32Array
  ends: Uint32Array
}

/** A text may end its lines with `\n` or `\r\n`; a byte order mark belongs to no line. A text without a last line break has a last line all the same. */
export function splitLines(text: string): Lines {
  let count = 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1
  const starts = new Uint32Array(count)
  const ends = new Uint32Array(count)
  let start = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0
  for (let index = 0; index < count; index += 1) {
    const found = text.indexOf('\n', start)
    const stop = found === -1 ? text.length : found
    starts[index] = start
    ends[index] = stop > start && text.charCodeAt(stop - 1) === 13 ? stop - 1 : stop
    start = stop + 1
  }
  return { text, count, starts, ends }
}

/** Offset at which a line begins; the length of the text for a line behind the last. */
export function startOf(lines: Lines, index: number): number {
  return lines.starts[index] ?? lines.text.length
}

/** Offset behind a line's last character. */
export function endOf(lines: Lines, index: number): number {
  return lines.ends[index] ?? lines.text.length
}

/** The line, cut at `LONGEST_LINE`. */
export function lineAt(lines: Lines, index: number): string {
  const start = startOf(lines, index)
  return lines.text.slice(start, Math.min(endOf(lines, index), start + LONGEST_LINE))
}

/** Columns of white space before a line's first character, a tab counting to the next multiple of four; -1 where the line is blank. */
export function indentOf(lines: Lines, index: number): number {
  const end = Math.min(endOf(lines, index), startOf(lines, index) + LONGEST_LINE)
  let column = 0
  for (let at = startOf(lines, index); at < end; at += 1) {
    const code = lines.text.charCodeAt(at)
    if (code === 32 || code === 160) column += 1
    else if (code === 9) column += 4 - (column % 4)
    else if (code !== 13 && code !== 12) return column
  }
  return -1
}

/** Offset of a line's first character that is no space and no tab; its end where there is none. */
export function textStart(lines: Lines, index: number): number {
  const end = Math.min(endOf(lines, index), startOf(lines, index) + LONGEST_LINE)
  let at = startOf(lines, index)
  while (at < end && (lines.text.charCodeAt(at) === 32 || lines.text.charCodeAt(at) === 9)) at += 1
  return at
}

export function isBlank(lines: Lines, index: number): boolean {
  return index < 0 || index >= lines.count || indentOf(lines, index) === -1
}
