import { type ProposalStanding, proposalKey, proposalStandings } from '../core/ledger/standing.ts'
import { DAY } from '../core/model/instant.ts'
import type { Actor, LedgerEntry, LedgerRecord } from '../core/model/ledger.ts'
import { parseMarker } from '../core/proposals/marker.ts'
import type { AskedProposal, ProposalOutcome, SettledProposal } from '../ports/outcomes.ts'
import type { Ports } from './ports.ts'
import type { RunEvents } from './run-events.ts'

/** Where nothing was recorded yet, merges of so long ago are. */
const FIRST_LOOK = 90 * DAY
/** Records of a run are younger than the looks that they come from. */
const OVERLAP = DAY

/** Proposals that were merged or closed and of which the ledger does not know. */
export async function newlySettled(run: RunEvents, records: readonly LedgerRecord[], ports: Ports): Promise<ProposalOutcome[]> {
  const outcomes = await ports.outcomes?.()
  if (outcomes === undefined) return []
  const standings = proposalStandings(records)
  const told = records.findLast((record) => record.event.startsWith('proposal-'))
  const since = told === undefined ? run.now - FIRST_LOOK : told.at - OVERLAP
  const found = await outcomes.settled(since, askedFor(run, standings))
  const own = new Set(run.applied.flatMap(({ ok, action }) => (ok && action.kind === 'close' ? [proposalKey(action.ref)] : [])))
  const unknown = found.filter(
    (one) => isNews(one, standings.get(proposalKey(one))) && !(one.state === 'closed' && own.has(proposalKey(one))),
  )
  return unknown.length === 0 ? [] : outcomes.outcomes(unknown)
}

/** A merge is news until it was told; a close is, where the ledger has the proposal as open. */
function isNews({ state, branch }: SettledProposal, standing: ProposalStanding | undefined): boolean {
  if (standing === undefined) return state === 'merged' && !branch.startsWith(ROLLBACKS)
  return state === 'merged' ? standing.state !== 'merged' : standing.state === 'open'
}

/** Branches of rollbacks: their openings are recorded by whoever made them. */
const ROLLBACKS = 'pinwarden/rollback/'

/** Whatever the ledger has as open and this run did not see open, and what it saw merged or closed. */
function askedFor({ observed, applied }: RunEvents, standings: ReadonlyMap<string, ProposalStanding>): AskedProposal[] {
  const asked = new Map<string, AskedProposal>()
  const open = new Set(observed.proposals.filter((one) => one.state === 'open').map(proposalKey))
  // Closed because nothing is left to do: on a local repository that is what a merge by hand looks like.
  for (const { action } of applied) if (action.kind === 'close') open.delete(proposalKey(action.ref))
  for (const [key, { state, proposal, heads, digest }] of standings) {
    if (state !== 'open' || open.has(key)) continue
    asked.set(key, { number: proposal.number, branch: proposal.branch, commit: heads.at(-1) ?? null, digest })
  }
  for (const one of observed.proposals) {
    const key = proposalKey(one)
    if (open.has(key) || asked.has(key) || standings.has(key) || one.marker === null) continue
    asked.set(key, { number: one.number, branch: one.branch, commit: one.marker.commit, digest: one.marker.digest })
  }
  return [...asked.values()]
}

/** Ends of proposals that the ledger does not know of, in the order of their time. Pure. */
export function settledEntries(
  settled: readonly ProposalOutcome[],
  run: RunEvents,
  standings: ReadonlyMap<string, ProposalStanding>,
): LedgerEntry[] {
  return settled
    .filter((one) => isNews(one, standings.get(proposalKey(one))))
    .sort((a, b) => a.at - b.at)
    .flatMap((one) => endOf(one, standings.get(proposalKey(one)), run))
}

/** A proposal that was merged or closed. */
function endOf(outcome: ProposalOutcome, standing: ProposalStanding | undefined, { observed }: RunEvents): LedgerEntry[] {
  const seen = observed.proposals.find((one) => proposalKey(one) === proposalKey(outcome))
  const marker = parseMarker(outcome.body) ?? seen?.marker ?? null
  const moves = standing?.moves ?? marker?.upgrades ?? []
  if (moves.length === 0) return []
  const rollback = standing?.kind === 'rollback'
  const { number, branch, merge } = outcome
  const shared = {
    at: outcome.at,
    actor: actorOf(outcome),
    moves,
    proposal: standing?.proposal ?? { id: marker?.id ?? branch, number, url: outcome.url, branch },
    ...(standing === undefined || Object.keys(standing.details).length === 0 ? {} : { details: standing.details }),
  }
  if (merge !== null) {
    const { method, commit, commits } = merge
    const by = outcome.by?.login ?? null
    return [
      {
        event: rollback ? 'rollback-merged' : 'proposal-merged',
        ...shared,
        commit,
        merge: { method, commits, mergedBy: by, approvals: outcome.approvals },
      },
    ]
  }
  const reason = marker === null || marker.state === 'open' ? 'closed without a merge' : marker.state
  return [{ event: rollback ? 'rollback-halted' : 'proposal-closed', ...shared, why: { reason } }]
}

function actorOf({ by }: ProposalOutcome): Actor {
  return by === null ? { login: 'unknown', type: 'person' } : { login: by.login, type: by.bot ? 'bot' : 'person' }
}
