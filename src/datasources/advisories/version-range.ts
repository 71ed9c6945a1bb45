/** An event of an OSV range. */
export type RangeEvent = { introduced: string } | { fixed: string } | { last_affected: string }

/**
 * Reads the ranges of GitHub's advisories: comparators joined by commas (`>= 1.0, < 1.2.3`, `= 1.4.0`, `<= 2.0`). OSV knows no exclusive
 * beginning, so `> 1.0` takes in 1.0 too: rather one version too many than one too few. `patched` (`1.2.3`, `>= 1.2.3`) ends a range that
 * ends nowhere. Null where the text cannot be read: repository advisories hold whatever their authors wrote.
 */
export function rangeEvents(text: string, patched: string | null): RangeEvent[] | null {
  const fixed = patchedVersion(patched)
  const trimmed = text.trim()
  if (trimmed === '') return fixed.length === 0 ? null : [{ introduced: '0' }, ...fixed]
  if (/^(?:\*|all|all versions|any)$/i.test(trimmed)) return [{ introduced: '0' }, ...fixed]
  const events = trimmed.split(',').map(comparatorEvents)
  if (!events.every((one) => one !== null)) return null
  const all = events.flat()
  const isExact = events.some((one) => one.length > 1)
  if (isExact) return events.length === 1 ? all : null
  const begins = all.some((event) => 'introduced' in event)
  const ends = all.some((event) => !('introduced' in event))
  return [...(begins ? [] : [{ introduced: '0' }]), ...all, ...(ends ? [] : fixed)]
}

const COMPARATOR = /^(>=|<=|>|<|=)?\s{0,4}([vV]?\d[\w.+:~-]{0,99})$/

/** Two events for an exact version, one for a bound; null for anything else. */
function comparatorEvents(text: string): RangeEvent[] | null {
  const [, operator = '=', version] = COMPARATOR.exec(text.trim()) ?? []
  if (version === undefined) return null
  if (operator === '=') return [{ introduced: version }, { last_affected: version }]
  if (operator.startsWith('>')) return [{ introduced: version }]
  return [operator === '<' ? { fixed: version } : { last_affected: version }]
}

function patchedVersion(patched: string | null): RangeEvent[] {
  const [, operator = '>=', version] = COMPARATOR.exec(patched?.trim() ?? '') ?? []
  return version === undefined || operator.startsWith('<') ? [] : [{ fixed: version }]
}
