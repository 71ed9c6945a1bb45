import { canonicalJson } from '../core/ledger/canonical.ts'
import { type ProposalStanding, proposalKey, proposalStandings } from '../core/ledger/standing.ts'
import { DAY, type Instant, isoInstant } from '../core/model/instant.ts'
import type { Actor, LedgerEntry, LedgerRecord } from '../core/model/ledger.ts'
import { type Problem, ProblemError } from '../core/model/problems.ts'
import type { Applied, Observed, ObservedProposal, Proposal } from '../core/model/proposal.ts'
import { highestRisk } from '../core/proposals/labels.ts'
import { parseMarker } from '../core/proposals/marker.ts'
import { foldRollbacks } from '../core/rollback/fold.ts'
import { expiredPoints } from '../core/rollback/retention.ts'
import { sha256Hex } from '../core/text/digest.ts'
import { ForgeConflict } from '../ports/forge.ts'
import type { AskedProposal, ProposalOutcome, SettledProposal } from '../ports/outcomes.ts'
import { pointOpenings } from './point-openings.ts'
import type { Ports } from './ports.ts'
import type { PinnedScope, Situation } from './situation.ts'
import { skipEntries } from './skip-entries.ts'

/** What a run did and saw. */
export interface RunEvents {
  now: Instant
  /** A run that proposes nothing knows the registry and its pins only. */
  situation: Situation | { scopes: readonly PinnedScope[] }
  proposals: readonly Proposal[]
  observed: Observed
  applied: readonly Applied[]
}

/** Where nothing was recorded yet, merges of so long ago are. */
const FIRST_LOOK = 90 * DAY
/** Records of a run are younger than the looks that they come from. */
const OVERLAP = DAY

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

/** Proposals that were merged or closed and of which the ledger does not know. */
async function newlySettled(run: RunEvents, records: readonly LedgerRecord[], ports: Ports): Promise<ProposalOutcome[]> {
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

/** Everything that happened and that the records do not have. Pure. */
function entriesOf(run: RunEvents, settled: readonly ProposalOutcome[], records: readonly LedgerRecord[], actor: Actor): LedgerEntry[] {
  const standings = proposalStandings(records)
  const ends = settled
    .filter((one) => isNews(one, standings.get(proposalKey(one))))
    .sort((a, b) => a.at - b.at)
    .flatMap((one) => endOf(one, standings.get(proposalKey(one)), run))
  const merged = new Set(ends.flatMap((entry) => (entry.proposal === undefined ? [] : [proposalKey(entry.proposal)])))
  return [
    ...ends,
    ...run.applied.flatMap((one) => doneBy(one, run, standings, merged, actor)),
    ...missed(run, standings, actor),
    ...skipEntries(run, records, actor),
  ]
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

/** What this run did to a proposal. */
function doneBy(
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
function missed(run: RunEvents, standings: ReadonlyMap<string, ProposalStanding>, actor: Actor): LedgerEntry[] {
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

/** Rollback points whose time is over are given up along with other news: that alone is none. */
function withPruned(entries: LedgerEntry[], run: RunEvents, records: readonly LedgerRecord[], actor: Actor): LedgerEntry[] {
  const policy = run.situation.scopes[0]?.resolved.policy
  if (entries.length === 0 || policy === undefined) return entries
  const { points, pending } = foldRollbacks(records)
  const excluded = run.situation.scopes.flatMap((scope) =>
    scope.selected.flatMap((one) => one.excluded.map((rule) => [one.name, rule] as const)),
  )
  const expired = new Set(
    expiredPoints(points, policy.rollback, run.now, {
      isNamed: (point) =>
        pending.some(({ moves }) => moves.some((move) => move.component === point.component && move.environment === point.environment)) ||
        excluded.some(([name, rule]) => name === point.component && (rule.version === point.to || rule.version === point.from)),
    }),
  )
  // A record's points go together, and only when all of them may.
  const ids = [...new Set([...expired].map((point) => point.id))].filter((id) =>
    points.every((point) => point.id !== id || point.status === 'expired' || expired.has(point)),
  )
  if (ids.length === 0) return entries
  const moves = [...expired]
    .filter((point) => ids.includes(point.id))
    .map(({ component, environment, from, to }) => ({ component, environment, from, to }))
  const why = { reason: 'older than the registry keeps rollback points' }
  return [...entries, { event: 'pruned', at: run.now, actor, moves, why, details: { points: ids.join(' ') } }]
}
