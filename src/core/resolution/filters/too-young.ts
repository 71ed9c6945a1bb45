import { type Duration, isoDate, isoInstant } from '../../model/instant.ts'
import type { Distance } from '../../model/upgrade.ts'
import { span } from '../phrases.ts'
import { type Filter, type FilterContext, isNamed } from './contract.ts'

/**
 * Releases younger than `minimum_release_age`; an older release that is old enough is taken instead. Waived for releases that mend a
 * vulnerability. A release without a date is held back where an age is demanded: its age cannot be proven, and that is said.
 */
export const tooYoung: Filter = {
  id: 'too-young',
  label: 'Younger than `minimum_release_age` (also where no date is known), unless it mends a vulnerability',
  prepare(context) {
    return {
      judge(release) {
        const age = demandedAge(context, distanceTo(context, release.parsed))
        if (age <= 0 || isNamed(release, context) || context.isSecurityFix(release)) return null
        const { version, date } = release.release
        if (date === undefined) {
          return {
            code: 'no-date',
            reason: `${version} has no publication date, so \`minimum_release_age\` (${span(age)}) cannot be proven.`,
            frees: 'A datasource that states dates, or no `minimum_release_age` for this component.',
          }
        }
        const until = date + age
        if (until <= context.now) return null
        return {
          code: 'too-young',
          reason: `${version} of ${isoDate(date)} is younger than \`minimum_release_age\` (${span(age)}).`,
          until,
          frees: `It is old enough on ${isoInstant(until).slice(0, 16)}Z.`,
        }
      },
    }
  },
}

function distanceTo({ current, versioning }: FilterContext, parsed: unknown): Distance {
  return current === null ? 'other' : versioning.distance(current.parsed, parsed)
}

function demandedAge({ component }: FilterContext, distance: Distance): Duration {
  const levels = component.upgrade.minimumReleaseAge ?? {}
  const own = distance === 'major' || distance === 'minor' || distance === 'patch' ? levels[distance] : undefined
  return own ?? component.minimumReleaseAge
}
