import type { RollbackSource, RollbackWish } from '../../core/rollback/request.ts'
import { parseTarget } from '../../core/rollback/target.ts'
import { plainLine } from '../../core/text/sanitize.ts'

/** What a face, a comment or the watch asks for. Everything but the component may be left out. */
export interface RollbackRequest {
  component: string
  /** Name of a scope (`production`, `production/tenant-a`), or `base`. Absent: the base, or the one environment that pins the component. */
  environment?: string
  /** A version, `previous` (the default), `last-good`, or a point (`rp-12`). */
  to?: string
  reason?: string
  /** Address or name of the incident. */
  incident?: string
  emergency?: boolean
  force?: boolean
  reland?: boolean
  /** Default true. */
  exclude?: boolean
  /** Components that go back with it. */
  with?: readonly string[]
  dryRun?: boolean
  /** Registry file, where it is none of the usual ones. */
  registry?: string
  /** Login, or what stands for one on a local repository. */
  requestedBy: string
  /** Default `manual`. */
  source?: RollbackSource
  /** For `auto-revert`: the version that turned out bad. */
  bad?: string
  /** Web addresses. */
  evidence?: readonly string[]
  /** Goes into the ledger's records of this rollback, beside its own. */
  details?: Readonly<Record<string, string | number | boolean | null>>
}

/** The request as the core reads it, once its environment is known. */
export function wishOf(request: RollbackRequest, environment: string | null): RollbackWish {
  const { incident, bad } = request
  return {
    component: request.component,
    environment,
    target: parseTarget(request.to),
    reason: plainLine(request.reason ?? ''),
    source: request.source ?? 'manual',
    ...(bad === undefined ? {} : { bad }),
    ...(incident === undefined || incident.trim() === '' ? {} : { incident: plainLine(incident) }),
    evidence: request.evidence ?? [],
    emergency: request.emergency === true,
    force: request.force === true,
    reland: request.reland === true,
    exclude: request.exclude !== false,
    requestedBy: request.requestedBy,
  }
}
