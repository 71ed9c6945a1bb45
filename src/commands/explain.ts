import { isoInstant } from '../core/model/instant.ts'
import type { ExplainReport } from '../core/reports/explain.ts'
import { explainComponent } from '../core/resolution/explain.ts'
import { judgeAll } from './decide.ts'
import { gather } from './gather.ts'
import { notesReader } from './kept-notes.ts'
import type { Ports, Request } from './ports.ts'
import { registryOf } from './recording.ts'
import { upgradeRow } from './report.ts'

/** Every release considered for a component, why it was or was not chosen, what the checks found, and what would change the answer. */
export async function explain(ports: Ports, request: Request): Promise<ExplainReport> {
  const { recording, situation } = await gather(ports, request, 'look')
  const upgrades = judgeAll(recording, situation, notesReader(ports.readings, registryOf(recording))).flatMap((one) => one.upgrades)
  const [component = ''] = request.components
  const scopes = situation.scopes.flatMap((scope) =>
    scope.selected.flatMap(({ name, source }) => {
      const explanation = explainComponent(scope.resolution, name)
      if (explanation === null) return []
      const cause = scope.resolution.unresolved.find((one) => one.component === name)?.cause
      const { verdict, strategy, versioning, current, currentFrom, newest, considered, changes, notices } = explanation
      return [
        {
          environment: scope.name,
          verdict,
          strategy,
          scheme: versioning,
          scheme_reason: scope.schemes.get(name)?.reason ?? null,
          source: source === null ? null : `${source.datasource}:${source.package}`,
          current,
          current_from: currentFrom,
          newest,
          ...(cause === undefined ? {} : { unresolved: cause.message }),
          upgrades: upgrades.filter((one) => one.component === name && one.environment === scope.name).map(upgradeRow),
          releases: considered.map(({ tag, version, date, lane, held }) => ({
            tag,
            version,
            ...(date === undefined ? {} : { released_at: isoInstant(date) }),
            ...(lane === undefined ? {} : { chosen: lane }),
            ...(held === undefined
              ? {}
              : { code: held.code, reason: held.reason, ...(held.until === undefined ? {} : { until: isoInstant(held.until) }) }),
          })),
          changes: changes.map(({ code, frees, until, versions }) => ({
            code,
            frees,
            ...(until === undefined ? {} : { until: isoInstant(until) }),
            versions: [...versions],
          })),
          notices: [...notices],
        },
      ]
    }),
  )
  return { schema: 'pinwarden/explain@1', component, scopes }
}
