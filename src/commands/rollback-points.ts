import { resolveScope } from '../core/registry/merge.ts'
import { type PointsReport, pointsReport } from '../core/reports/rollback.ts'
import type { Ports } from './ports.ts'
import { readBase, readLedger } from './rollback/read.ts'
import { BASE_SCOPE } from './scopes.ts'

/** The rollback points that the ledger has, oldest first; of one component or environment where it is named. */
export async function listRollbackPoints(
  ports: Ports,
  asked: { component?: string; environment?: string; registry?: string },
): Promise<PointsReport> {
  const { loaded } = await readBase(ports, asked.registry)
  const { history, warnings } = await readLedger(ports, resolveScope(loaded.registry, { environment: null }, loaded.at).policy.ledger)
  const points = history.points.filter(
    (point) =>
      (asked.component === undefined || point.component === asked.component) &&
      (asked.environment === undefined || (point.environment ?? BASE_SCOPE) === asked.environment),
  )
  return pointsReport(points, warnings)
}
