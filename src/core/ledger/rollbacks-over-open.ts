import type { LedgerRecord } from '../model/ledger.ts'
import { proposalKey, proposalStandings } from './standing.ts'

/** More are not asked for by name. */
const MOST = 50

/**
 * Branches of rollbacks that were opened after an upgrade of the same component which the ledger still has as open, newest first: such an
 * upgrade leads to, or from, what was taken back. Halted ones are none, nor are the way forward again and an exclusion alone.
 */
export function rollbacksOverOpen(records: readonly LedgerRecord[]): string[] {
  const standings = proposalStandings(records)
  const since = new Map<string, number>()
  for (const { event, proposal, seq } of records)
    if (proposal !== undefined && (event === 'proposal-opened' || event === 'proposal-refreshed')) since.set(proposalKey(proposal), seq)
  const open = [...standings].filter(([, { kind, state }]) => kind === 'upgrade' && state === 'open')
  const found = records.filter(({ event, proposal, moves, details, seq }) => {
    if (event !== 'rollback-opened' || proposal === undefined || details?.['kind'] === 'reland' || details?.['kind'] === 'exclusion')
      return false
    if (standings.get(proposalKey(proposal))?.state === 'closed') return false
    return open.some(
      ([key, one]) =>
        (since.get(key) ?? seq) < seq &&
        one.moves.some((step) => moves.some((back) => back.component === step.component && back.environment === step.environment)),
    )
  })
  return [...new Set(found.reverse().flatMap(({ proposal }) => proposal?.branch ?? []))].slice(0, MOST)
}
