/** Keys whose values are versions: moving them is what reviews judge, not a change of policy. */
const VERSION_KEYS: ReadonlySet<string> = new Set(['version', 'fallback_version'])
const MOST = 200

/**
 * Settings that differ between two registries, as paths of keys in order: `components.redis.strategy`. Versions are left out, and so is all
 * that belongs to a component which only one of them has. Pure; values are compared as data, so that layout and comments do not count.
 */
export function changedSettings(before: unknown, after: unknown): string[] {
  const found: string[] = []
  compare(before, after, [], found)
  return found.sort().slice(0, MOST)
}

function compare(before: unknown, after: unknown, path: readonly string[], found: string[]): void {
  if (found.length > MOST) return
  if (isMapping(before) && isMapping(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (
        VERSION_KEYS.has(key) ||
        (path.length === 1 && path[0] === 'components' && !(Object.hasOwn(before, key) && Object.hasOwn(after, key)))
      ) {
        continue
      }
      compare(before[key], after[key], [...path, key], found)
    }
    return
  }
  // An override that holds nothing but a version is no setting.
  if (isBare(before) && isBare(after)) return
  if (JSON.stringify(sorted(before)) !== JSON.stringify(sorted(after))) found.push(path.join('.'))
}

function isBare(value: unknown): boolean {
  return value === undefined || (isMapping(value) && Object.entries(value).every(([key, one]) => VERSION_KEYS.has(key) || isBare(one)))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isMapping(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  )
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
