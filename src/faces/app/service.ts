import type { Logger } from 'pino'
import type { TokenSource } from '../../adapters/github/client.ts'
import type { CommentEvent } from '../../commands/comment.ts'
import { DAY, MINUTE } from '../../core/model/instant.ts'
import type { ReviewSubject } from '../../ports/reviews.ts'
import type { createDeliveries } from './deliveries.ts'
import type { AppMetrics } from './metrics.ts'
import type { PullResult } from './run-pull.ts'
import type { RunQueue } from './run-queue.ts'
import { type RunResult, retryDelay } from './run-repository.ts'
import type { Timer } from './timer.ts'
import type { TokenScope } from './tokens.ts'
import { type RepositoryRef, type Trigger, triggerOf } from './triggers.ts'

/** What the service does its work with. */
export interface ServiceParts {
  queue: RunQueue
  deliveries: ReturnType<typeof createDeliveries>
  metrics: AppMetrics
  log: Logger
  timer: Timer
  tokens(scope: TokenScope): TokenSource
  run(repository: RepositoryRef, tokens: TokenSource, log: Logger): Promise<RunResult>
  review(repository: RepositoryRef, subject: ReviewSubject, tokens: TokenSource, log: Logger): Promise<PullResult>
  comment(repository: RepositoryRef, event: CommentEvent, tokens: TokenSource, log: Logger): Promise<PullResult>
  watch(repository: RepositoryRef, tokens: TokenSource, log: Logger): Promise<PullResult>
  survey(installation: number, tokens: TokenSource): Promise<RepositoryRef[]>
  /** What events would have asked for that nobody was there to hear. */
  missed(repository: RepositoryRef, tokens: TokenSource): Promise<readonly AboutPull[]>
  installations(): Promise<number[]>
  /** Our own login, once it is known. */
  self(): string | null
}

/** Work about one pull request or comment. */
type AboutPull = Extract<Trigger, { kind: 'review' | 'comment' }>

/** The last run of any repository, for `/healthz`. */
export interface LastRun {
  at: number
  result: RunResult['result']
  seconds: number
}

export interface Service {
  /** Takes a verified webhook. Returns at once: the work is done later. */
  receive(event: { id: string; name: string; payload: unknown }): void
  /** Looks through all installations: what was missed while nobody listened, and what is new upstream. */
  round(): Promise<void>
  lastRun(): LastRun | null
}

/** Turns events and rounds into runs. Keeps no state that a run depends on: each reads everything anew. */
export function createService(parts: ServiceParts): Service {
  const { queue, metrics, timer } = parts
  const attempts = new Map<number, number>()
  /** When a repository's merges are to be looked at again. */
  const planned = new Map<number, number>()
  let last: LastRun | null = null

  const enqueue = (repository: RepositoryRef, why: string, urgent: boolean) => {
    const log = parts.log.child({ repository: repository.name, installation: repository.installation })
    const outcome = queue.add({ key: 'run', ...placeOf(repository), urgent, run: () => runOnce(repository, why, log) })
    log.debug({ why, outcome }, 'run')
  }
  const runOnce = async (repository: RepositoryRef, why: string, log: Logger) => {
    const started = timer.now()
    const tokens = parts.tokens({ installation: repository.installation, repository: repository.id })
    const result = await parts.run(repository, tokens, log)
    const seconds = (timer.now() - started) / 1000
    last = { at: timer.now(), result: result.result, seconds }
    metrics.run(repository.id, result.result, seconds, result.report)
    if (result.result === 'gone' || result.result === 'no-registry') metrics.forget(repository.id)
    log.info({ why, result: result.result, seconds }, 'run ended')
    repeatLater(repository, result)
    // What was merged since is watched from now on.
    if (result.result === 'ok' || result.result === 'findings') watch(repository, why)
  }
  const repeatLater = (repository: RepositoryRef, result: RunResult) => {
    const attempt = attempts.get(repository.id) ?? 0
    const wait = retryDelay(attempt, result, timer.now())
    attempts.delete(repository.id)
    if (wait === null) return
    attempts.set(repository.id, attempt + 1)
    timer.after(wait, () => enqueue(repository, `repeated: ${result.result}`, false))
  }
  /** Work about one pull request or comment; repeated where GitHub or an upstream did not answer. */
  const about = (
    { repository, key, why, urgent }: { repository: RepositoryRef; key: string; why: string; urgent: boolean },
    work: (tokens: TokenSource, log: Logger) => Promise<PullResult>,
  ) => {
    const log = parts.log.child({ repository: repository.name, installation: repository.installation, about: key })
    const start = (attempt: number) => {
      const run = async () => {
        const result = await work(parts.tokens({ installation: repository.installation, repository: repository.id }), log)
        log.info({ why, result: result.result }, 'work ended')
        if (result.followup) enqueue(repository, why, true)
        const wait = retryDelay(attempt, { result: result.result, report: null }, timer.now())
        if (wait !== null) timer.after(wait, () => start(attempt + 1))
      }
      const outcome = queue.add({ key, ...placeOf(repository), urgent, run })
      // Said aloud: somebody may wait for it until the next round.
      if (outcome === 'full') log.warn({ why }, 'too much waits for this repository')
    }
    start(0)
  }
  const aboutPull = (trigger: AboutPull, urgent: boolean) => {
    const { repository, why } = trigger
    if (trigger.kind === 'comment') {
      const key = `comment ${trigger.event.comment.id}`
      about({ repository, key, why, urgent }, (tokens, log) => parts.comment(repository, trigger.event, tokens, log))
      return
    }
    const { subject } = trigger
    const key = 'pull' in subject ? `pull request ${subject.pull}` : `merge group ${subject.head}`
    about({ repository, key, why, urgent }, (tokens, log) => parts.review(repository, subject, tokens, log))
  }
  const catchUp = (repository: RepositoryRef, why: string) => {
    const run = async () => {
      const tokens = parts.tokens({ installation: repository.installation, repository: repository.id })
      for (const one of await parts.missed(repository, tokens)) aboutPull(one, false)
    }
    queue.add({ key: 'missed', ...placeOf(repository), urgent: false, run })
    parts.log.debug({ repository: repository.name, why }, 'looks for what was missed')
  }
  const watch = (repository: RepositoryRef, why: string) =>
    about({ repository, key: 'watch', why, urgent: true }, async (tokens, log) => {
      const result = await parts.watch(repository, tokens, log)
      watchAgain(repository, result.again)
      return result
    })
  /** One look at a time is planned for a repository, whatever happens there until then. Node's timers hold no more than 24 days. */
  const watchAgain = (repository: RepositoryRef, at: number | undefined) => {
    if (at === undefined || (planned.get(repository.id) ?? Number.POSITIVE_INFINITY) <= at) return
    planned.set(repository.id, at)
    timer.after(Math.min(Math.max(MINUTE, at - timer.now()), DAY), () => {
      if (planned.get(repository.id) !== at) return
      planned.delete(repository.id)
      watch(repository, 'a watch window ends')
    })
  }
  const survey = (installation: number, why: string, urgent: boolean) => {
    const run = async () => {
      const found = await parts.survey(installation, parts.tokens({ installation }))
      parts.log.info({ installation, why, repositories: found.length }, 'repositories with a registry')
      for (const repository of found) {
        enqueue(repository, why, false)
        catchUp(repository, why)
      }
    }
    queue.add({ key: 'survey', lane: `installation ${installation}`, tenant: String(installation), urgent, run })
  }
  return {
    receive({ id, name, payload }) {
      if (!parts.deliveries.isNew(id)) {
        metrics.delivery(name, 'duplicate')
        return
      }
      const trigger = triggerOf(name, payload, parts.self())
      metrics.delivery(name, trigger.kind === 'nothing' ? 'ignored' : 'accepted')
      parts.log.debug({ delivery: id, event: name, ...trigger }, 'webhook')
      if (trigger.kind === 'review' || trigger.kind === 'comment') aboutPull(trigger, true)
      else if (trigger.kind === 'watch') watch(trigger.repository, trigger.why)
      else obey(trigger, { enqueue, survey, queue, metrics })
    },
    async round() {
      for (const installation of await parts.installations()) survey(installation, 'schedule', false)
    },
    lastRun: () => last,
  }
}

interface Doing {
  enqueue(repository: RepositoryRef, why: string, urgent: boolean): void
  survey(installation: number, why: string, urgent: boolean): void
  queue: RunQueue
  metrics: AppMetrics
}

function obey(trigger: Exclude<Trigger, { kind: 'review' | 'comment' | 'watch' }>, { enqueue, survey, queue, metrics }: Doing): void {
  switch (trigger.kind) {
    case 'run':
      for (const repository of trigger.repositories) {
        // What waits for the owner that it had would ask with that owner's token.
        if (trigger.moved === true) queue.drop({ lane: laneOf(repository) })
        enqueue(repository, trigger.why, true)
      }
      return
    case 'survey':
      survey(trigger.installation, trigger.why, true)
      return
    case 'forget':
      if (trigger.installation !== undefined) queue.drop({ tenant: String(trigger.installation) })
      for (const id of trigger.repositories) {
        queue.drop({ lane: laneOf({ id }) })
        metrics.forget(id)
      }
      return
    case 'nothing':
      return
  }
}

/** All work of a repository is done one after another: a review must not meet a run that writes the same branches. */
function placeOf(repository: RepositoryRef): { lane: string; tenant: string } {
  return { lane: laneOf(repository), tenant: String(repository.installation) }
}

function laneOf({ id }: { id: number }): string {
  return `repository ${id}`
}
