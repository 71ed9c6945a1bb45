import { fail, type Problem, type ProblemCode, ProblemError } from '../core/model/problems.ts'
import { type ParsedLine, parseCommands } from '../core/orders/parse.ts'
import { type LineAnswer, renderReply, repliedTo } from '../core/orders/reply.ts'
import { ForgeConflict } from '../ports/forge.ts'
import type { Access, Issues, Reaction, Thread } from '../ports/issues.ts'
import { type Followup, obey } from './comment-effects.ts'
import type { Ports } from './ports.ts'
import type { RollbackByComment } from './rollback-by-comment.ts'

/** A comment as its event tells of it. */
export interface CommentEvent {
  /** Issue or pull request. */
  number: number
  comment: { id: number; body: string; url: string; author: string; type: 'User' | 'Bot' | string }
}

export interface CommentPorts extends Ports {
  /** Absent: not available here. */
  rollback?: RollbackByComment
}

/** What became of a comment, and what its commands want done next. */
export interface CommentOutcome {
  result: 'nothing' | 'ignored' | 'refused' | 'answered' | 'answered-before'
  answers: readonly LineAnswer[]
  followup: Followup
}

const NOTHING: Followup = { components: [], review: null }
const MAY_COMMAND: readonly Access[] = ['admin', 'maintain', 'write']

/**
 * Obeys the commands of a comment, from people with write permission alone, and answers it once: a reaction, and one reply that names the
 * comment, so that it is found when the same event comes again. Killed anywhere, the next delivery goes on; what was done is not done twice.
 */
export async function answerComment(ports: CommentPorts, event: CommentEvent): Promise<CommentOutcome> {
  // 1. is there anything to obey? A comment without a command costs no request.
  const lines = parseCommands(event.comment.body, ports.clock.now())
  if (lines.length === 0 || ports.issues === undefined) return { result: 'nothing', answers: [], followup: NOTHING }
  // Bots answer bots for ever.
  if (event.comment.type !== 'User' || event.comment.author.endsWith('[bot]')) return { result: 'ignored', answers: [], followup: NOTHING }
  // 2. was it answered, and who asks?
  const issues = await ports.issues()
  const thread = await issues.thread(event.number)
  if (isAnswered(thread, event.comment.id)) return { result: 'answered-before', answers: [], followup: NOTHING }
  const access = await issues.access(event.comment.author)
  if (!MAY_COMMAND.includes(access)) {
    const answers = lines.map(({ line }) => ({ line, ok: false, text: `commands need write permission here, and you have ${access}.` }))
    await answer(issues, event, answers, '-1')
    return { result: 'refused', answers, followup: NOTHING }
  }
  // 3. obey
  const { answers, followup } = await obeyAll(lines, event, thread, ports)
  // 4. answer
  await answer(issues, event, answers, answers.every((one) => one.ok) ? '+1' : 'confused')
  return { result: 'answered', answers, followup }
}

function isAnswered(thread: Thread, comment: number): boolean {
  return thread.own.some((one) => repliedTo(one.body) === comment)
}

async function obeyAll(lines: readonly ParsedLine[], event: CommentEvent, thread: Thread, ports: CommentPorts) {
  const answers: LineAnswer[] = []
  let followup = NOTHING
  for (const parsed of lines) {
    if ('problem' in parsed) {
      answers.push({ line: parsed.line, ok: false, text: `${parsed.problem}.` })
      continue
    }
    try {
      const done = await obey(parsed.command, event, thread, ports)
      answers.push({ line: parsed.line, ok: done.ok, text: done.text })
      if (done.ok && done.followup !== undefined) followup = merged(followup, done.followup)
    } catch (error) {
      const problem = lasting(error)
      answers.push({ line: parsed.line, ok: false, text: `${problem.message} ${problem.help ?? ''}`.trim() })
    }
  }
  return { answers, followup }
}

const PASSING: readonly ProblemCode[] = ['upstream-failed', 'rate-limited', 'file-changed']

/** What a person must mend is the answer. What passes by itself is none: the comment stays unanswered, and the next delivery goes on. */
function lasting(error: unknown): Problem {
  if (error instanceof ForgeConflict) return fail('file-changed', `${error.message}.`, { help: 'Run it again.' })
  if (!(error instanceof ProblemError) || error.problems.some((problem) => PASSING.includes(problem.code))) throw error
  return error.problems[0] ?? { code: 'forge-refused', message: error.message }
}

function merged(a: Followup, b: Partial<Followup>): Followup {
  return { components: [...new Set([...a.components, ...(b.components ?? [])])], review: b.review ?? a.review }
}

/** Of two replies by runs that met the older one stays. */
async function answer(issues: Issues, event: CommentEvent, answers: readonly LineAnswer[], reaction: Reaction): Promise<void> {
  const { comment } = event
  const made = await issues.comment(event.number, renderReply(comment.id, comment.author, answers))
  await issues.react(comment.id, reaction)
  const { own } = await issues.thread(event.number)
  if (own.some((one) => one.id < made.id && repliedTo(one.body) === comment.id)) await issues.deleteComment(made.id)
}
