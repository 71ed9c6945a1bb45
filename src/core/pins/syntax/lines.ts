/** A line of a text without its line end (`\n` or `\r\n`). */
export interface Line {
  text: string
  start: number
}

/** The lines of a text in order; a byte order mark belongs to none. */
export function* linesOf(text: string): Generator<Line> {
  let start = text.startsWith('\uFEFF') ? 1 : 0
  while (start < text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    yield { text: text.slice(start, text.charAt(end - 1) === '\r' && end > start ? end - 1 : end), start }
    start = end + 1
  }
}
