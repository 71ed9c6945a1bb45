import * as z from 'zod'
import type { AdvisoryIndex } from './advisory-index.ts'
import { firstSafe } from './first-safe.ts'
import { highestSeverity, type Severity } from './severity.ts'

const rowSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  ecosystem: z.string().min(1).max(200),
  package: z.string().min(1).max(500),
  version: z.string().min(1).max(256),
  available_versions: z.array(z.string()).max(100_000).nullish(),
})

/** Answer of `inspect advisories`. */
export interface AdvisoryAnswer {
  id?: string | number
  vulnerable: boolean
  /** One for each group of aliases, most severe first. */
  advisory_ids: string[]
  /** `none`: no advisory. `unknown`: nobody rated those that there are. */
  max_severity: Severity | 'none'
  /** Smallest of `available_versions` not below `version` and not vulnerable. */
  first_safe: string | null
}

/**
 * Answers rows `{id, ecosystem, package, version, available_versions?}` of `inspect advisories`.
 * @throws Error naming the first field that is missing, or saying that the version cannot be compared with the records' ranges
 */
export function answerAdvisories(index: AdvisoryIndex): (row: unknown) => AdvisoryAnswer {
  return (row) => {
    const { id, available_versions: available, ...query } = rowSchema.parse(row)
    const verdict = index.query(query)
    if (!verdict.ok && verdict.advisories.length === 0) throw new Error(verdict.reason)
    const { advisories } = verdict
    return {
      ...(id === undefined ? {} : { id }),
      vulnerable: advisories.length > 0,
      advisory_ids: advisories.map((advisory) => advisory.id),
      max_severity: advisories.length === 0 ? 'none' : highestSeverity(advisories.map(({ severity }) => severity)),
      first_safe: firstSafe(index, query, available ?? []),
    }
  }
}
