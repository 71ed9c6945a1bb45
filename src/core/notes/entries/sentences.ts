import type { Stretch } from './entry.ts'

const ABBREVIATION =
  /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|cf|approx|incl|resp|no|vol|fig|inc|ltd|co|st|mr|dr|a\.k\.a|w\.r\.t|misc|std|lib|min|max|ver|v)$/i

/** A paragraph is looked at no further than this: a text of megabytes without a full stop is no prose. */
const LONGEST_PARAGRAPH = 20_000

/** Cuts a stretch of a text into sentences. A full stop inside a code span, a version, a name or an abbreviation ends none. */
export function sentencesOf(text: string, stretch: Stretch): Stretch[] {
  const found: Stretch[] = []
  const limit = Math.min(stretch.end, stretch.start + LONGEST_PARAGRAPH)
  let start = stretch.start
  let code = false
  for (let at = stretch.start; at < limit; at += 1) {
    const mark = text.charAt(at)
    if (mark === '`') code = !code
    const end = code
      ? -1
      : mark === '\n'
        ? endOfReference(text, start, at, limit)
        : '.!?'.includes(mark)
          ? endOfSentence(text, start, at, limit)
          : -1
    if (end === -1) continue
    push(found, text, start, end)
    start = end
    at = end - 1
  }
  push(found, text, start, limit)
  return found
}

/** The offset behind the sentence that the mark at `at` ends, closing marks included; -1 where it ends none. */
function endOfSentence(text: string, start: number, at: number, limit: number): number {
  let end = at + 1
  while (end < limit && ')"\'*_”’'.includes(text.charAt(end))) end += 1
  if (end < limit && !/\s/.test(text.charAt(end))) return -1
  if (text.charAt(at) === '.' && ABBREVIATION.test(text.slice(Math.max(start, at - 12), at))) return -1
  let next = end
  while (next < limit && /\s/.test(text.charAt(next))) next += 1
  return next < limit && text.charAt(at) === '.' && /[a-z,;)]/.test(text.charAt(next)) ? -1 : end
}

/** `Adjust the adapter [#6083]` and a capital on the next line: the reference ended the sentence without a full stop. */
function endOfReference(text: string, start: number, at: number, limit: number): number {
  let before = at - 1
  while (before > start && /\s/.test(text.charAt(before))) before -= 1
  if (before <= start || !')]'.includes(text.charAt(before))) return -1
  let next = at + 1
  while (next < limit && /[\s*_`]/.test(text.charAt(next))) next += 1
  return next < limit && /[A-Z]/.test(text.charAt(next)) ? at : -1
}

function push(found: Stretch[], text: string, from: number, to: number): void {
  let start = from
  let end = to
  while (start < end && /\s/.test(text.charAt(start))) start += 1
  while (end > start && /\s/.test(text.charAt(end - 1))) end -= 1
  if (end > start) found.push({ start, end })
}
