import type { LedgerEntry, Move } from '../model/ledger.ts'

/** How a proposal stands by what the ledger says of it. */
export interface ProposalStanding {
  kind: 'upgrade' | 'rollback'
  state: 'open' | 'closed' | 'merged'
  proposal: NonNullable<LedgerEntry['proposal']>
  moves: readonly Move[]
  /** Heads that we gave it, as far as they were recorded. */
  heads: readonly string[]
  /** Digest of what the last head changes. */
  digest: string | null
  /** Of the record that opened it. */
  details: NonNullable<LedgerEntry['details']>
}

/** Numbers are never given twice; on a local repository the branch is all there is. */
export function proposalKey({ number, branch }: { number: number | null; branch: string }): string {
  return number === null ? branch : `#${number}`
}

/** The last state of each proposal, by key. A release has events of its own and is none. */
export function proposalStandings(records: readonly LedgerEntry[]): Map<string, ProposalStanding> {
  const standings = new Map<string, ProposalStanding>()
  for (const record of records) {
    const known = STATES[record.event]
    if (known === undefined || record.proposal === undefined) continue
    const [kind, state] = known
    const key = proposalKey(record.proposal)
    const before = standings.get(key)
    const digest = record.details?.['changes']
    standings.set(key, {
      kind,
      state,
      proposal: record.proposal,
      moves: record.moves.length > 0 ? record.moves : (before?.moves ?? []),
      heads: state === 'open' && record.commit !== undefined ? [...(before?.heads ?? []), record.commit] : (before?.heads ?? []),
      digest: typeof digest === 'string' ? digest : (before?.digest ?? null),
      details: state === 'open' ? (record.details ?? {}) : (before?.details ?? {}),
    })
  }
  return standings
}

const STATES: Partial<Record<LedgerEntry['event'], readonly [ProposalStanding['kind'], ProposalStanding['state']]>> = {
  'proposal-opened': ['upgrade', 'open'],
  'proposal-refreshed': ['upgrade', 'open'],
  'proposal-closed': ['upgrade', 'closed'],
  'proposal-merged': ['upgrade', 'merged'],
  'rollback-opened': ['rollback', 'open'],
  'rollback-merged': ['rollback', 'merged'],
  'rollback-halted': ['rollback', 'closed'],
}
