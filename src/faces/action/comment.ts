import * as core from '@actions/core'
import { context } from '@actions/github'
import * as z from 'zod'
import { answerComment, type CommentEvent } from '../../commands/comment.ts'
import { review } from '../../commands/review.ts'
import { rollbackByComment } from '../../commands/rollback-for.ts'
import { upgrade } from '../../commands/upgrades.ts'
import { fail } from '../../core/model/problems.ts'
import { plainLine } from '../../core/text/sanitize.ts'
import { compose } from './compose.ts'
import type { ActionInputs } from './inputs.ts'

const eventSchema = z.looseObject({
  action: z.string(),
  issue: z.looseObject({ number: z.number() }),
  comment: z.looseObject({
    id: z.number(),
    body: z.string().nullable(),
    html_url: z.string(),
    user: z.looseObject({ login: z.string(), type: z.string().default('User') }).nullable(),
  }),
})

/** The comment of a webhook or of a workflow's event; null where it is none to answer. */
export function commentOf(payload: unknown): CommentEvent | null {
  const read = eventSchema.safeParse(payload)
  // An edit could put a command under words that somebody else answered; only what was written so counts.
  if (!read.success || read.data.action !== 'created' || read.data.comment.user === null) return null
  const { issue, comment } = read.data
  const { login: author, type } = read.data.comment.user
  return { number: issue.number, comment: { id: comment.id, body: comment.body ?? '', url: comment.html_url, author, type } }
}

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
