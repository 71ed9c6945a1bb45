import { review } from '../../commands/review.ts'
import { EXIT, fail } from '../../core/model/problems.ts'
import { reviewTerminal } from '../../core/review/terminal.ts'
import type { ReviewSubject } from '../../ports/reviews.ts'
import type { CommonOptions } from './commands/options.ts'
import { composeCli } from './compose.ts'
import { paintFor } from './output.ts'

export interface ReviewOptions extends CommonOptions {
  pr?: string
  post?: boolean
}

/** `pinwarden review`: 1 where the change is refused, 3 where what decides could not be found out, else 0. */
export async function runReview(range: string | undefined, options: ReviewOptions): Promise<number> {
  const { ports, log } = await composeCli(options, [])
  const report = await review(ports, {
    subject: subjectOf(range, options.pr),
    ...(options.registry === undefined ? {} : { registry: options.registry }),
    post: options.post === true,
  })
  log.clear()
  process.stdout.write(
    options.json ? `${JSON.stringify(report, null, 2)}\n` : reviewTerminal(report, paintFor(process.stdout, options.color)),
  )
  if (report.conclusion === 'failure') return EXIT.findings
  return report.moves.some((move) => move.concerns.some((one) => one.code === 'unresolved')) ? EXIT.upstream : EXIT.ok
}

/** `BASE..HEAD` as git writes ranges; three dots mean the same, for a change is always compared with where it began. */
function subjectOf(range: string | undefined, pr: string | undefined): ReviewSubject {
  if (pr !== undefined) {
    if (range !== undefined) return fail('usage', 'Give a range or `--pr`, not both.')
    if (!/^[1-9]\d{0,9}$/.test(pr)) return fail('usage', `“${pr}” is no number of a pull request.`)
    return { pull: Number(pr) }
  }
  if (range === undefined) return {}
  const match = /^(.*?)\.{2,3}(.*)$/.exec(range)
  if (match === null) return fail('usage', `“${range}” is no range; expected BASE..HEAD.`)
  const [, base = '', head = ''] = match
  return { ...(base === '' ? {} : { base }), ...(head === '' ? {} : { head }) }
}
