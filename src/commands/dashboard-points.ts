import type { Box } from '../core/dashboard/boxes.ts'
import type { MergedStep } from '../core/dashboard/contract.ts'
import type { Move } from '../core/model/ledger.ts'
import { ProblemError } from '../core/model/problems.ts'
import type { Report } from '../core/reports/report.ts'
import { foldRollbacks } from '../core/rollback/fold.ts'
import type { RollbackPoint } from '../core/rollback/point.ts'
import type { Issues, OwnIssue } from '../ports/issues.ts'
import type { Ports } from './ports.ts'

/** More are nobody's "lately"; every point stands in `rollback --list`. */
const SHOWN = 15

type RollbackBox = Extract<Box, { do: 'rollback' }>

/** The newest merged steps that are still in force, newest first. A ledger that cannot be read knows none, which was told before. */
export async function takeBacks({ ledger, log }: Pick<Ports, 'ledger' | 'log'>, report: Report): Promise<MergedStep[]> {
  if (ledger === undefined) return []
  try {
    const { points, pending } = foldRollbacks(await (await ledger()).records())
    const inForce = new Set(report.components.map((row) => JSON.stringify([row.component, row.environment, row.current])))
    return points
      .filter((point) => point.status === 'active' && inForce.has(JSON.stringify([point.component, point.environment, point.to])))
      .slice(-SHOWN)
      .reverse()
      .map((point) => ({ point, rollback: pending.find(({ moves }) => moves.some((move) => takesBack(move, point)))?.proposal ?? null }))
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    log.debug(`Nothing is known of merged steps: ${error.message}`)
    return []
  }
}

function takesBack(move: Move, { component, environment, to }: RollbackPoint): boolean {
  return move.component === component && move.environment === environment && move.from === to
}

/** Takes back what was ticked; what came of it is told in the issue, once for each point however often a cut run comes here again. */
export async function obeyRollback(box: RollbackBox, issue: OwnIssue, issues: Issues, ports: Ports, registry?: string): Promise<void> {
  // Only few runs need it.
  const { rollbackByComment } = await import('./rollback-for.ts')
  const by = issue.editor ?? 'somebody'
  const { component, environment, point } = box
  const done = await rollbackByComment(
    ports,
    registry,
  )({
    component,
    environment: environment ?? 'base',
    target: point,
    reason: 'ticked on the dashboard',
    requestedBy: by,
    url: issue.url,
  })
  const mark = `<!-- pinwarden-answer:${point} -->`
  const { own } = await issues.thread(issue.number)
  if (own.some(({ body }) => body.includes(mark))) return
  const whom = issue.editor === null ? '' : `@${by}: `
  await issues.comment(issue.number, `${whom}${done.text}\n\n${mark}`)
}
