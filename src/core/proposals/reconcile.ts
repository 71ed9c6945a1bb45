import type { Action, LabelChange, Marker, Observed, ObservedProposal, Proposal } from '../model/proposal.ts'
import { bodyKey } from './body/body-key.ts'
import { isOurs, STAGING_PREFIX } from './branch.ts'
import { isOurLabel } from './labels.ts'
import { withMarker, withoutMarker } from './marker.ts'

/** A component in an environment, as markers and selections name it. */
export interface Subject {
  component: string
  environment: string | null
}

/**
 * Desired × actual → what to do. Pure; applying the actions and reconciling again gives only `leave`.
 * `settled` says whether this run knows the truth about a component: what it could not resolve, or was not asked for, is left alone,
 * so that an upstream's failure never closes a proposal.
 */
export function reconcile(desired: readonly Proposal[], observed: Observed, settled: (subject: Subject) => boolean): Action[] {
  const kept = desired.map((proposal) => settle(proposal, observed))
  const wantedLabels = new Map(
    kept.flatMap((action) => ('proposal' in action ? action.proposal.labels.map((label) => [label.name, label] as const) : [])),
  )
  const missing = [...wantedLabels.values()].filter((label) => !observed.labels.includes(label.name))
  const branches = new Set(desired.map((proposal) => proposal.branch))
  return [
    ...missing.map((label): Action => ({ kind: 'create-label', label })),
    ...kept,
    ...retire(desired, observed, branches, settled),
    ...sweep(observed, branches, settled),
  ]
}

/** What to do for one desired proposal. */
function settle(proposal: Proposal, observed: Observed): Action {
  const same = observed.proposals.filter((one) => one.branch === proposal.branch)
  const open = same.find((one) => one.state === 'open')
  if (open !== undefined) return converge(proposal, open)
  const refused = same.find((one) => one.state === 'closed' && one.marker?.state === 'open' && covers(one.marker, proposal))
  if (refused !== undefined) return { kind: 'leave', ref: refOf(refused), url: refused.url, id: proposal.id, why: 'closed-by-person' }
  const branch = observed.branches.find((one) => one.name === proposal.branch)
  if (branch?.headBy === 'people') {
    return { kind: 'leave', ref: { number: null, branch: proposal.branch }, url: null, id: proposal.id, why: 'people-pushed' }
  }
  return { kind: 'open', proposal, existingHead: branch?.head ?? null }
}

/** An open pull request on the proposal's branch: leave, edit or refresh it. */
function converge(proposal: Proposal, open: ObservedProposal): Action {
  const ref = refOf(open)
  if (open.headBy === 'people') return { kind: 'leave', ref, url: open.url, id: proposal.id, why: 'people-pushed' }
  const labels = labelChange(proposal, open)
  if (open.head === null || open.headBy === 'nobody' || open.marker?.digest !== proposal.digest) {
    const before = open.marker?.upgrades.map((one) => one.to).join(', ')
    const after = proposal.upgrades.map((one) => one.to).join(', ')
    const why = before === after || before === undefined ? 'the base branch moved' : `${after} instead of ${before}`
    return { kind: 'refresh', proposal, ref, head: open.head ?? '', labels, why }
  }
  const marker: Marker = { ...markerOf(proposal, open.head), commit: open.head }
  const title = open.title === proposal.title ? undefined : proposal.title
  const same =
    bodyKey(withoutMarker(open.body)) === bodyKey(proposal.body) && open.marker.commit === open.head && open.marker.state === 'open'
  const body = same ? undefined : withMarker(proposal.body, marker)
  if (title === undefined && body === undefined && labels.add.length === 0 && labels.remove.length === 0) {
    return { kind: 'leave', ref, url: open.url, id: proposal.id, why: 'up-to-date' }
  }
  return { kind: 'edit', proposal, ref, labels, ...(title === undefined ? {} : { title }), ...(body === undefined ? {} : { body }) }
}

/** Open proposals of ours that nothing desires any more. */
function retire(
  desired: readonly Proposal[],
  observed: Observed,
  branches: ReadonlySet<string>,
  settled: (subject: Subject) => boolean,
): Action[] {
  return observed.proposals.flatMap((one): Action[] => {
    const { marker } = one
    if (one.state !== 'open' || branches.has(one.branch) || marker === null || !marker.upgrades.every(settled)) return []
    if (one.headBy === 'people') return [{ kind: 'leave', ref: refOf(one), url: one.url, id: marker.id, why: 'people-pushed' }]
    const successor = desired.find((proposal) =>
      proposal.upgrades.some((upgrade) => marker.upgrades.some((former) => sameSubject(former, upgrade))),
    )
    const why = successor === undefined ? 'nothing is left to do' : `“${successor.title}” takes its place`
    const body = withMarker(withoutMarker(one.body), { ...marker, state: successor === undefined ? 'obsolete' : 'superseded' })
    return [{ kind: 'close', ref: refOf(one), head: one.head, body, comment: `Closed by Pinwarden: ${why}.`, why }]
  })
}

/** Branches of ours that no pull request needs: merged ones, and leftovers of a run that did not finish. */
function sweep(observed: Observed, branches: ReadonlySet<string>, settled: (subject: Subject) => boolean): Action[] {
  return observed.branches.flatMap((branch): Action[] => {
    if (!isOurs(branch.name) || branches.has(branch.name) || branch.headBy === 'people') return []
    if (branch.name.startsWith(STAGING_PREFIX))
      return [{ kind: 'delete-branch', branch: branch.name, head: branch.head, why: 'a run that did not finish left it' }]
    const [newest] = observed.proposals.filter((one) => one.branch === branch.name)
    if (newest === undefined)
      return [{ kind: 'delete-branch', branch: branch.name, head: branch.head, why: 'a run that did not finish left it' }]
    if (newest.state === 'open') return []
    const ours =
      newest.state === 'merged' || (newest.marker !== null && newest.marker.state !== 'open' && newest.marker.upgrades.every(settled))
    return ours ? [{ kind: 'delete-branch', branch: branch.name, head: branch.head, why: `its pull request is ${newest.state}` }] : []
  })
}

/** A person's close holds until something newer is on offer: another target, or another set of components. */
function covers(marker: Marker, proposal: Proposal): boolean {
  return (
    marker.upgrades.length === proposal.upgrades.length &&
    proposal.upgrades.every((upgrade) => marker.upgrades.some((former) => sameSubject(former, upgrade) && former.to === upgrade.to))
  )
}

function sameSubject(a: Subject, b: Subject): boolean {
  return a.component === b.component && a.environment === b.environment
}

function labelChange(proposal: Proposal, open: ObservedProposal): LabelChange {
  const wanted = proposal.labels.map((label) => label.name)
  return {
    add: wanted.filter((name) => !open.labels.includes(name)),
    remove: open.labels.filter((name) => isOurLabel(name) && !wanted.includes(name)),
  }
}

function refOf(one: ObservedProposal): { number: number | null; branch: string } {
  return { number: one.number, branch: one.branch }
}

/** The marker of a proposal whose branch stands at `commit`. */
export function markerOf(proposal: Proposal, commit: string): Marker {
  const upgrades = proposal.upgrades.map(({ component, environment, from, to }) => ({ component, environment, from, to }))
  return { version: 1, id: proposal.id, state: 'open', digest: proposal.digest, commit, upgrades }
}
