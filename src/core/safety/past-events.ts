import type { Instant } from '../model/instant.ts'
import type { LedgerEvent, LedgerRecord } from '../model/ledger.ts'

/** Events of the ledger that say how a component's earlier steps went. */
const TELLING = [
  'proposal-merged',
  'verified',
  'signal-failed',
  'rollback-opened',
  'rollback-merged',
  'rollback-halted',
  'exclusion-lifted',
] as const satisfies readonly LedgerEvent[]
type TellingEvent = (typeof TELLING)[number]

/** So many of a component are kept in a recording; what happened before them has no part in today's decision. */
const MOST_EVENTS = 100

/**
 * One event about one component. `from` and `to` are those of the ledger's move: a rollback goes from the version that failed to the one
 * before it.
 */
export interface PastEvent {
  event: TellingEvent
  at: Instant
  environment: string | null
  from: string
  to: string
  /** In the words of whoever did it. */
  reason?: string
  /** Page of the proposal, or what was given as evidence. */
  url?: string
}

/** The ledger as far as the steps of a run ask for it. */
export type HistoryReading =
  /** No ledger is kept. */
  | { state: 'none' }
  /** There is one, and it could not be read. */
  | { state: 'missing'; why: string }
  /** By component, oldest first. */
  | { state: 'kept'; events: Readonly<Record<string, readonly PastEvent[]>> }

/** What the records say of each of the components, oldest first. */
export function pastEvents(records: readonly LedgerRecord[], components: ReadonlySet<string>): Record<string, PastEvent[]> {
  const found = new Map<string, PastEvent[]>()
  for (const record of records) {
    const event = eventOf(record)
    if (event === null) continue
    for (const { component, environment, from, to } of record.moves) {
      if (!components.has(component)) continue
      const past = { event, at: record.at, environment, from, to, ...wordsOf(record) }
      found.set(component, [...(found.get(component) ?? []), past].slice(-MOST_EVENTS))
    }
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * What a record tells of a step; null where that is nothing. A rollback is a proposal, too, whose merge is told by `rollback-merged`; a version
 * that is taken up again (`reland`) is allowed again; a failure that was not seen twice, and a watch that saw nothing, are no failures.
 */
function eventOf({ event, proposal, details = {} }: LedgerRecord): TellingEvent | null {
  const { kind, code, confirmed } = details
  if (event === 'proposal-merged' && proposal?.branch.startsWith('pinwarden/rollback/') === true) return null
  if (event === 'signal-failed' && confirmed === false) return null
  if (event === 'rollback-halted' && code === 'no-signal') return null
  if (event.startsWith('rollback-') && kind === 'reland') return event === 'rollback-merged' ? 'exclusion-lifted' : null
  if (event.startsWith('rollback-') && kind === 'exclusion') return null
  return TELLING.find((one) => one === event) ?? null
}

function wordsOf({ why, proposal }: LedgerRecord): Pick<PastEvent, 'reason' | 'url'> {
  const reason = why?.reason.trim()
  const url = [proposal?.url, ...(why?.evidence ?? [])].find((one) => one?.startsWith('https://') === true)
  return { ...(reason ? { reason } : {}), ...(url == null ? {} : { url }) }
}
