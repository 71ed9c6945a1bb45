import { proposalKey, proposalStandings } from '../core/ledger/standing.ts'
import type { Instant } from '../core/model/instant.ts'
import type { Actor, LedgerEntry, LedgerRecord } from '../core/model/ledger.ts'
import { type Problem, ProblemError } from '../core/model/problems.ts'
import { ForgeConflict } from '../ports/forge.ts'
import type { ProposalOutcome } from '../ports/outcomes.ts'
import type { Ports } from './ports.ts'
import { doneBy, missed } from './proposal-events.ts'
import { withPruned } from './pruned-points.ts'
import type { RunEvents } from './run-events.ts'
import { newlySettled, settledEntries } from './settled-events.ts'
import type { PinnedScope } from './situation.ts'
import { skipEntries } from './skip-entries.ts'

const BOT: Actor = { login: 'pinwarden', type: 'bot' }

/**
 * Writes to the ledger what this run did, and what happened to our proposals since the last one: one commit, none where there is nothing
 * to tell. What a killed run did not tell is told by the next, nothing is told twice. The ledger never stops a run: what went wrong with it
 * is told as a warning, a chain that does not hold as an error.
 */
export async function recordEvents(run: RunEvents, ports: Ports): Promise<Problem[]> {
  const [first] = run.situation.scopes
  if (ports.ledger === undefined || first === undefined || !first.resolved.policy.ledger.enabled) return []
  try {
    const ledger = await ports.ledger(first.resolved.policy.ledger)
    const records = await ledger.records()
    const settled = await newlySettled(run, records, ports)
    const actor = ports.actor ?? BOT
    // Told anew for each try: another run may have told some of it meanwhile.
    const entries = (known: readonly LedgerRecord[]) => withPruned(entriesOf(run, settled, known, actor), run, known, actor)
    if (entries(records).length > 0) await ledger.append(entries)
    return []
  } catch (error) {
    if (error instanceof ForgeConflict)
      return [
        {
          code: 'file-changed',
          message: `The ledger was not written: ${error.message}.`,
          help: 'The next run does it.',
          severity: 'warning',
        },
      ]
    if (!(error instanceof ProblemError)) throw error
    // A chain that does not hold is no mishap of this run.
    return error.problems.map((problem) => (problem.code === 'ledger-broken' ? problem : { ...problem, severity: 'warning' as const }))
  }
}

/** Only what happened to our proposals since the last run, for a run that proposes nothing. */
export function recordSettled(scopes: readonly PinnedScope[], now: Instant, ports: Ports): Promise<Problem[]> {
  const observed = { base: { branch: '', commit: '' }, proposals: [], branches: [], labels: [] }
  return recordEvents({ now, situation: { scopes }, proposals: [], observed, applied: [] }, ports)
}

/** Everything that happened and that the records do not have. Pure. */
function entriesOf(run: RunEvents, settled: readonly ProposalOutcome[], records: readonly LedgerRecord[], actor: Actor): LedgerEntry[] {
  const standings = proposalStandings(records)
  const ends = settledEntries(settled, run, standings)
  const merged = new Set(ends.flatMap((entry) => (entry.proposal === undefined ? [] : [proposalKey(entry.proposal)])))
  return [
    ...ends,
    ...run.applied.flatMap((one) => doneBy(one, run, standings, merged, actor)),
    ...missed(run, standings, actor),
    ...skipEntries(run, records, actor),
  ]
}
