import { parseInstant } from '../model/instant.ts'
import type { LedgerRecord, Move } from '../model/ledger.ts'
import type { LedgerStep } from '../model/ledger-views.ts'
import { proposalKey } from './standing.ts'

/** The steps that the records tell of, in the order of their first record. */
export function ledgerSteps(records: readonly LedgerRecord[]): LedgerStep[] {
  const steps = new Map<string, LedgerStep>()
  const merged = new Map<string, LedgerStep[]>()
  for (const record of records) {
    if (isProposal(record)) for (const move of record.moves) follow(record, move, steps, merged)
    else if (record.event in LATER) for (const move of record.moves) mark(record, move, merged)
  }
  return [...steps.values()]
}

type Proposed = LedgerRecord & { proposal: NonNullable<LedgerRecord['proposal']> }

function isProposal(record: LedgerRecord): record is Proposed {
  return record.event.startsWith('proposal-') && record.proposal !== undefined
}

function follow(record: Proposed, move: Move, steps: Map<string, LedgerStep>, merged: Map<string, LedgerStep[]>): void {
  const key = JSON.stringify([proposalKey(record.proposal), move.component, move.environment])
  const before = steps.get(key)
  // On a local repository the branch is all that names a proposal, and it is used again.
  const known = before === undefined || before.mergedAt !== null ? undefined : before
  const step: LedgerStep = known ?? begin(record, move)
  if (known === undefined) steps.set(before === undefined ? key : `${key} ${record.seq}`, step)
  Object.assign(step, { from: move.from, to: move.to, url: record.proposal.url ?? step.url })
  if (record.event === 'proposal-opened' || record.event === 'proposal-refreshed') {
    step.openedAt ??= record.at
    step.closedAt = null
    step.risk = record.decision?.risk ?? step.risk
    step.due = parseInstant(String(record.details?.['sla_due'] ?? ''))
  }
  if (record.event === 'proposal-closed') step.closedAt = record.at
  if (record.event === 'proposal-merged') {
    step.mergedAt = record.at
    step.closedAt = null
    const own = merged.get(subjectOf(move))
    if (own === undefined) merged.set(subjectOf(move), [step])
    else own.push(step)
  }
}

function begin({ proposal }: Proposed, move: Move): LedgerStep {
  const { component, environment, from, to } = move
  const nothing = { openedAt: null, mergedAt: null, closedAt: null, verifiedAt: null, failedAt: null, rolledBackAt: null, due: null }
  return { component, environment, from, to, proposal: proposalKey(proposal), url: proposal.url, risk: null, ...nothing }
}

/** Events about a version that is in force. A rollback goes from it, the others are about where the step led to. */
const LATER: Partial<Record<LedgerRecord['event'], 'verifiedAt' | 'failedAt' | 'rolledBackAt'>> = {
  verified: 'verifiedAt',
  'signal-failed': 'failedAt',
  'rollback-merged': 'rolledBackAt',
}

function mark(record: LedgerRecord, move: Move, merged: ReadonlyMap<string, readonly LedgerStep[]>): void {
  const what = LATER[record.event]
  const kind = record.details?.['kind']
  if (what === undefined || kind === 'exclusion' || kind === 'reland') return
  const version = what === 'rolledBackAt' ? move.from : move.to
  const step = merged.get(subjectOf(move))?.findLast((one) => one.to === version && one.rolledBackAt === null)
  if (step !== undefined) step[what] ??= record.at
}

function subjectOf({ component, environment }: Move): string {
  return JSON.stringify([component, environment])
}
