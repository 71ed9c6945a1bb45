import type { Logger } from 'pino'
import type { TokenSource } from '../../adapters/github/client.ts'
import { answerComment, type CommentEvent } from '../../commands/comment.ts'
import { review } from '../../commands/review.ts'
import { rollbackByComment } from '../../commands/rollback-for.ts'
import type { ReviewSubject } from '../../ports/reviews.ts'
import { ofError, portsOf, type RunResult, type RunSettings } from './run-repository.ts'
import type { RepositoryRef } from './triggers.ts'

/** What work about one pull request or comment came to. */
export interface PullResult {
  result: RunResult['result']
  /** Whether the repository is to be run for what was decided. */
  followup: boolean
  /** When there is more to see, epoch milliseconds. */
  again?: number
}

/** Reviews a pull request or a merge group and writes what was found to it. Never throws. */
export async function reviewChange(
  repository: RepositoryRef,
  subject: ReviewSubject,
  tokens: TokenSource,
  settings: RunSettings,
  logger: Logger,
): Promise<PullResult> {
  return careful(logger, async () => {
    const ports = portsOf(repository, { token: await tokens.token(), tokens }, settings, logger)
    const report = await review(ports, { subject, post: true })
    const { conclusion, title, posted } = report
    logger.info({ conclusion, title, posted, requests: report.statistics.requests }, 'review')
    if (report.registry === null) return { result: 'no-registry', followup: false }
    return { result: conclusion === 'failure' ? 'findings' : 'ok', followup: false }
  })
}

/** Obeys and answers a comment; what its commands want done is done by a run of the repository. Never throws. */
export async function obeyComment(
  repository: RepositoryRef,
  event: CommentEvent,
  tokens: TokenSource,
  settings: RunSettings,
  logger: Logger,
): Promise<PullResult> {
  return careful(logger, async () => {
    const ports = portsOf(repository, { token: await tokens.token(), tokens }, settings, logger)
    const { result, followup } = await answerComment({ ...ports, rollback: rollbackByComment(ports) }, event)
    logger.info({ comment: event.comment.id, result }, 'comment')
    if (followup.review !== null) await review(ports, { subject: { pull: followup.review }, post: true })
    return { result: 'ok', followup: followup.components.length > 0 }
  })
}

export async function careful(logger: Logger, work: () => Promise<PullResult>): Promise<PullResult> {
  try {
    return await work()
  } catch (error) {
    return { result: ofError(error, logger).result, followup: false }
  }
}
