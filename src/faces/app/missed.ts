import { type AnswerNote, createClient, type TokenSource } from '../../adapters/github/client.ts'
import { commentOf } from '../../commands/comment-event.ts'
import { CHECK_NAME } from '../../commands/review-publish.ts'
import { DAY, isoInstant } from '../../core/model/instant.ts'
import { parseCommands } from '../../core/orders/parse.ts'
import { repliedTo } from '../../core/orders/reply.ts'
import { BRANCH_PREFIX } from '../../core/proposals/branch.ts'
import { type ForgeAddress, sleepAtMostAMinute } from '../compose.ts'
import type { RepositoryRef, Trigger } from './triggers.ts'

/** What is older is asked for again by whoever still wants it. */
const WINDOW = DAY

/** More of one repository in a day is nothing that a stopped server missed. */
const MOST_PULLS = 30

type Missed = Extract<Trigger, { kind: 'review' | 'comment' }>

/**
 * Comments with commands that nobody answered, and pull requests that nobody judged, of the last day: GitHub does not deliver again what a
 * stopped server did not take, and what waited when it was stopped is gone. Both are safe to do twice.
 */
export async function findMissed(
  repository: RepositoryRef,
  tokens: TokenSource,
  { forge, now, onAnswer }: { forge: ForgeAddress; now: number; onAnswer(note: AnswerNote): void },
): Promise<Missed[]> {
  const client = createClient({ ...forge, token: tokens, sleep: sleepAtMostAMinute, onAnswer })
  const [owner = '', repo = ''] = repository.name.split('/')
  const since = isoInstant(now - WINDOW)
  const comments = await client.paginate(client.rest.issues.listCommentsForRepo, { owner, repo, since, per_page: 100 })
  const answered = new Set(comments.map((one) => (one.user?.type === 'Bot' ? repliedTo(one.body ?? '') : null)))
  const orders = comments.flatMap((comment): Missed[] => {
    const number = Number(comment.issue_url.split('/').at(-1))
    const event = commentOf({ action: 'created', issue: { number }, comment })
    if (event === null || event.comment.type !== 'User' || answered.has(comment.id)) return []
    // As with events: what was edited may not be what its author wrote.
    if (comment.updated_at !== comment.created_at) return []
    return parseCommands(event.comment.body, 0).length === 0 ? [] : [{ kind: 'comment', repository, event, why: 'a command was missed' }]
  })
  const { data: pulls } = await client.rest.pulls.list({
    owner,
    repo,
    state: 'open',
    sort: 'updated',
    direction: 'desc',
    per_page: MOST_PULLS,
  })
  const unjudged: Missed[] = []
  for (const { number, head, updated_at } of pulls) {
    if (updated_at < since || (head.ref.startsWith(BRANCH_PREFIX) && head.repo?.id === repository.id)) continue
    const { data } = await client.rest.checks.listForRef({ owner, repo, ref: head.sha, check_name: CHECK_NAME, per_page: 1 })
    if (data.total_count === 0) unjudged.push({ kind: 'review', repository, subject: { pull: number }, why: 'a pull request was missed' })
  }
  return [...orders, ...unjudged]
}
