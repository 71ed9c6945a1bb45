import { endOf, LONGEST_LINE, startOf } from './lines.ts'
import type { Outline, ReleaseSpan } from './releases.ts'
import { OPEN } from './shielded.ts'

const TELLING = /break|incompat|remov|drop|no longer|renam|delet|must |require/i
/** How much of the rest of a line is looked at for such words. */
const MOST = 200_000

/** Whether a line is too long to be read whole and its rest has words that could matter. Long lists of names have none. */
export function leavesOut({ lines, shield }: Outline, span: ReleaseSpan): boolean {
  for (let index = span.fromLine; index < span.toLine; index += 1) {
    const from = startOf(lines, index) + LONGEST_LINE
    const rest = endOf(lines, index) - from
    if (rest > 0 && shield[index] === OPEN && (rest > MOST || TELLING.test(lines.text.slice(from, from + rest)))) return true
  }
  return false
}
