import * as z from 'zod'
import { codeSpan, tableCell } from '../text/sanitize.ts'

/** What became of one line of a comment. */
export interface LineAnswer {
  line: string
  ok: boolean
  text: string
}

const OPEN = '<!-- pinwarden-reply:'
const CLOSE = ' -->'
const markerSchema = z.object({ comment: z.number().int() })

/** The one reply to a comment. Names the comment, so that it is found again and never given twice. */
export function renderReply(comment: number, login: string, answers: readonly LineAnswer[]): string {
  const lines = answers.map(({ line, ok, text }) => `- ${ok ? '✅' : '❌'} ${codeSpan(line.slice(0, 200))}: ${tableCell(text)}`)
  return `${codeSpan(login)}:\n\n${lines.join('\n')}\n\n${OPEN}${JSON.stringify({ comment })}${CLOSE}\n`
}

/** The comment that a reply of ours answers, or null where it is no reply. */
export function repliedTo(body: string): number | null {
  const start = body.lastIndexOf(OPEN)
  const end = start === -1 ? -1 : body.indexOf(CLOSE, start)
  if (end === -1) return null
  try {
    return markerSchema.parse(JSON.parse(body.slice(start + OPEN.length, end))).comment
  } catch {
    return null
  }
}
