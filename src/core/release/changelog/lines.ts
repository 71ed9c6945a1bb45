/** A line with its own line end, so that a file with mixed ones keeps them. */
export interface Line {
  text: string
  /** `\n`, `\r\n`, or empty at the end of a file that does not end its last line. */
  end: string
}

/** The lines of a text; a byte order mark stays with the first. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = []
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const next = newline === -1 ? text.length : newline + 1
    const whole = text.slice(start, next)
    const end = whole.endsWith('\r\n') ? '\r\n' : whole.endsWith('\n') ? '\n' : ''
    lines.push({ text: whole.slice(0, whole.length - end.length), end })
    start = next
  }
  return lines
}

/** The text of the lines; a line end that is missing before another line is put in. */
export function joinLines(lines: readonly Line[], end: string): string {
  return lines.map((line, at) => line.text + (line.end === '' && at < lines.length - 1 ? end : line.end)).join('')
}

/** The line end that most lines have. */
export function usualEnd(lines: readonly Line[]): string {
  const windows = lines.filter(({ end }) => end === '\r\n').length
  return windows * 2 > lines.length ? '\r\n' : '\n'
}

export function isBlank(line: Line | undefined): boolean {
  return line !== undefined && line.text.trim() === ''
}

/** Which lines are text of the document: not those inside fenced code or comments, where a heading is none. What is never closed is neither. */
export function proseOf(lines: readonly Line[]): boolean[] {
  const prose = lines.map(() => true)
  const unclosed = new Set<string>()
  for (let at = 0; at < lines.length; at += 1) {
    const mark = openedBy(lines[at]?.text ?? '')
    if (mark === null || unclosed.has(mark)) continue
    const end = closedAt(lines, at, mark)
    if (end === -1) unclosed.add(mark)
    else {
      prose.fill(false, at, end + 1)
      at = end
    }
  }
  return prose
}

/** The mark of a block that begins on a line: three or more of a fence, or that of a comment. */
function openedBy(text: string): string | null {
  const fence = /^ {0,3}(`{3,}|~{3,})/.exec(text)?.[1]
  if (fence !== undefined) return fence
  return /^ {0,3}<!--/.test(text) ? '<!--' : null
}

function closedAt(lines: readonly Line[], opened: number, mark: string): number {
  for (let at = mark === '<!--' ? opened : opened + 1; at < lines.length; at += 1) {
    const text = lines[at]?.text.trim() ?? ''
    if (mark === '<!--' ? text.includes('-->') : text.startsWith(mark) && text === mark.charAt(0).repeat(text.length)) return at
  }
  return -1
}
