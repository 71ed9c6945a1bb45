import type { Observed, ObservedProposal, PlainAction, Proposal } from '../model/proposal.ts'
import { isRollbackBranch, rollbackKind } from './rollback-branch.ts'
import { refOf, sameSubject } from './subject.ts'

/** Given to a proposal that is closed because what it led to was rolled back. */
export const SUPERSEDED_LABEL = 'superseded-by-rollback'

/**
 * What waits while a rollback of the same component is open: it would have to be judged and built anew after the merge, and until then nobody
 * should merge past it. What is open stays as it is, what is not is not opened.
 */
export function pausedByRollback(desired: readonly Proposal[], observed: Observed): { go: Proposal[]; actions: PlainAction[] } {
  const go: Proposal[] = []
  const actions: PlainAction[] = []
  for (const proposal of desired) {
    const rollback = openRollbackOf(proposal, observed)
    if (rollback === undefined) go.push(proposal)
    else actions.push(paused(proposal, rollback, observed))
  }
  return { go, actions }
}

/** The open rollback of something that an upgrade is about. A rollback waits for none. */
export function openRollbackOf(
  { branch, upgrades }: { branch: string; upgrades: readonly { component: string; environment: string | null }[] },
  observed: Observed,
): ObservedProposal | undefined {
  if (isRollbackBranch(branch)) return undefined
  return observed.proposals.find((one) => one.state === 'open' && isRollback(one) && concerns(one, upgrades))
}

/** How people know it. */
export function rollbackName({ number, branch }: ObservedProposal): string {
  return number === null ? branch : `#${number}`
}

function paused(proposal: Proposal, rollback: ObservedProposal, observed: Observed): PlainAction {
  const open = observed.proposals.find((one) => one.branch === proposal.branch && one.state === 'open')
  if (open === undefined) return { kind: 'wait', proposal, why: `the rollback ${rollbackName(rollback)} is open` }
  return { kind: 'leave', ref: refOf(open), url: open.url, id: proposal.id, why: 'rollback-open' }
}

/** The merged rollback of what a proposal is about, newest first; it is why nothing desires the proposal any more. */
export function rolledBackBy(one: ObservedProposal, observed: Observed): ObservedProposal | undefined {
  const upgrades = one.marker?.upgrades ?? []
  return observed.proposals.find((other) => other.state === 'merged' && isRollback(other) && concerns(other, upgrades))
}

function isRollback(one: ObservedProposal): boolean {
  return isRollbackBranch(one.branch) && one.marker !== null && rollbackKind(one.marker) === 'rollback'
}

function concerns({ marker }: ObservedProposal, upgrades: readonly { component: string; environment: string | null }[]): boolean {
  return marker?.upgrades.some((taken) => upgrades.some((one) => sameSubject(taken, one))) === true
}

/** `redis 7.4.2 was rolled back to 7.4.1`. */
export function rolledBackText({ marker }: ObservedProposal): string {
  return (marker?.upgrades ?? []).map(({ component, from, to }) => `${component} ${from} was rolled back to ${to}`).join(', ')
}
