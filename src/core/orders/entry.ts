import { isoInstant, parseInstant } from '../model/instant.ts'
import type { LedgerEntry, LedgerRecord } from '../model/ledger.ts'
import { type GivenOrder, ORDERS } from './contract.ts'

/** An order as the ledger keeps it. `readOrder` gives the same order back. */
export function orderEntry(given: GivenOrder): LedgerEntry {
  const { order, until, comment, url, why } = given
  return {
    event: order === 'approve-risk' ? 'approval' : 'exception',
    at: given.at,
    actor: { login: given.by, type: 'person' },
    moves: given.moves,
    ...(given.proposal === undefined ? {} : { proposal: given.proposal }),
    ...(given.commit === undefined ? {} : { commit: given.commit }),
    why: { reason: why ?? `/pinwarden ${order}`, ...(url === undefined ? {} : { evidence: [url] }) },
    details: {
      order,
      said: why !== undefined,
      ...(until === undefined ? {} : { until: isoInstant(until) }),
      ...(comment === undefined ? {} : { comment }),
    },
  }
}

/** The order that a record holds, or null where it is about something else. */
export function readOrder(record: LedgerEntry | LedgerRecord): GivenOrder | null {
  const { details = {}, why } = record
  const order = ORDERS.find((one) => one === details['order'])
  if (order === undefined || (record.event !== 'approval' && record.event !== 'exception')) return null
  const until = typeof details['until'] === 'string' ? parseInstant(details['until']) : null
  const { comment } = details
  const [url] = why?.evidence ?? []
  return {
    order,
    moves: record.moves,
    by: record.actor.onBehalfOf ?? record.actor.login,
    at: record.at,
    ...(until === null ? {} : { until }),
    ...(why === undefined || details['said'] !== true ? {} : { why: why.reason }),
    ...(url === undefined ? {} : { url }),
    ...(typeof comment === 'number' ? { comment } : {}),
    ...(record.proposal === undefined ? {} : { proposal: record.proposal }),
    ...(record.commit === undefined ? {} : { commit: record.commit }),
  }
}
