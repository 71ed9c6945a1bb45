import { parseInstant } from '../model/instant.ts'
import { type Advisory, type AdvisoryQuery, advisoryUrl, type Verdict } from './advisory.ts'
import { type Test, testOf } from './affected.ts'
import { aliasGroups, comparePreference } from './alias-groups.ts'
import { packageKey } from './ecosystems.ts'
import type { OsvAffected, OsvRecord } from './osv-record.ts'
import { compareSeverity, highestSeverity, severityOf } from './severity.ts'

/** Records made ready for questions. */
export interface AdvisoryIndex {
  /** How many records count: neither withdrawn nor superseded by a later one with the same id. */
  size: number
  query(query: AdvisoryQuery): Verdict
}

interface Entry {
  record: OsvRecord
  affected: OsvAffected
  test: Test
}

/**
 * Indexes records by ecosystem and package. Withdrawn records count for nothing, their aliases included; of two with the same id the one
 * modified later holds. The order of the records has no part in any answer.
 */
export function indexRecords(records: Iterable<OsvRecord>): AdvisoryIndex {
  const current = newestById(records)
  const groups = aliasGroups()
  const entries = new Map<string, Entry[]>()
  for (const record of current) {
    groups.join([record.id, ...record.aliases])
    for (const affected of record.affected) {
      const key = packageKey(affected.ecosystem, affected.package)
      const entry = { record, affected, test: testOf(affected) }
      const known = entries.get(key)
      if (known === undefined) entries.set(key, [entry])
      else known.push(entry)
    }
  }
  return {
    size: current.length,
    query({ ecosystem, package: name, version }) {
      const asked = (entries.get(packageKey(ecosystem, name)) ?? []).map((entry) => ({ entry, verdict: entry.test(version) }))
      const hits = asked.filter(({ verdict }) => verdict === 'affected').map(({ entry }) => entry)
      const advisories = fold(hits, groups)
      const unreadable = asked.find(({ verdict }) => verdict === 'unreadable')
      if (unreadable === undefined) return { ok: true, advisories }
      const { id } = unreadable.entry.record
      return { ok: false, reason: `“${version}” is no version of ${ecosystem} that could be compared with the ranges of ${id}`, advisories }
    },
  }
}

function newestById(records: Iterable<OsvRecord>): OsvRecord[] {
  const newest = new Map<string, OsvRecord>()
  for (const record of records) {
    const known = newest.get(record.id)
    if (known === undefined || isLater(record, known)) newest.set(record.id, record)
  }
  return [...newest.values()].filter(({ withdrawn }) => !withdrawn)
}

/** Where both were modified at the same time, any rule will do that does not depend on which came first. */
function isLater(a: OsvRecord, b: OsvRecord): boolean {
  return a.modified === b.modified ? JSON.stringify(a) > JSON.stringify(b) : a.modified > b.modified
}

/** One advisory for each group of aliases, most severe first. */
function fold(hits: readonly Entry[], groups: ReturnType<typeof aliasGroups>): Advisory[] {
  const byGroup = Map.groupBy(hits, ({ record }) => groups.groupOf(record.id))
  return [...byGroup.values()].map((group) => advisoryOf(group, groups)).sort(compareAdvisories)
}

function advisoryOf(hits: readonly Entry[], groups: ReturnType<typeof aliasGroups>): Advisory {
  const sorted = hits.toSorted((a, b) => comparePreference(a.record.id, b.record.id))
  const id = sorted[0]?.record.id ?? ''
  const published = hits.flatMap(({ record }) => parseInstant(record.published) ?? [])
  return {
    id,
    ids: [
      id,
      ...groups
        .members(id)
        .filter((one) => one !== id)
        .sort(comparePreference),
    ],
    severity: highestSeverity(hits.map(({ record, affected }) => severityOf(record.id, [affected, record]))),
    summary: sorted.find(({ record }) => record.summary !== '')?.record.summary ?? '',
    url: advisoryUrl(id),
    ...(published.length > 0 && { published: Math.min(...published) }),
  }
}

/** Most severe first, then by id. */
export function compareAdvisories(a: Advisory, b: Advisory): number {
  return compareSeverity(b.severity, a.severity) || comparePreference(a.id, b.id)
}
