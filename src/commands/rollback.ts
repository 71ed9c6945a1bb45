import type { Actor } from '../core/model/ledger.ts'
import { ProblemError } from '../core/model/problems.ts'
import type { Applied, Observed, Proposal } from '../core/model/proposal.ts'
import { reconcile } from '../core/proposals/reconcile.ts'
import type { RollbackReport } from '../core/reports/rollback.ts'
import type { Refusal } from '../core/rollback/rules.ts'
import type { Forge } from '../ports/forge.ts'
import { applyActions } from './apply.ts'
import { observeProposals } from './observe.ts'
import type { Ports } from './ports.ts'
import { decideRollback, type RollbackDecision } from './rollback/decide.ts'
import { lookElsewhere } from './rollback/elsewhere.ts'
import {
  append,
  isRecorded,
  noOpEntry,
  openedEntries,
  type RecordingContext,
  refusedEntry,
  type StandingRollback,
} from './rollback/record.ts'
import { actionText, reportOf } from './rollback/report.ts'
import type { RollbackRequest } from './rollback/request.ts'

/** So often the repository may change under our hands before the request is given back. */
const ATTEMPTS = 5
const FIRST_WAIT = 200

export interface RollbackOptions {
  /** Waits; replaced in tests. */
  sleep?(ms: number): Promise<void>
}

/**
 * Takes a component back to a version that it had, by a pull request. Asked twice, it gives the same pull request; cut anywhere, the next
 * call goes on from there; and nothing is written where the table of outcomes says no. Never throws for what the request itself is wrong in:
 * that is the report's `result`.
 * @throws ProblemError for the registry, the token and the forge
 */
export async function openRollback(ports: Ports, request: RollbackRequest, options: RollbackOptions = {}): Promise<RollbackReport> {
  let standing: StandingRollback | null = null
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    // 1. read everything at the base's present head, and decide
    const decision = await decideRollback(ports, request)
    // 2. compare with what is there
    const observed = decision.proposal === null ? null : await observeOwn(decision.forge, decision.proposal, decision.wish.source)
    const verdict = observed === null ? decision.stop : settled(decision, observed, standing !== null)
    if (verdict !== null && verdict.code !== 'in_progress') {
      return finish(decision, await lookElsewhere(verdict, decision, ports, request), ports, request)
    }
    const actions = observed === null || decision.proposal === null ? [] : reconcile([decision.proposal], observed, () => false)
    if (request.dryRun === true) return reportOf(decision, verdict ?? planned(decision), { actions: actions.flatMap(actionText) })
    // 3. act
    let moved = false
    const recompute = async () => {
      moved = true
      return { base: decision.base, proposals: [] }
    }
    const applied = await applyActions(actions, decision.base, decision.forge, ports.log, { recompute })
    const problem = failureOf(applied)
    if (problem === 'moved' || observed === null || decision.proposal === null) {
      await pause(attempt, options)
      continue
    }
    standing = standingAfter(applied, observed, decision.proposal) ?? standing
    // 4. somebody merged meanwhile: once more on top of that
    if (attempt < ATTEMPTS && (moved || isUnfinished(applied) || (changed(applied) && (await hasMoved(decision))))) continue
    return conclude(decision, verdict, standing, applied, ports, request)
  }
  const decision = await decideRollback(ports, request)
  return reportOf(
    decision,
    { code: 'contended', message: `The repository changed under ${ATTEMPTS} attempts in a row.`, help: 'Ask again.' },
    {},
  )
}

/** This request's own branch and pull request. What a person closed binds only what nobody asked for. */
async function observeOwn(forge: Forge, proposal: Proposal, source: 'manual' | 'auto-revert'): Promise<Observed> {
  const observed = await observeProposals(forge, [proposal])
  const own = observed.proposals.filter(
    (one) => one.branch === proposal.branch && (one.state === 'open' || (source === 'auto-revert' && one.state === 'closed')),
  )
  return { ...observed, proposals: own, branches: observed.branches.filter((one) => one.name === proposal.branch) }
}

/** The table of outcomes with the pull request known. What this very run opened is not found to be in progress. */
function settled(decision: RollbackDecision, observed: Observed, ours: boolean): Refusal | null {
  const open = observed.proposals.find((one) => one.state === 'open')
  const closed = observed.proposals.find((one) => one.state === 'closed' && one.marker?.state === 'open')
  if (open === undefined && closed !== undefined)
    return { code: 'closed_by_person', message: `A person closed this rollback before: ${closed.url ?? `#${closed.number}`}.` }
  return ours || open === undefined ? decision.stop : decision.verdictWith({ url: open.url, number: open.number })
}

function failureOf(applied: readonly Applied[]): 'moved' | null {
  const failed = applied.filter((one) => !one.ok)
  const problems = failed.flatMap((one) => (one.ok ? [] : [one.problem]))
  // Labels come last and can be given by the next run; everything else is for a person.
  if (problems.length === 0) return null
  if (problems.every(({ code }) => code === 'file-changed')) return 'moved'
  throw new ProblemError(problems)
}

/** GitHub says with the opening where the base stands; a local repository is asked, which costs nothing. */
async function hasMoved({ forge, base }: RollbackDecision): Promise<boolean> {
  return forge.repository === null && (await forge.base()).commit !== base.commit
}

/** People and labels come last, and nobody may ask again for what the ledger has as opened: what was lost on the way is tried once more. */
function isUnfinished(applied: readonly Applied[]): boolean {
  const warnings = applied.flatMap((one) => (one.ok ? (one.warnings ?? []) : []))
  return warnings.some(({ code }) => code === 'upstream-failed' || code === 'rate-limited')
}

function changed(applied: readonly Applied[]): boolean {
  return applied.some(({ action }) => action.kind === 'open' || action.kind === 'refresh')
}

function standingAfter(applied: readonly Applied[], observed: Observed, proposal: Proposal): StandingRollback | null {
  for (const one of applied) {
    if (!one.ok || !('ref' in one.action || 'proposal' in one.action)) continue
    const known = observed.proposals.find(({ state }) => state === 'open')
    const commit = one.commit ?? known?.head ?? null
    if (commit === null) continue
    return { proposal, number: one.number ?? known?.number ?? null, url: one.url ?? known?.url ?? null, commit }
  }
  return null
}

/** Done: the pull request stands. What a run that was cut did not tell the ledger is told now. */
async function conclude(
  decision: RollbackDecision,
  running: Refusal | null,
  standing: StandingRollback | null,
  applied: readonly Applied[],
  ports: Ports,
  request: RollbackRequest,
): Promise<RollbackReport> {
  const context = contextOf(decision, ports, request)
  const outcome = running ?? openedOutcome(decision, standing)
  const warnings = await append(decision.ledger.ledger, (records) => {
    if (standing !== null && !isRecorded(records, standing)) return openedEntries(context, standing, decision.overridden)
    return running === null ? [] : [noOpEntry(context, running)]
  })
  return reportOf(decision, outcome, { standing, warnings, actions: applied.flatMap(({ action }) => actionText(action)) })
}

function openedOutcome(decision: RollbackDecision, standing: StandingRollback | null): Refusal {
  if (decision.exclusionOnly !== null) return decision.exclusionOnly
  return { code: 'opened', message: `${standing?.url ?? standing?.proposal.branch ?? ''} takes ${decision.wish.component} back.` }
}

function planned({ proposal }: RollbackDecision): Refusal {
  return { code: 'planned', message: `Would open “${proposal?.title ?? ''}”.` }
}

/** Refused, or so already: written down, and nothing else. */
async function finish(decision: RollbackDecision, outcome: Refusal, ports: Ports, request: RollbackRequest): Promise<RollbackReport> {
  if (request.dryRun === true) return reportOf(decision, outcome, {})
  const context = contextOf(decision, ports, request)
  const isDone = outcome.code === 'already_rolled_back' || outcome.code === 'superseded' || outcome.code === 'closed_by_person'
  const warnings = await append(decision.ledger.ledger, () => [isDone ? noOpEntry(context, outcome) : refusedEntry(context, outcome)])
  return reportOf(decision, outcome, { warnings })
}

function contextOf(decision: RollbackDecision, ports: Ports, request: RollbackRequest): RecordingContext {
  const actor: Actor = ports.actor ?? { login: 'pinwarden', type: 'bot' }
  const behalf = actor.type === 'bot' && request.requestedBy !== actor.login ? { onBehalfOf: request.requestedBy } : {}
  return {
    wish: decision.wish,
    actor: { ...actor, ...behalf },
    now: ports.clock.now(),
    moves: decision.moves,
    details: { ...request.details },
  }
}

async function pause(attempt: number, { sleep }: RollbackOptions): Promise<void> {
  const wait = Math.random() * FIRST_WAIT * 2 ** (attempt - 1)
  await (sleep === undefined ? new Promise<void>((done) => setTimeout(done, wait)) : sleep(wait))
}
