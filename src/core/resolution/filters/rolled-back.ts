import { isoDate } from '../../model/instant.ts'
import type { Exclusion } from '../../registry/resolved.ts'
import type { ReadRelease, Rejection } from '../../strategies/contract.ts'
import { minorLine } from '../breaking-number.ts'
import { clip, closing, list } from '../phrases.ts'
import { type Filter, type FilterContext, isNamed, passesAll } from './contract.ts'

/** A rollback from `bad` to `good`, as the exclusion that it left says. */
interface RolledBack {
  entry: Exclusion
  bad: ReadRelease
  good: ReadRelease
}

/**
 * What a rollback from a bad version to a good one leaves on offer: newer than the bad one. Two exceptions: what mends a vulnerability on
 * the good version's own line; and, where the two are of different lines (8.0.0 → 7.4.1), patches of the good line that came after it.
 * Two bad versions of one line in a row hold the component until a person decides.
 */
export const rolledBack: Filter = {
  id: 'rolled-back',
  label: 'Not newer than a version that was rolled back, or of a component with two rolled back in a row on one line',
  prepare(context) {
    const rollbacks = rollbacksAbove(context)
    if (rollbacks.length === 0) return passesAll
    const held = twiceInARow(rollbacks, context)
    return {
      judge(release) {
        if (isNamed(release, context)) return null
        if (held !== null) return mends(release, held, context) ? null : twice(held)
        const against = rollbacks.find((one) => !mayFollow(release, one, context))
        return against === undefined ? null : once(release, against)
      },
    }
  },
}

/** Rollbacks whose bad version is still ahead of the version in force. */
function rollbacksAbove({ component, current, now, versioning, all }: FilterContext): RolledBack[] {
  return component.excluded.flatMap((entry) => {
    const { version, rolledBackTo } = entry
    if (version === undefined || rolledBackTo === undefined || (entry.until !== undefined && entry.until <= now)) return []
    const [bad, good] = [version, rolledBackTo].map((text) => read(text, versioning, all))
    if (bad === undefined || good === undefined) return []
    return current === null || versioning.compare(bad.parsed, current.parsed) > 0 ? [{ entry, bad, good }] : []
  })
}

/** What upstream lists under this version, else the version alone. */
function read(text: string, versioning: FilterContext['versioning'], all: readonly ReadRelease[]): ReadRelease | undefined {
  const parsed = versioning.parse(text)
  if (parsed === null) return undefined
  return all.find((one) => versioning.compare(one.parsed, parsed) === 0) ?? { release: { tag: text, version: text }, parsed }
}

function mayFollow(release: ReadRelease, rollback: RolledBack, context: FilterContext): boolean {
  const { versioning } = context
  if (versioning.compare(release.parsed, rollback.bad.parsed) > 0 || mends(release, rollback, context)) return true
  const line = minorLine(rollback.good.parsed, versioning)
  const apart = line !== null && line !== minorLine(rollback.bad.parsed, versioning)
  return apart && line === minorLine(release.parsed, versioning) && cameAfter(release, rollback.good)
}

/** What upstream does not date is newer by its number alone. */
function cameAfter({ release }: ReadRelease, { release: good }: ReadRelease): boolean {
  return release.date === undefined || good.date === undefined || release.date > good.date
}

function mends(release: ReadRelease, { good }: Pick<RolledBack, 'good'>, context: FilterContext): boolean {
  const line = minorLine(good.parsed, context.versioning)
  return context.isSecurityFix(release) && (line === null || line === minorLine(release.parsed, context.versioning))
}

/** The two newest bad versions of one line, where nothing good of it came between: both were taken back to a version below both. */
function twiceInARow(rollbacks: readonly RolledBack[], { versioning }: FilterContext): (RolledBack & { before: RolledBack }) | null {
  const newestFirst = [...rollbacks].sort((a, b) => versioning.compare(b.bad.parsed, a.bad.parsed))
  for (const [index, one] of newestFirst.entries()) {
    const line = minorLine(one.bad.parsed, versioning)
    const before = newestFirst
      .slice(index + 1)
      .find(
        (other) =>
          line !== null && line === minorLine(other.bad.parsed, versioning) && versioning.compare(one.good.parsed, other.bad.parsed) < 0,
      )
    if (before !== undefined) return { ...one, before }
  }
  return null
}

function once({ release }: ReadRelease, { entry, bad, good }: RolledBack): Rejection {
  const link = entry.issueUrl === undefined ? '' : ` See ${clip(entry.issueUrl)}`
  return {
    code: 'rolled-back',
    reason: `${release.version} is not newer than ${bad.release.version}, which was rolled back to ${good.release.version}: ${closing(entry.reason)}${link}`,
    ...(entry.until === undefined ? {} : { until: entry.until }),
    frees: entry.until === undefined ? `A release newer than ${bad.release.version}.` : `The exclusion ends on ${isoDate(entry.until)}.`,
  }
}

function twice({ bad, before, entry }: RolledBack & { before: RolledBack }): Rejection {
  const versions = list([before.bad.release.version, bad.release.version])
  return {
    code: 'rolled-back',
    reason: `Two versions in a row were rolled back (${versions}; the last: ${closing(entry.reason)}), so a person must decide.`,
    frees: `Taking the entry of ${bad.release.version} or ${before.bad.release.version} out of \`excluded_versions\`, as \`pinwarden rollback --reland\` does.`,
  }
}
