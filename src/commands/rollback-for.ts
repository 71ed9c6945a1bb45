import type { RollbackReport } from '../core/reports/rollback.ts'
import { AUTOMATIC } from '../core/rollback/watch/breakers.ts'
import type { Ports } from './ports.ts'
import { openRollback } from './rollback.ts'
import type { RollbackByComment } from './rollback-by-comment.ts'
import type { TakeBack, TakenBack } from './watch.ts'

/** A rollback that a comment asks for. */
export function rollbackByComment(ports: Ports, registry?: string): RollbackByComment {
  return async ({ component, target, environment, reason, requestedBy, url }) => {
    const report = await openRollback(ports, {
      component,
      reason,
      requestedBy,
      evidence: [url],
      ...(registry === undefined ? {} : { registry }),
      ...(target === null ? {} : { to: target }),
      ...(environment === null ? {} : { environment }),
    })
    return { ok: report.ok, text: sentenceOf(report) }
  }
}

/** A rollback that the watch asks for: of the first move, with the others, to where each was before. */
export function takeBackWith(ports: Ports, registry?: string): (ask: TakeBack) => Promise<TakenBack> {
  return async ({ moves: [first, ...others], reason, evidence, details }) => {
    if (first === undefined) throw new Error('there is nothing to take back')
    const report = await openRollback(ports, {
      component: first.component,
      environment: first.environment ?? 'base',
      to: first.from,
      bad: first.to,
      reason,
      evidence,
      details,
      with: others.map(({ component }) => component),
      source: AUTOMATIC,
      requestedBy: ports.actor?.login ?? 'pinwarden',
      ...(registry === undefined ? {} : { registry }),
    })
    return {
      ok: report.ok,
      code: report.result,
      message: sentenceOf(report),
      number: report.proposal?.number ?? null,
      url: report.proposal?.url ?? null,
    }
  }
}

function sentenceOf({ message, help }: RollbackReport): string {
  return help === null ? message : `${message} ${help}`
}
