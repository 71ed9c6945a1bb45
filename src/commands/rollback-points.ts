import { formerNames } from '../core/ledger/renamed.ts'
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
  const { policy, components } = resolveScope(loaded.registry, { environment: null }, loaded.at)
  const former = formerNames(components)
  const wanted = asked.component === undefined ? undefined : (former.get(asked.component) ?? asked.component)
  const { history, warnings } = await readLedger(ports, policy.ledger, former)
  const points = history.points.filter(
    (point) =>
      (wanted === undefined || point.component === wanted) &&
      (asked.environment === undefined || (point.environment ?? BASE_SCOPE) === asked.environment),
  )
  return pointsReport(points, warnings)
}
