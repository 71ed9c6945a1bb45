import { canonicalJson } from '../core/ledger/canonical.ts'
import { type ProposalStanding, proposalKey } from '../core/ledger/standing.ts'
import { isoInstant } from '../core/model/instant.ts'
import type { Actor, LedgerEntry } from '../core/model/ledger.ts'
import type { Applied, ObservedProposal, Proposal } from '../core/model/proposal.ts'
import { highestRisk } from '../core/proposals/labels.ts'
import { sha256Hex } from '../core/text/digest.ts'
import { pointOpenings } from './point-openings.ts'
import type { RunEvents } from './run-events.ts'

/** What this run did to a proposal. */
export function doneBy(
  one: Applied,
  run: RunEvents,
  standings: ReadonlyMap<string, ProposalStanding>,
  merged: ReadonlySet<string>,
  actor: Actor,
): LedgerEntry[] {
  if (!one.ok) return []
  const { action, number, url, commit } = one
  if (action.kind === 'open' && commit !== null) {
    const ref = { number, branch: action.proposal.branch }
    return isTold(standings.get(proposalKey(ref)), commit)
      ? []
      : [opened('proposal-opened', action.proposal, { ...ref, url }, commit, run, actor)]
  }
  if (action.kind === 'refresh' && commit !== null) {
    const seen = run.observed.proposals.find((other) => proposalKey(other) === proposalKey(action.ref))
    const standing = standings.get(proposalKey(action.ref))
    if (isTold(standing, commit)) return []
    const entry = opened('proposal-refreshed', action.proposal, { ...action.ref, url: seen?.url ?? null }, commit, run, actor)
    return [{ ...entry, why: { reason: action.why } }]
  }
  if (action.kind === 'close' && !merged.has(proposalKey(action.ref))) {
    const standing = standings.get(proposalKey(action.ref))
    const seen = run.observed.proposals.find((other) => proposalKey(other) === proposalKey(action.ref))
    if (standing?.state === 'closed' || seen?.marker == null) return []
    const { id, upgrades } = seen.marker
    const proposal = { id, number: action.ref.number, url: seen.url, branch: action.ref.branch }
    return [{ event: 'proposal-closed', at: run.now, actor, moves: upgrades, proposal, why: { reason: action.why } }]
  }
  return []
}

/** Proposals that stand as they should, of whose head the ledger does not know: an earlier run was killed before it could tell. */
export function missed(run: RunEvents, standings: ReadonlyMap<string, ProposalStanding>, actor: Actor): LedgerEntry[] {
  return run.applied.flatMap(({ action }): LedgerEntry[] => {
    const ref = action.kind === 'edit' || (action.kind === 'leave' && action.why === 'up-to-date') ? action.ref : null
    const seen = ref === null ? undefined : run.observed.proposals.find((one) => proposalKey(one) === proposalKey(ref))
    const proposal = seen === undefined ? undefined : run.proposals.find((one) => one.branch === seen.branch)
    if (seen === undefined || proposal === undefined || !isOurHead(seen, proposal)) return []
    const standing = standings.get(proposalKey(seen))
    if (isTold(standing, seen.head)) return []
    const event = standing?.state === 'open' ? 'proposal-refreshed' : 'proposal-opened'
    return [opened(event, proposal, seen, seen.head, run, actor)]
  })
}

function isOurHead(seen: ObservedProposal, proposal: Proposal): seen is ObservedProposal & { head: string } {
  return seen.state === 'open' && seen.headBy === 'ours' && seen.head !== null && seen.marker?.digest === proposal.digest
}

function isTold(standing: ProposalStanding | undefined, head: string): boolean {
  return standing?.state === 'open' && standing.heads.includes(head)
}

function opened(
  event: 'proposal-opened' | 'proposal-refreshed',
  proposal: Proposal,
  at: { number: number | null; url: string | null; branch: string },
  commit: string,
  run: RunEvents,
  actor: Actor,
): LedgerEntry {
  const { id, branch, upgrades, digest } = proposal
  return {
    event,
    at: run.now,
    actor,
    moves: upgrades.map(({ component, environment, from, to }) => ({ component, environment, from, to })),
    proposal: { id, number: at.number, url: at.url, branch },
    commit,
    decision: decisionOf(proposal),
    points: 'files' in run.situation ? pointOpenings(proposal, run.situation) : [],
    details: { changes: digest, ...promised(upgrades) },
  }
}

/** Vulnerabilities that the proposal fixes, and until when that is promised: the earliest counts. */
function promised(upgrades: Proposal['upgrades']): NonNullable<LedgerEntry['details']> {
  const fixes = upgrades.flatMap((upgrade) => upgrade.fixes ?? [])
  if (fixes.length === 0) return {}
  const due = fixes.flatMap((fix) => fix.due ?? [])
  const names = [...new Set(fixes.flatMap((fix) => fix.names))].sort().join(', ')
  const critical = fixes.find((fix) => fix.severity === 'critical')
  return {
    fixes: names,
    ...(critical === undefined ? {} : { critical_fix: critical.names[0] ?? critical.id }),
    ...(due.length === 0 ? {} : { sla_due: isoInstant(Math.min(...due)) }),
  }
}

const DECISIONS = ['auto-approve', 'recommend', 'manual', 'hold', 'reject'] as const

/** The worst of the upgrades' decisions, with a digest over all that was judged. */
function decisionOf({ upgrades }: Proposal): NonNullable<LedgerEntry['decision']> {
  const worst = Math.max(...upgrades.map((upgrade) => DECISIONS.indexOf(upgrade.judgement.decision)))
  const reasons = upgrades.flatMap(({ judgement }) => [...judgement.riskReasons, ...judgement.decisionReasons].map((reason) => reason.text))
  return {
    risk: highestRisk(upgrades),
    decision: DECISIONS[worst] ?? 'manual',
    digest: `sha256:${sha256Hex(canonicalJson(upgrades.map((upgrade) => upgrade.findings)))}`,
    reasons: [...new Set(reasons)],
  }
}
