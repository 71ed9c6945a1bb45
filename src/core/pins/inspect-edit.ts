import * as z from 'zod'
import { editAt } from './at-span.ts'

const rowSchema = z.object({
  id: z.unknown().optional(),
  path: z.string(),
  text: z.string(),
  /** From 1; a line ends at `\n`. */
  line: z.int().min(1),
  /** From 0, in UTF-16 code units; a byte order mark is not counted. */
  col_start: z.int().min(0),
  /** Exclusive. */
  col_end: z.int().min(0),
  new_value: z.string().min(1),
  new_digest: z.string().optional(),
})

/**
 * `inspect edit`: one version text of a file replaced, by the rules of docs/pins.md.
 * @throws Error with a sentence for the row's `error`: no such place, text that is no version
 */
export function answerEdit(row: unknown): { id: unknown; text: string } {
  const { id, path, text, line, col_start, col_end, new_value: version, new_digest: digest } = rowSchema.parse(row)
  const start = lineStart(text, line)
  const end = start === -1 ? -1 : text.indexOf('\n', start)
  const length = (end === -1 ? text.length : end) - start
  if (start === -1 || col_end < col_start || col_end > length)
    throw new Error(`the text has no columns ${col_start} to ${col_end} in line ${line}`)
  const value = { version, ...(digest === undefined ? {} : { digest }) }
  return { id, text: editAt(text, path, start + col_start, start + col_end, value) }
}

function lineStart(text: string, line: number): number {
  let start = text.startsWith('\uFEFF') ? 1 : 0
  for (let number = 1; number < line; number += 1) {
    const newline = text.indexOf('\n', start)
    if (newline === -1) return -1
    start = newline + 1
  }
  return start
}
