import type { Problem } from '../../model/problems.ts'
import { placeOf } from '../../text/edit.ts'
import type { Beyond } from './limits.ts'

/** Bytes of UTF-8. No registry that people keep is near it; a parser that is fed more is being attacked. */
export const MAX_BYTES = 5 * 1024 * 1024

const MAX_REPORTED = 20

/**
 * Characters that a reviewer cannot see and that therefore have no place in a file that is reviewed: C0 and C1 controls but tab and
 * line ends, line and paragraph separators, bidirectional overrides (https://trojansource.codes), a byte order mark inside the text,
 * halves of surrogate pairs, non-characters.
 */
const HIDDEN =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/** Whether a value, escapes already read, holds a character that nobody can see. */
export function hasHidden(text: string): boolean {
  return text.search(HIDDEN) !== -1
}

/** Why a text is not even parsed. Empty where it may be. */
export function refuse(text: string, file: string): Problem[] {
  const bytes = text.length > MAX_BYTES ? text.length : new TextEncoder().encode(text).length
  if (bytes > MAX_BYTES) {
    return [
      {
        code: 'registry-refused',
        message: `the file has more than ${MAX_BYTES / 1024 / 1024} MiB; a registry is never that large`,
        at: { file },
        help: 'Check that this is the registry, and split what does not belong into it.',
      },
    ]
  }
  return hidden(text, file)
}

/** What is said of a text that was parsed no further than its limits. */
export function refusal(beyond: Beyond, file: string): Problem {
  return { code: 'registry-refused', message: LIMITS[beyond], at: { file }, help: 'Check that this is the registry.' }
}

const LIMITS = {
  nesting: 'the file is nested too deeply to be read',
  size: 'the file has more than two million signs and texts; a registry is never that large',
} as const

function hidden(text: string, file: string): Problem[] {
  const body = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text
  const found = [...body.matchAll(HIDDEN)]
  const problems = found.slice(0, MAX_REPORTED).map(({ 0: character, index }): Problem => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    return {
      code: 'registry-refused',
      message: `the invisible character U+${code} stands in the file`,
      at: { file, ...placeOf(text, index) },
      help: 'Remove it: what a reviewer cannot see has no place here.',
    }
  })
  const more = found.length - problems.length
  if (more > 0) problems.push({ code: 'registry-refused', message: `${more} more invisible characters stand in the file`, at: { file } })
  return problems
}
