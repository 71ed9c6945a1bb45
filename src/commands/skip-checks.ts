import type { SkippedChecks } from '../core/model/finding.ts'
import { fail } from '../core/model/problems.ts'
import { checks } from '../core/safety/checks/index.ts'
import { nearest } from '../core/text/nearest.ts'

/** A reason that says nothing is none; one that fills a page is no reason. */
const MOST_WORDS = 1000

/**
 * Which checks are not to be made, and why: `all`, or ids separated by commas or spaces. Undefined where none is named.
 * @throws ProblemError `usage` for an id that no check has, for checks without a reason and for a reason without checks
 */
export function skippedChecks(named: string | undefined, reason: string | undefined): SkippedChecks | undefined {
  const words = (named ?? '').split(/[\s,]+/).filter((word) => word !== '')
  const why = (reason ?? '').replace(/[\s\p{Cc}]+/gu, ' ').trim()
  if (words.length === 0) {
    if (why !== '')
      fail('usage', 'A reason was given, and no check is skipped.', { help: 'Name the checks to skip, or leave the reason out.' })
    return undefined
  }
  const ids = checks.map(({ id }): string => id)
  for (const word of words) {
    if (word === 'all' || ids.includes(word)) continue
    const near = nearest(word, [...ids, 'all'])
    fail(
      'usage',
      `There is no safety check “${word}”; there are ${ids.join(', ')}, and \`all\`.`,
      near === undefined ? {} : { help: `Did you mean \`${near}\`?` },
    )
  }
  if (why === '') {
    fail('usage', 'Safety checks are skipped only for a reason, which is shown and recorded.', {
      help: 'Say why with `--reason` (input `reason`).',
    })
  }
  return { checks: words.includes('all') ? ids : ids.filter((id) => words.includes(id)), reason: why.slice(0, MOST_WORDS) }
}
