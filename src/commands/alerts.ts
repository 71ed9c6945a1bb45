import { packageKey } from '../core/advisories/ecosystems.ts'
import { compactOsv } from '../core/advisories/osv-record.ts'
import type { AdvisoryAnswer, DependencyAlert } from '../core/model/advisory-answer.ts'
import { ProblemError } from '../core/model/problems.ts'
import type { AdvisoryRequest } from '../datasources/advisories/contract.ts'
import { githubAdvisorySchema, type OsvJson, toOsv } from '../datasources/advisories/github-to-osv.ts'
import type { Alerts } from '../ports/alerts.ts'

/** An open alert of the forge with its advisory as an OSV record. */
interface KnownAlert extends DependencyAlert {
  record: OsvJson
  /** `packageKey` of all that it affects. */
  packages: readonly string[]
}

export interface AlertsReading {
  alerts: readonly KnownAlert[]
  /** What a reader of the answers should know. */
  notices: readonly string[]
}

/** Alerts are an addition: without them the databases still answer, so what goes wrong here is told and stops nothing. */
export async function readAlerts(alerts: Alerts | undefined): Promise<AlertsReading> {
  try {
    const open = (await alerts?.open()) ?? []
    const read = open.map(({ number, url, advisory }) => ({ number, url, parsed: githubAdvisorySchema.safeParse(advisory) }))
    const unread = read.filter(({ parsed }) => !parsed.success).length
    return {
      alerts: read.flatMap(({ number, url, parsed }) => (parsed.success ? [{ number, url, ...describe(toOsv(parsed.data).record) }] : [])),
      notices: unread === 0 ? [] : [`${unread} of Dependabot’s alerts could not be read`],
    }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return { alerts: [], notices: [`Dependabot’s alerts are missing: ${error.message}`] }
  }
}

function describe(record: OsvJson): Pick<KnownAlert, 'record' | 'packages' | 'ids'> {
  const affected = record.affected as readonly { package: { ecosystem: string; name: string } }[]
  const aliases = record['aliases'] as readonly string[]
  return {
    record,
    ids: [record.id, ...aliases],
    packages: affected.map((one) => packageKey(one.package.ecosystem, one.package.name)),
  }
}

/**
 * What alerts add to the answer of a database: advisories that it does not know (yet), and which alerts are open. An answer that failed stays
 * a failure, for alerts do not say what the target has.
 */
export function withAlerts(answer: AdvisoryAnswer, { packages }: AdvisoryRequest, reading: AlertsReading): AdvisoryAnswer {
  if (!answer.ok) return answer
  const asked = new Set(packages.map((one) => packageKey(one.ecosystem, one.package)))
  const about = reading.alerts.filter((alert) => alert.packages.some((key) => asked.has(key)))
  const notices = [...(answer.notices ?? []), ...reading.notices]
  const known = new Set(answer.records.flatMap(idsOf))
  const added = new Map(about.filter(({ ids }) => !ids.some((id) => known.has(id))).map(({ record }) => [record.id, record]))
  const records = [...added.values()].map((record) => compactOsv(record, (ecosystem, name) => asked.has(packageKey(ecosystem, name))))
  return {
    ...answer,
    records: [...answer.records, ...records.filter((record) => record !== null)],
    ...(about.length === 0 ? {} : { alerts: about.map(({ number, url, ids }) => ({ number, url, ids })) }),
    ...(notices.length === 0 ? {} : { notices }),
  }
}

/** Of a record that was made compact. */
function idsOf(record: unknown): string[] {
  const { id, aliases } = record as { id: string; aliases: readonly string[] }
  return [id, ...aliases]
}
