import type { Instant } from '../model/instant.ts'
import type { LedgerRecord } from '../model/ledger.ts'
import type { GivenOrder, StandingOrder } from './contract.ts'
import { readOrder } from './entry.ts'

/**
 * Orders in force, in order of component, environment and time. Records are read in their order in the chain: a later order of a kind takes
 * the place of an earlier one for the same component, environment and version, `unignore` and `unhold` lift, a date that has passed ends.
 */
export function standingOrders(records: readonly LedgerRecord[], now: Instant): StandingOrder[] {
  const standing = new Map<string, StandingOrder>()
  const answered = new Set<string>()
  for (const record of records) {
    const given = readOrder(record)
    if (given === null || isRepeated(given, answered)) continue
    for (const move of given.moves) obey(given, move, standing)
  }
  return [...standing.values()].filter((one) => one.until === undefined || one.until > now).sort(inOrder)
}

/** A comment that was delivered twice to two runs at once is in the ledger twice, and is one order. */
function isRepeated({ comment, order, moves }: GivenOrder, answered: Set<string>): boolean {
  if (comment === undefined) return false
  const key = JSON.stringify([comment, order, moves])
  if (answered.has(key)) return true
  answered.add(key)
  return false
}

function obey(given: GivenOrder, move: GivenOrder['moves'][number], standing: Map<string, StandingOrder>): void {
  const { order, until, by, at, why, url, proposal } = given
  if (order === 'unignore' || order === 'unhold') {
    const lifted = order === 'unignore' ? 'ignore' : 'hold'
    for (const [key, one] of standing) if (one.order === lifted && sameSubject(one, move)) standing.delete(key)
    return
  }
  const { component, environment, from, to } = move
  // An `ignore` with a date is about the component, as `hold` is; the others are about one step.
  const version = order === 'hold' || (order === 'ignore' && until !== undefined) ? null : to
  standing.set(JSON.stringify([order, component, environment, version]), {
    order,
    component,
    environment,
    from,
    to,
    by,
    at,
    ...(until === undefined ? {} : { until }),
    ...(why === undefined ? {} : { why }),
    ...(url === undefined ? {} : { url }),
    ...(proposal?.number == null ? {} : { pull: { number: proposal.number, url: proposal.url } }),
  })
}

export function sameSubject(
  a: { component: string; environment: string | null },
  b: { component: string; environment: string | null },
): boolean {
  return a.component === b.component && a.environment === b.environment
}

function inOrder(a: StandingOrder, b: StandingOrder): number {
  const key = (one: StandingOrder) => [one.component, one.environment ?? '', one.order, one.to].join('\0')
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.at - b.at
}
