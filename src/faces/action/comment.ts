import * as core from '@actions/core'
import { context } from '@actions/github'
import { answerComment } from '../../commands/comment.ts'
import { commentOf } from '../../commands/comment-event.ts'
import { review } from '../../commands/review.ts'
import { rollbackByComment } from '../../commands/rollback-for.ts'
import { upgrade } from '../../commands/upgrades.ts'
import { fail } from '../../core/model/problems.ts'
import { plainLine } from '../../core/text/sanitize.ts'
import { compose } from './compose.ts'
import type { ActionInputs } from './inputs.ts'

/** Answers the comment of the event, and then does what its commands ask for. */
export async function runComment(inputs: ActionInputs): Promise<void> {
  if (context.eventName !== 'issue_comment') {
    return fail('usage', `\`command: comment\` runs on \`issue_comment\`, not on \`${context.eventName}\`.`)
  }
  const event = commentOf(context.payload)
  if (event === null) {
    core.setOutput('result', 'ok')
    return core.info('Nothing to answer.')
  }
  const { ports, request } = compose(inputs)
  const { result, answers, followup } = await answerComment({ ...ports, rollback: rollbackByComment(ports, request.registry) }, event)
  core.info(`The comment: ${result}.`)
  for (const { line, ok, text } of answers) core.info(plainLine(`${ok ? 'done' : 'refused'}: ${line}: ${text}`))
  if (followup.components.length > 0) await upgrade(ports, { ...request, components: followup.components })
  if (followup.review !== null) {
    const named = request.registry === undefined ? {} : { registry: request.registry }
    await review(ports, { subject: { pull: followup.review }, ...named, post: true })
  }
  core.setOutput('result', 'ok')
  core.setOutput('report', JSON.stringify({ schema: 'pinwarden/comment@1', result, answers, followup }))
}
