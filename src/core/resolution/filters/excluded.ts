import { isoDate } from '../../model/instant.ts'
import type { Exclusion } from '../../registry/resolved.ts'
import type { ReadRelease, Rejection } from '../../strategies/contract.ts'
import { rangeTest } from '../../strategies/range-test.ts'
import { clip, closing } from '../phrases.ts'
import { type Filter, type FilterContext, names } from './contract.ts'

/**
 * `upgrade_policies.excluded_versions`: versions or ranges that must not be proposed, with who says why and until when.
 * An entry whose `until` has passed no longer holds. A range that the scheme cannot read excludes nothing and is reported.
 */
export const excluded: Filter = {
  id: 'excluded',
  label: 'Listed under `excluded_versions`, until its `until`',
  prepare(context) {
    const active = context.component.excluded.filter((entry) => entry.until === undefined || entry.until > context.now)
    const rules = active.map((entry) => ({ entry, covers: coverage(entry, context) }))
    const notices = rules.flatMap(({ entry, covers }) =>
      covers === null
        ? [`\`excluded_versions\`: ${entry.range} is no range of scheme \`${context.versioning.id}\`, so it excludes nothing.`]
        : [],
    )
    return {
      notices,
      judge(release) {
        const rule = rules.find(({ covers }) => covers?.(release))
        return rule === undefined ? null : rejection(rule.entry, release)
      },
    }
  },
}

function coverage(entry: Exclusion, context: FilterContext): ((release: ReadRelease) => boolean) | null {
  const { version, range } = entry
  if (version !== undefined) return (release) => names(version, release, context)
  if (range === undefined) return () => false
  const inside = rangeTest(context.versioning, range)
  return inside === null ? null : (release) => inside(release.parsed)
}

function rejection(entry: Exclusion, { release }: ReadRelease): Rejection {
  const what = entry.range === undefined ? '' : ` (range ${entry.range})`
  const link = entry.issueUrl === undefined ? '' : ` See ${clip(entry.issueUrl)}`
  return {
    code: 'excluded',
    reason: `${release.version} is listed under \`excluded_versions\`${what}: ${closing(entry.reason)}${link}`,
    ...(entry.until === undefined ? {} : { until: entry.until }),
    frees: entry.until === undefined ? 'Taking the entry out of `excluded_versions`.' : `The entry ends on ${isoDate(entry.until)}.`,
  }
}
