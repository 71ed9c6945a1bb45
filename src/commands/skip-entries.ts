import type { Instant } from '../core/model/instant.ts'
import type { Actor, LedgerEntry, LedgerRecord } from '../core/model/ledger.ts'
import type { Applied, Proposal } from '../core/model/proposal.ts'

/**
 * One exception for each proposal that stands although checks were skipped for it: who wanted it, which ones, and why. What a killed run did
 * not tell is told by the next; the same is not told twice.
 */
export function skipEntries(
  run: { now: Instant; proposals: readonly Proposal[]; applied: readonly Applied[] },
  records: readonly LedgerRecord[],
  actor: Actor,
): LedgerEntry[] {
  return run.applied.flatMap((one): LedgerEntry[] => {
    const at = one.ok ? standing(one) : null
    const proposal = at === null ? undefined : run.proposals.find(({ branch }) => branch === at.branch)
    const skipped = proposal?.upgrades.find((upgrade) => upgrade.skipped !== undefined)?.skipped
    if (at === null || proposal === undefined || skipped === undefined) return []
    const entry: LedgerEntry = {
      event: 'exception',
      at: run.now,
      actor,
      moves: proposal.upgrades.map(({ component, environment, from, to }) => ({ component, environment, from, to })),
      proposal: { id: proposal.id, number: at.number, url: at.url, branch: proposal.branch },
      why: { reason: skipped.reason },
      details: { exception: 'skip-safety-checks', checks: skipped.checks.join(', ') },
    }
    return records.some((record) => isSame(record, entry)) ? [] : [entry]
  })
}

/** Where a proposal stands after what was done, or as it was left. */
function standing(one: Extract<Applied, { ok: true }>): { branch: string; number: number | null; url: string | null } | null {
  const { action, number, url } = one
  if (action.kind === 'open') return { branch: action.proposal.branch, number, url }
  if (action.kind === 'refresh' || action.kind === 'edit') return { branch: action.proposal.branch, number: action.ref.number, url }
  if (action.kind === 'leave' && action.why === 'up-to-date')
    return { branch: action.ref.branch, number: action.ref.number, url: action.url }
  return null
}

function isSame(record: LedgerRecord, entry: LedgerEntry): boolean {
  const told = ({ event, proposal, moves, why, details }: LedgerEntry) =>
    JSON.stringify([
      event,
      proposal?.branch,
      moves.map(({ component, environment, to }) => [component, environment, to]),
      why?.reason,
      details?.['checks'],
    ])
  return record.event === 'exception' && told(record) === told(entry)
}
