import { DECISIONS, type Decision } from '../model/finding.ts'
import type { Action, LabelChange, Marker, Observed, ObservedProposal, PlainAction, Proposal } from '../model/proposal.ts'
import { bodyKey } from './body/body-key.ts'
import { peoplePushedText } from './comments.ts'
import { isOurLabel } from './labels.ts'
import { type ProposalLimits, withinLimits } from './limits.ts'
import { asksRebuild, withMarker, withoutMarker } from './marker.ts'
import { retire, revivedTitle, sweep } from './retire.ts'
import { pausedByRollback } from './rollbacks.ts'
import { refOf, type Settled, sameSubject } from './subject.ts'

/**
 * Desired × actual → what to do. Pure; applying the actions and reconciling again gives only `leave` and `wait`.
 * `settled` says whether this run knows the truth about a component: what it could not resolve, or was not asked for, is left alone,
 * so that an upstream's failure never closes a proposal.
 */
export function reconcile(
  desired: readonly Proposal[],
  observed: Observed,
  settled: Settled,
  limits: ProposalLimits & {
    now?: number /** Branches that must be built anew before the forge merges them. */
    behind?: ReadonlySet<string>
  } = {},
): PlainAction[] {
  const { go, actions: paused } = pausedByRollback(desired, observed)
  const kept = go.flatMap((proposal) => settle(proposal, observed, limits.behind?.has(proposal.branch) === true))
  const retired = retire(desired, observed, settled)
  const closing = retired.filter((action) => action.kind === 'close').length
  const opened = withinLimits(
    kept.filter((action) => action.kind === 'open'),
    observed,
    limits,
    closing,
    limits.now ?? 0,
  )
  const actions = [...kept.filter((action) => action.kind !== 'open'), ...opened, ...paused]
  return [...missingLabels(actions, observed), ...actions, ...retired, ...sweep(desired, observed, settled, rebuilt(actions))]
}

/** Branches that get a new head beside the old one. */
function rebuilt(actions: readonly PlainAction[]): Set<string> {
  return new Set(
    actions.flatMap((action) =>
      action.kind === 'refresh' || (action.kind === 'open' && action.existingHead !== null && !action.built)
        ? [action.proposal.branch]
        : [],
    ),
  )
}

/** Labels that are to be given and that the repository lacks. */
function missingLabels(actions: readonly PlainAction[], observed: Observed): PlainAction[] {
  const wanted = new Map(
    actions.flatMap((action) =>
      'proposal' in action && action.kind !== 'wait' ? action.proposal.labels.map((label) => [label.name, label] as const) : [],
    ),
  )
  const known = new Set(observed.labels.map((name) => name.toLowerCase()))
  return [...wanted.values()].filter((label) => !known.has(label.name.toLowerCase())).map((label) => ({ kind: 'create-label', label }))
}

/** What to do for one desired proposal. */
function settle(proposal: Proposal, observed: Observed, behind: boolean): PlainAction[] {
  const same = observed.proposals.filter((one) => one.branch === proposal.branch)
  const open = same.find((one) => one.state === 'open')
  const branch = observed.branches.find((one) => one.name === proposal.branch)
  if (open !== undefined) return converge(proposal, open, behind, branch?.digest ?? null)
  const refused = same.find((one) => one.state === 'closed' && one.marker?.state === 'open' && covers(one.marker, proposal))
  if (refused !== undefined && !asksRebuild(refused.body))
    return [{ kind: 'leave', ref: refOf(refused), url: refused.url, id: proposal.id, why: 'closed-by-person' }]
  if (branch?.headBy === 'people' && refused === undefined)
    return [{ kind: 'leave', ref: { number: null, branch: proposal.branch }, url: null, id: proposal.id, why: 'people-pushed' }]
  const built = branch?.headBy === 'ours' && branch.digest === proposal.digest
  return [{ kind: 'open', proposal, existingHead: branch?.head ?? null, built }]
}

/** An open pull request on the proposal's branch: leave, edit or refresh it. */
function converge(proposal: Proposal, open: ObservedProposal, behind: boolean, built: string | null): PlainAction[] {
  const asked = asksRebuild(open.body)
  if (open.headBy === 'people' && !asked) return besidePeople(proposal, open)
  const labels = labelChange(proposal, open)
  const title = titleChange(proposal, open)
  const before = open.marker?.upgrades.map((one) => one.to).join(', ')
  const after = proposal.upgrades.map((one) => one.to).join(', ')
  // Where the marker speaks of another head, a run was cut before it could write it: the commit itself says what it holds.
  const digest = open.marker?.commit === open.head ? open.marker?.digest : built
  if (asked || behind || open.head === null || open.headBy === 'nobody' || open.marker === null || digest !== proposal.digest) {
    const why = asked
      ? 'a person asked for it'
      : before === after || before === undefined
        ? 'the base branch moved'
        : `${after} instead of ${before}`
    return [{ kind: 'refresh', proposal, ref: refOf(open), head: open.head ?? '', body: open.body, ...title, labels, why }]
  }
  const wanted = markerOf(proposal, open.head)
  const same = bodyKey(withoutMarker(open.body)) === bodyKey(withoutMarker(proposal.body)) && sameMarker(open.marker, wanted)
  const body = same ? {} : { body: withMarker(proposal.body, wanted, open.body) }
  const setup = setupLeft(proposal, open)
  const nothing = same && title.title === undefined && setup.setup === undefined && labels.add.length === 0 && labels.remove.length === 0
  if (nothing) return [{ kind: 'leave', ref: refOf(open), url: open.url, id: proposal.id, why: 'up-to-date' }]
  return [{ kind: 'edit', proposal, ref: refOf(open), labels, ...title, ...body, ...setup }]
}

/** People pushed: left alone, told once, and no longer called abandoned where somebody desires it again. */
function besidePeople(proposal: Proposal, open: ObservedProposal): PlainAction[] {
  const ref = refOf(open)
  const leave: PlainAction = { kind: 'leave', ref, url: open.url, id: proposal.id, why: 'people-pushed' }
  const title = revivedTitle(open.title)
  const none = { add: [], remove: [] }
  return [
    title === open.title ? leave : { kind: 'edit', proposal, ref, title, labels: none },
    ...(open.notes === undefined || open.notes.includes('people-pushed')
      ? []
      : [{ kind: 'note', ref, note: 'people-pushed', comment: peoplePushedText() } as const]),
  ]
}

/** Our title, unless a person gave it another one since we wrote ours. */
function titleChange(proposal: Proposal, open: ObservedProposal): { title?: string } {
  const written = open.marker?.title
  const theirs = written !== undefined && open.title !== written
  return theirs || open.title === proposal.title ? {} : { title: proposal.title }
}

/** Labels come last when a proposal is opened: without any of ours, a run was cut before it had asked the people it should. */
function setupLeft(proposal: Proposal, open: ObservedProposal): Pick<Extract<Action, { kind: 'edit' }>, 'setup'> {
  return proposal.setup === undefined || open.labels.some(isOurLabel) ? {} : { setup: proposal.setup }
}

/** A person's close holds until something newer is on offer: another target, or another set of components. */
function covers(marker: Marker, proposal: Proposal): boolean {
  return (
    marker.upgrades.length === proposal.upgrades.length &&
    proposal.upgrades.every((upgrade) => marker.upgrades.some((former) => sameSubject(former, upgrade) && former.to === upgrade.to))
  )
}

function labelChange(proposal: Proposal, open: ObservedProposal): LabelChange {
  const wanted = proposal.labels.map((label) => label.name)
  const has = (list: readonly string[], name: string) => list.some((one) => one.toLowerCase() === name.toLowerCase())
  return {
    add: wanted.filter((name) => !has(open.labels, name)),
    remove: open.labels.filter((name) => isOurLabel(name) && !has(wanted, name)),
  }
}

function sameMarker(a: Marker, b: Marker): boolean {
  const same = a.commit === b.commit && a.state === b.state && a.digest === b.digest && a.title === b.title && a.decision === b.decision
  return same && JSON.stringify(a.upgrades) === JSON.stringify(b.upgrades)
}

/** The worst decision among the upgrades. */
export function decisionOf(proposal: Pick<Proposal, 'upgrades'>): Decision {
  return DECISIONS[Math.max(...proposal.upgrades.map((upgrade) => DECISIONS.indexOf(upgrade.judgement.decision)))] ?? 'manual'
}

/** The marker of a proposal whose branch stands at `commit`. */
export function markerOf(proposal: Proposal, commit: string): Marker {
  const upgrades = proposal.upgrades.map(({ component, environment, from, to }) => ({ component, environment, from, to }))
  const { id, digest, title } = proposal
  return { version: 1, id, state: 'open', digest, commit, upgrades, title, decision: decisionOf(proposal) }
}
