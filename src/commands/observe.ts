import type { HeadBy, Observed, ObservedProposal, Proposal } from '../core/model/proposal.ts'
import { BRANCH_PREFIX } from '../core/proposals/branch.ts'
import { notesIn } from '../core/proposals/comments.ts'
import { digestOfMessage } from '../core/proposals/commit-message.ts'
import { parseMarker } from '../core/proposals/marker.ts'
import { headByChanges, headByMarker } from '../core/proposals/ownership.ts'
import type { Forge, ForgeHead, ForgeState } from '../ports/forge.ts'

/** What is on the forge, understood, and what a person should know of the repository itself. */
export type ObservedForge = Observed & { notices: NonNullable<ForgeState['notices']> }

/**
 * The actual state of everything under our prefix, read from the forge alone: branch, marker in the body, commits, comments.
 * `opened`: whether the newest openings are counted, for a limit. `more`: branches that are asked for by name, for they may be gone.
 */
export async function observeProposals(
  forge: Forge,
  desired: readonly Proposal[],
  opened = false,
  more: readonly string[] = [],
): Promise<ObservedForge> {
  const labels = [...new Set(desired.flatMap((proposal) => proposal.labels.map((label) => label.name)))]
  const state = await forge.observe({
    prefix: BRANCH_PREFIX,
    branches: [...new Set([...desired.map((proposal) => proposal.branch), ...more])],
    labels,
    opened,
  })
  const owners = new Map<string, HeadBy>()
  for (const branch of state.branches) owners.set(branch.name, await ownerOf(forge, state, branch))
  const proposals = state.proposals.map((one): ObservedProposal => {
    const { head, ...rest } = one
    return { ...rest, head: head?.commit ?? null, marker: parseMarker(one.body), headBy: owners.get(one.branch) ?? 'nobody' }
  })
  const branches = state.branches.map(({ name, head }) => ({
    name,
    head: head.commit,
    headBy: owners.get(name) ?? ('people' as const),
    digest: digestOfMessage(head.message),
  }))
  return {
    base: state.base,
    proposals: await withNotes(forge, proposals),
    branches,
    labels: state.labels,
    ...(state.opened === undefined ? {} : { opened: state.opened }),
    notices: state.notices ?? [],
  }
}

/** Costs a request only for a branch whose head is not the one that the marker names but carries our trailer: a run was cut there. */
async function ownerOf(forge: Forge, state: ForgeState, branch: { name: string; head: ForgeHead }): Promise<HeadBy> {
  const [newest] = state.proposals.filter((one) => one.branch === branch.name)
  const known = headByMarker(branch.head, newest === undefined ? null : parseMarker(newest.body), state.base.commit)
  if (known !== 'ask') return known
  return headByChanges(branch.head.message, await forge.changes(state.base.commit, branch.head.commit))
}

/** Comments are read only where a note may be missing: people pushed, or a close of ours has its branch still. One request for many. */
async function withNotes(forge: Forge, proposals: readonly ObservedProposal[]): Promise<ObservedProposal[]> {
  const asked = proposals.flatMap((one) => (one.number !== null && mayLackNote(one) ? [one.number] : []))
  if (asked.length === 0 || forge.comments === undefined) return [...proposals]
  const comments = await forge.comments(asked)
  return proposals.map((one) => {
    const found = one.number === null ? undefined : comments.get(one.number)
    return found === undefined ? one : { ...one, notes: notesIn(found) }
  })
}

function mayLackNote({ state, headBy, marker, head }: ObservedProposal): boolean {
  if (state === 'open') return headBy === 'people' && marker !== null
  return state === 'closed' && marker !== null && marker.state !== 'open' && head !== null && headBy === 'ours'
}
