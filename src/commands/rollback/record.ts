import { DAY, type Instant } from '../../core/model/instant.ts'
import type { Actor, LedgerEntry, LedgerRecord, Move } from '../../core/model/ledger.ts'
import { ProblemError } from '../../core/model/problems.ts'
import type { Proposal } from '../../core/model/proposal.ts'
import { highestRisk } from '../../core/proposals/labels.ts'
import { rollbackKind } from '../../core/proposals/rollback-branch.ts'
import type { RollbackWish } from '../../core/rollback/request.ts'
import type { Refusal } from '../../core/rollback/rules.ts'
import { sha256Hex } from '../../core/text/digest.ts'
import { ForgeConflict } from '../../ports/forge.ts'
import type { Ledger } from '../../ports/ledger.ts'

/** Who asked, and what goes into every record of this rollback. */
export interface RecordingContext {
  wish: RollbackWish
  actor: Actor
  now: Instant
  moves: readonly Move[]
  details: NonNullable<LedgerEntry['details']>
}

/** A pull request of a rollback as it stands. */
export interface StandingRollback {
  proposal: Proposal
  number: number | null
  url: string | null
  commit: string
}

/** For how long an overridden vulnerability is accepted. */
const EXCEPTION = 30 * DAY

/** The request, its overridden refusals, and the pull request that came of it. */
export function openedEntries(context: RecordingContext, at: StandingRollback, overridden: readonly Refusal[]): LedgerEntry[] {
  const { proposal, number, url, commit } = at
  const shared = sharedOf(context)
  const named = { id: proposal.id, number, url, branch: proposal.branch }
  const reasons = proposal.upgrades.flatMap((upgrade) => upgrade.judgement.riskReasons.map(({ text }) => text))
  return [
    { event: 'rollback-requested', ...shared },
    ...overridden.map(
      (one): LedgerEntry => ({ event: 'exception', ...shared, details: { ...shared.details, ...exceptionOf(one, context.now) } }),
    ),
    {
      event: 'rollback-opened',
      ...shared,
      proposal: named,
      commit,
      decision: { risk: highestRisk(proposal.upgrades), decision: 'manual', digest: `sha256:${sha256Hex(reasons.join('\n'))}`, reasons },
      details: { ...shared.details, kind: kindOf(proposal), changes: proposal.digest },
    },
    ...(context.wish.exclude && !context.wish.reland
      ? [{ event: 'excluded' as const, ...shared, proposal: named, details: { ...shared.details, takes_effect: 'with the merge' } }]
      : []),
    ...(context.wish.reland
      ? [{ event: 'exclusion-lifted' as const, ...shared, proposal: named, details: { ...shared.details, takes_effect: 'with the merge' } }]
      : []),
  ]
}

/** As readers of the ledger know it. */
function kindOf(proposal: Proposal): 'rollback' | 'reland' | 'exclusion' {
  const kind = rollbackKind(proposal) ?? 'rollback'
  return kind === 'exclude' ? 'exclusion' : kind
}

/** What was asked for and not done. */
export function refusedEntry(context: RecordingContext, { code, message }: Refusal): LedgerEntry {
  const shared = sharedOf(context)
  return { event: 'refused', ...shared, details: { ...shared.details, component: context.wish.component, code, message } }
}

/** What was asked for and was so already. */
export function noOpEntry(context: RecordingContext, { code, message }: Refusal): LedgerEntry {
  const shared = sharedOf(context)
  return { event: 'no-op', ...shared, details: { ...shared.details, component: context.wish.component, code, message } }
}

/** Whether the ledger has the opening of this pull request: a run that was cut had not told it. */
export function isRecorded(records: readonly LedgerRecord[], { number, proposal }: Pick<StandingRollback, 'number' | 'proposal'>): boolean {
  return records.some(
    (record) =>
      record.event === 'rollback-opened' &&
      (number === null
        ? record.proposal?.branch === proposal.branch && record.details?.['changes'] === proposal.digest
        : record.proposal?.number === number),
  )
}

/** Appends; what goes wrong with the ledger never undoes a rollback, and comes back as warnings. */
export async function append(
  ledger: Ledger | null,
  entries: (records: readonly LedgerRecord[]) => readonly LedgerEntry[],
): Promise<string[]> {
  if (ledger === null) return []
  try {
    await ledger.append(entries)
    return []
  } catch (error) {
    if (error instanceof ProblemError) return error.problems.map((problem) => `The ledger was not written: ${problem.message}`)
    if (error instanceof ForgeConflict) return [`The ledger was not written: ${error.message}.`]
    throw error
  }
}

function sharedOf({ wish, actor, now, moves, details }: RecordingContext): Omit<LedgerEntry, 'event'> {
  const { reason, incident, evidence, source, emergency } = wish
  return {
    at: now,
    actor,
    moves,
    ...(reason === ''
      ? {}
      : { why: { reason, ...(incident === undefined ? {} : { incident }), ...(evidence.length === 0 ? {} : { evidence }) } }),
    details: { source, ...(emergency ? { emergency } : {}), ...details },
  }
}

function exceptionOf({ code, message }: Refusal, now: Instant): NonNullable<LedgerEntry['details']> {
  return { code, message, ...(code === 'target_vulnerable' ? { expires: now + EXCEPTION } : {}) }
}
