import { endOf, type Lines, LONGEST_LINE, startOf, textStart } from './lines.ts'

/** What a line is, where it is no text to judge: an example in a fence, or a comment. */
export const OPEN = 0
export const CODE = 1
export const COMMENT = 2

/** A fence that is never closed would swallow the rest of the file: it is read as text, and so are all fences behind the second such. */
const FAITH_IN_FENCES = 2

/** For each line: `OPEN`, `CODE` (inside ``` or ~~~, the fences included) or `COMMENT` (inside `<!-- -->`). */
export function shieldLines(lines: Lines): Uint8Array {
  const marks = new Uint8Array(lines.count)
  const lastCommentEnd = lines.text.lastIndexOf('-->')
  const unclosed = new Set<number>()
  for (let index = 0; index < lines.count; index += 1) {
    const fence = unclosed.size < FAITH_IN_FENCES && !unclosed.has(index) ? fenceAt(lines, index) : null
    if (fence !== null) {
      const close = closingFence(lines, index, fence)
      if (close === -1) unclosed.add(index)
      else {
        marks.fill(CODE, index, close + 1)
        index = close
        continue
      }
    }
    const comment = commentStart(lines, index)
    if (comment === -1 || comment > lastCommentEnd) continue
    const end = lines.text.indexOf('-->', comment) + 3
    const from = index
    while (index + 1 < lines.count && startOf(lines, index + 1) < end) index += 1
    marks.fill(COMMENT, from, index + 1)
    if (restOfLine(lines, end).trim() !== '') marks[index] = OPEN
  }
  return marks
}

interface Fence {
  mark: string
  length: number
}

function fenceAt(lines: Lines, index: number): Fence | null {
  const start = textStart(lines, index)
  const mark = lines.text.charAt(start)
  if (mark !== '`' && mark !== '~') return null
  let length = 0
  while (length < 20 && lines.text.charAt(start + length) === mark) length += 1
  if (length < 3) return null
  const info = restOfLine(lines, start + length).slice(0, 200)
  return (mark === '`' && info.includes('`')) || underlines(lines, index) ? null : { mark, length }
}

/** A row of `~` as long as the line above it is the heading's of reStructuredText, no fence. */
function underlines(lines: Lines, index: number): boolean {
  if (index === 0) return false
  const row = restOfLine(lines, startOf(lines, index)).trimEnd()
  const above = restOfLine(lines, startOf(lines, index - 1)).trimEnd()
  return row.length > 3 && row === row.charAt(0).repeat(row.length) && above !== '' && Math.abs(row.length - above.length) <= 2
}

function closingFence(lines: Lines, open: number, fence: Fence): number {
  for (let index = open + 1; index < lines.count; index += 1) {
    const start = textStart(lines, index)
    if (lines.text.charAt(start) !== fence.mark) continue
    const rest = restOfLine(lines, start).slice(0, 40).trim()
    if (rest.length >= fence.length && rest === fence.mark.repeat(rest.length)) return index
  }
  return -1
}

/** A comment counts only where it opens its line: one in the middle of an entry hides nothing worth reading. */
function commentStart(lines: Lines, index: number): number {
  const start = textStart(lines, index)
  return lines.text.startsWith('<!--', start) && start < endOf(lines, index) ? start : -1
}

function restOfLine(lines: Lines, from: number): string {
  const found = lines.text.indexOf('\n', from)
  return lines.text.slice(from, Math.min(found === -1 ? lines.text.length : found, from + LONGEST_LINE))
}
