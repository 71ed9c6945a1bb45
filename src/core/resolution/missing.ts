import { list, plural } from './phrases.ts'
import type { ComponentOutcome, Missing } from './scope.ts'

/** What a locked component misses; empty for all others and where it misses nothing. */
export function missingOf({ component, current, held, resolution: { security } }: ComponentOutcome): Missing[] {
  const locked = held.filter((one) => one.code === 'locked')
  const newest = locked[0]?.version
  if (newest === undefined) return []
  const securityFixes = locked.map((one) => one.version).filter((version) => security?.fixes.has(version) === true)
  const mends =
    securityFixes.length === 0
      ? ''
      : `, of which ${list(securityFixes.slice(0, 3))} ${securityFixes.length === 1 ? 'mends' : 'mend'} a known vulnerability`
  return [
    {
      component: component.name,
      current,
      newest,
      releases: locked.length,
      securityFixes,
      message: `${component.name} is locked at ${current ?? 'an unknown version'} and misses ${plural(locked.length, 'release')} up to ${newest}${mends}.`,
    },
  ]
}
