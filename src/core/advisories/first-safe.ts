import type { AdvisoryQuery } from './advisory.ts'
import type { AdvisoryIndex } from './advisory-index.ts'
import { versionOrder } from './ecosystems.ts'

/**
 * The smallest of `available` that is not below the asked version and that no record affects; as it is written there. Null where there is
 * none, where the ecosystem's versions have no order, or where the asked version has no place in it.
 */
export function firstSafe(index: AdvisoryIndex, query: AdvisoryQuery, available: Iterable<string>): string | null {
  const order = versionOrder(query.ecosystem)
  const from = order?.parse(query.version) ?? null
  if (order === null || from === null) return null
  return (
    [...available]
      .map((text) => ({ text, version: order.parse(text) }))
      .filter(({ version }) => version !== null && order.compare(version, from) >= 0)
      .sort((a, b) => order.compare(a.version, b.version))
      .find(({ text }) => isSafe(index, { ...query, version: text }))?.text ?? null
  )
}

function isSafe(index: AdvisoryIndex, query: AdvisoryQuery): boolean {
  const verdict = index.query(query)
  return verdict.ok && verdict.advisories.length === 0
}
