import * as z from 'zod'
import type { CommentEvent } from './comment.ts'

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

/** The comment of an `issue_comment` event, as a webhook or a workflow has it; null where it is none to answer. */
export function commentOf(payload: unknown): CommentEvent | null {
  const read = eventSchema.safeParse(payload)
  // An edit could put a command under words that somebody else answered; only what was written so counts.
  if (!read.success || read.data.action !== 'created' || read.data.comment.user === null) return null
  const { issue, comment } = read.data
  const { login: author, type } = read.data.comment.user
  return { number: issue.number, comment: { id: comment.id, body: comment.body ?? '', url: comment.html_url, author, type } }
}
