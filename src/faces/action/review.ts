import * as core from '@actions/core'
import { context } from '@actions/github'
import * as z from 'zod'
import { review } from '../../commands/review.ts'
import { fail } from '../../core/model/problems.ts'
import { remarksOf } from '../../core/review/annotations.ts'
import { reviewMarkdown } from '../../core/review/markdown.ts'
import type { ReviewReport } from '../../core/review/report.ts'
import { reviewTerminal } from '../../core/review/terminal.ts'
import { plainLine, tableCell } from '../../core/text/sanitize.ts'
import type { ReviewSubject } from '../../ports/reviews.ts'
import { compose } from './compose.ts'
import type { ActionInputs } from './inputs.ts'
import { safeLine, writeSummary } from './show.ts'

const eventSchema = z.looseObject({ pull_request: z.looseObject({ number: z.number() }) })

const sha = z.string().regex(/^[0-9a-f]{40}$/)
const groupSchema = z.looseObject({ merge_group: z.looseObject({ base_sha: sha, head_sha: sha }) })

const LEVELS: readonly string[] = ['low', 'medium', 'high']

/**
 * Reviews the pull request of the event, `pull_request` or `pull_request_target`. Only its number is taken from the event: an event can come
 * late, so head and base are asked for.
 */
export async function runReview(inputs: ActionInputs): Promise<void> {
  const subject = subjectOf(inputs)
  const { ports, request } = compose(inputs)
  const report = await review(ports, {
    subject,
    ...(request.registry === undefined ? {} : { registry: request.registry }),
    post: !inputs.dryRun,
  })
  await show(report)
  core.setOutput('result', report.conclusion === 'failure' ? 'findings' : 'ok')
  core.setOutput('report', JSON.stringify(report))
  if (report.conclusion === 'failure' || isOver(report, inputs.failOn)) core.setFailed(plainLine(`Review: ${report.title}.`))
}

/** A group of a merge queue is reviewed as what it puts onto the base: a required check must report there, too. */
function subjectOf(inputs: ActionInputs): ReviewSubject {
  const group = groupSchema.safeParse(context.payload)
  if (context.eventName === 'merge_group' && group.success) {
    const { base_sha: base, head_sha: head } = group.data.merge_group
    return { base, head }
  }
  const pull = inputs.pullRequest ?? eventSchema.safeParse(context.payload).data?.pull_request.number
  if (pull !== undefined) return { pull }
  return fail('usage', `\`command: review\` needs a pull request, and the event \`${context.eventName}\` has none.`, {
    help: 'Run it on `pull_request`, `pull_request_target` or `merge_group`, or give the input `pull-request`.',
  })
}

/** The log, the summary and, where no check run carries them, annotations by the runner's own commands. */
async function show(report: ReviewReport): Promise<void> {
  core.info(
    reviewTerminal(report, (_, text) => text)
      .split('\n')
      .map(safeLine)
      .join('\n'),
  )
  const missing = report.posted.filter((one) => !one.done)
  if (!report.posted.some((one) => one.what === 'check' && one.done)) {
    for (const { path, line, level, title, message } of remarksOf(report)) {
      const say = { failure: core.error, warning: core.warning, notice: core.notice }[level]
      say(message, { title, file: path, startLine: line })
    }
  }
  await writeSummary(`## Pinwarden review\n\n${reviewMarkdown(report)}\n${missingText(missing)}`)
}

/** A fork's token may only read; that is no mistake of anybody's, and must not look as if nothing had been found. */
function missingText(missing: ReviewReport['posted']): string {
  if (missing.length === 0) return ''
  const rows = missing.map((one) => `- ${one.what}: ${tableCell(one.note ?? '')}`)
  const why =
    'Not everything could be written to the pull request. A `pull_request` workflow of a fork gets a token that may only read; ' +
    'its findings stand here and in the annotations. `pull_request_target` gives a token that may write, and is safe here: nothing of the head is checked out or run.'
  return `\n### Not written\n\n${why}\n\n${rows.join('\n')}\n`
}

function isOver(report: ReviewReport, failOn: ActionInputs['failOn']): boolean {
  if (failOn === 'none') return false
  if (failOn === 'findings') return report.moves.some((move) => move.concerns.length > 0)
  return report.risk !== null && LEVELS.indexOf(report.risk) >= LEVELS.indexOf(failOn)
}
