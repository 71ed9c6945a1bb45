import { ProblemError } from '../core/model/problems.ts'
import { isOurs } from '../core/proposals/branch.ts'
import { parseMarker } from '../core/proposals/marker.ts'
import { remarksOf } from '../core/review/annotations.ts'
import { reviewLabels } from '../core/review/labels.ts'
import { reviewMarkdown } from '../core/review/markdown.ts'
import type { ReviewReport } from '../core/review/report.ts'
import { parseReviewMarker, reviewKey, sameText, withReviewMarker } from '../core/review/sticky.ts'
import type { Issues, Thread } from '../ports/issues.ts'
import type { Log } from '../ports/log.ts'
import type { ReviewedPull, Verdicts } from '../ports/reviews.ts'

export const CHECK_NAME = 'pinwarden/review'

type Posted = ReviewReport['posted'][number]

interface Desk {
  verdicts: Verdicts
  issues: Issues
  log: Log
}

/**
 * Check, comment and labels, each by itself: a token that may not do one of them (a fork's never may) still does the others, and what could
 * not be done is said. Running again changes nothing; a run that comes late never overwrites what is said of a newer head.
 */
export async function publishReview(report: ReviewReport, pull: ReviewedPull, desk: Desk): Promise<Posted[]> {
  const text = reviewMarkdown(report)
  const check = await publishVerdict(report, desk)
  const labels = reviewLabels(report)
  const thread = await attempt('comment', desk, () =>
    desk.issues.thread(
      pull.number,
      labels.map((label) => label.name),
    ),
  )
  if (thread.value === undefined) return [...check, thread.posted]
  if (thread.value.pull?.head !== report.head.commit) {
    return [...check, { what: 'comment', done: false, note: 'the pull request has a newer head meanwhile; its own run comments' }]
  }
  return [...check, ...(await converse(report, text, labels, thread.value, desk))]
}

/** A check run; a commit status where check runs are for apps alone or not permitted. */
export async function publishVerdict(report: ReviewReport, desk: Pick<Desk, 'verdicts' | 'log'>): Promise<Posted[]> {
  const { conclusion, title, head } = report
  const summary = reviewMarkdown(report)
  const annotations = remarksOf(report)
  const key = reviewKey(conclusion, title, summary, annotations)
  const post = () =>
    attempt('check', desk, () =>
      desk.verdicts.check({ name: CHECK_NAME, commit: head.commit, conclusion, key, title, summary, annotations }),
    )
  const first = await post()
  // What was lost on the way may be there: asking again finds it. A status beside it would stay when the check says otherwise.
  const check = first.lost === true ? await post() : first
  if (check.posted.done || check.lost === true) return [check.posted]
  const status = await attempt('status', desk, () =>
    desk.verdicts.status({ name: CHECK_NAME, commit: head.commit, conclusion, description: title }),
  )
  return [check.posted, status.posted]
}

/** The comment and the labels of a pull request whose head is the one that was judged. */
async function converse(
  report: ReviewReport,
  text: string,
  labels: ReturnType<typeof reviewLabels>,
  thread: Thread,
  desk: Desk,
): Promise<Posted[]> {
  const own = thread.own.filter((comment) => parseReviewMarker(comment.body) !== null)
  const given = own.flatMap((comment) => parseReviewMarker(comment.body)?.labels ?? [])
  // Our own proposals say all of this in their body, and their labels are theirs.
  const proposal = isOurs(thread.pull?.branch ?? '') && thread.pull?.fork === false && parseMarker(thread.body) !== null
  const silent = saysNothing(report) || (proposal && report.conclusion !== 'failure')
  const wanted = silent || proposal ? [] : labels
  const labelled = await attempt('labels', desk, () => relabel(thread, wanted, given, desk.issues))
  const kept = labelled.posted.done ? wanted.map((label) => label.name) : given
  const moves = report.moves.flatMap(({ component, environment, upgrade }) =>
    upgrade === null ? [] : [{ component, environment, from: upgrade.from, to: upgrade.to }],
  )
  const said = silent ? 'No version of this pull request differs from the base any more, or all is said in its description.' : text
  const body = withReviewMarker(said, { version: 1, labels: kept, moves })
  const commented = await attempt('comment', desk, () => settleComment(thread.number, own, body, silent, desk.issues))
  return [commented.posted, labelled.posted]
}

function saysNothing(report: ReviewReport): boolean {
  return report.moves.length + report.problems.length + report.settings.length === 0
}

/** One comment: edited in place, doubles of runs that met are deleted, and none is begun to say nothing. */
async function settleComment(
  number: number,
  own: readonly { id: number; body: string }[],
  body: string,
  silent: boolean,
  issues: Issues,
): Promise<string> {
  const [first, ...doubles] = own
  for (const one of doubles) await issues.deleteComment(one.id)
  if (first !== undefined) {
    if (sameText(first.body, body)) return 'unchanged'
    await issues.editComment(first.id, body)
    return 'edited'
  }
  if (silent) return 'nothing to say'
  const made = await issues.comment(number, body)
  // Another run may have commented between our look and our word: the older one stays.
  const { own: now } = await issues.thread(number)
  const older = now.some((comment) => comment.id < made.id && parseReviewMarker(comment.body) !== null)
  if (older) await issues.deleteComment(made.id)
  return older ? 'another run was faster' : 'written'
}

async function relabel(thread: Thread, wanted: ReturnType<typeof reviewLabels>, given: readonly string[], issues: Issues): Promise<string> {
  const names = wanted.map((label) => label.name)
  const add = wanted.filter((label) => !thread.labels.includes(label.name))
  // Only what an earlier review gave is taken away: a label of the same name can be a person's.
  const remove = given.filter((name) => thread.labels.includes(name) && !names.includes(name))
  for (const label of add) if (!thread.known.includes(label.name)) await issues.createLabel(label)
  if (add.length + remove.length === 0) return 'unchanged'
  await issues.changeLabels(thread.number, { add: add.map((label) => label.name), remove })
  return 'changed'
}

/** One thing done, or why it was not: a missing permission stops nothing else. `lost`: the next try can be luckier. */
async function attempt<T>(
  what: string,
  { log }: Pick<Desk, 'log'>,
  work: () => Promise<T>,
): Promise<{ value?: T; lost?: boolean; posted: Posted }> {
  try {
    const value = await work()
    return { value, posted: { what, done: true, ...(typeof value === 'string' ? { note: value } : {}) } }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const [problem] = error.problems
    log.debug(`${what}: ${error.message}`)
    const lost = problem?.code === 'upstream-failed' || problem?.code === 'rate-limited'
    return { lost, posted: { what, done: false, note: `${problem?.message ?? error.message} ${problem?.help ?? ''}`.trim() } }
  }
}
