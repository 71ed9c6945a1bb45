import * as z from 'zod'
import { compilePattern, isPattern, type PatternMatch } from '../text/pattern.ts'
import type { Found, PinEditor } from './contract.ts'
import { replacing } from './rewrite/edits.ts'
import { type UnixText, unixText } from './syntax/unix.ts'

const locator = z
  .string()
  .min(1)
  .max(1000)
  .superRefine((source, context) => {
    const pattern = compilePattern(source, { multiline: true })
    if (!isPattern(pattern)) context.addIssue({ code: 'custom', message: `it is no RE2 pattern: ${pattern.error}` })
    else if (!/\(\?P?<version>/.test(source)) context.addIssue({ code: 'custom', message: 'it has no group (?<version>…)' })
  })
  .meta({
    description:
      'RE2 pattern with a group `version`, and where the file has them, groups `digest` and `checksum`. `^` and `$` mean the ends of a line. All its matches are edited.',
    examples: ['ALPHA=(?<version>\\S+)', '/gradle-(?<version>[\\d.]+)-bin\\.zip'],
  })

/** Places that a user's own pattern names. It runs on RE2, in time linear in the text. */
export const regex: PinEditor<string> = {
  id: 'regex',
  label: 'What an RE2 pattern matches',
  docs: 'https://github.com/google/re2/wiki/Syntax',
  locator,
  find(file, source) {
    const pattern = compilePattern(source, { multiline: true })
    if (!isPattern(pattern)) return []
    const unix = unixText(file)
    return pattern.all(unix.text).flatMap((match) => foundIn(match, unix))
  },
  ...replacing(),
}

function foundIn({ groups }: PatternMatch, unix: UnixText): Found[] {
  const version = span(groups['version'], unix)
  if (version === undefined) return []
  const digest = span(groups['digest'], unix)
  const checksum = span(groups['checksum'], unix)
  return [{ ...version, ...(digest === undefined ? {} : { digest }), ...(checksum === undefined ? {} : { checksum }) }]
}

/** Without the blanks that `.*` takes along at the end of a line. Undefined where it is empty or runs over lines. */
function span(group: PatternMatch['groups'][string], unix: UnixText): { value: string; start: number; end: number } | undefined {
  const value = group?.text.trimEnd() ?? ''
  if (group === undefined || value === '' || value.includes('\n')) return undefined
  return { value, start: unix.offsetOf(group.start), end: unix.offsetOf(group.start + value.length) }
}
