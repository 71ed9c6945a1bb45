import type { RollbackReport } from '../core/reports/rollback.ts'
import { AUTOMATIC } from '../core/rollback/watch/breakers.ts'
import type { Ports } from './ports.ts'
import { openRollback } from './rollback.ts'
import type { RollbackByComment } from './rollback-by-comment.ts'
import type { TakenBack, WatchTools } from './watch.ts'

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

/** The rollbacks that the watch asks for. */
export function watchRollbacks(ports: Ports, registry?: string): Pick<WatchTools, 'takeBack' | 'bringBack'> {
  const common = { requestedBy: ports.actor?.login ?? 'pinwarden', ...(registry === undefined ? {} : { registry }) }
  return {
    // Of the first move, with the others, to where each was before.
    async takeBack({ moves: [first, ...others], reason, evidence, details }) {
      if (first === undefined) throw new Error('there is nothing to take back')
      const { component, environment, from, to } = first
      const members = others.map((other) => other.component)
      const at = { component, environment: environment ?? 'base' }
      return told(
        await openRollback(ports, { ...common, ...at, to: from, bad: to, reason, evidence, details, with: members, source: AUTOMATIC }),
      )
    },
    // Forward again to what the rollback left.
    async bringBack({ move: { component, environment, from }, reason, evidence }) {
      return told(
        await openRollback(ports, { ...common, component, environment: environment ?? 'base', to: from, reason, evidence, reland: true }),
      )
    },
  }
}

function told(report: RollbackReport): TakenBack {
  return {
    ok: report.ok,
    code: report.result,
    message: sentenceOf(report),
    number: report.proposal?.number ?? null,
    url: report.proposal?.url ?? null,
  }
}

function sentenceOf({ message, help }: RollbackReport): string {
  return help === null ? message : `${message} ${help}`
}
