import { isoDate } from '../../model/instant.ts'
import { endOfLife, lineOf } from '../../strategies/release-lines.ts'
import { type Filter, isNamed, passesAll } from './contract.ts'

/** Releases of a line that has ended. Within the line that is in force already a newer release is still better than none. */
export const endOfLifeFilter: Filter = {
  id: 'end-of-life',
  label: 'Of a line past its end of life, unless the current version is of that line',
  prepare(context) {
    const { current, lines, now } = context
    if (lines.length === 0) return passesAll
    const own = current === null ? undefined : lineOf(current.release.version, lines)
    return {
      judge(release) {
        const line = lineOf(release.release.version, lines)
        if (line === undefined || line === own || isNamed(release, context)) return null
        const end = endOfLife(line, now)
        if (end === null) return null
        const since = end.since === undefined ? '' : ` since ${isoDate(end.since)}`
        return {
          code: 'end-of-life',
          reason: `${release.release.version} is of the line ${line.line}, which is past its end of life${since}.`,
          frees: 'A release of a line that is maintained.',
        }
      },
    }
  },
}
