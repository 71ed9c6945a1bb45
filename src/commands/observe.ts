import type { HeadBy, Observed, ObservedProposal, Proposal } from '../core/model/proposal.ts'
import { BRANCH_PREFIX } from '../core/proposals/branch.ts'
import { parseMarker } from '../core/proposals/marker.ts'
import { headByChanges, headByMarker } from '../core/proposals/ownership.ts'
import type { Forge, ForgeHead, ForgeState } from '../ports/forge.ts'

/** The actual state of everything under our prefix, read from the forge alone: branch, marker in the body, commits. */
export async function observeProposals(forge: Forge, desired: readonly Proposal[]): Promise<Observed> {
  const labels = [...new Set(desired.flatMap((proposal) => proposal.labels.map((label) => label.name)))]
  const state = await forge.observe({ prefix: BRANCH_PREFIX, branches: desired.map((proposal) => proposal.branch), labels })
  const owners = new Map<string, HeadBy>()
  for (const branch of state.branches) owners.set(branch.name, await ownerOf(forge, state, branch))
  const proposals = state.proposals.map((one): ObservedProposal => {
    const { head, ...rest } = one
    return { ...rest, head: head?.commit ?? null, marker: parseMarker(one.body), headBy: owners.get(one.branch) ?? 'nobody' }
  })
  const branches = state.branches.map(({ name, head }) => ({ name, head: head.commit, headBy: owners.get(name) ?? ('people' as const) }))
  return { base: state.base, proposals, branches, labels: state.labels }
}

/** Costs a request only for a branch whose head is not the one that the marker names but carries our trailer: a run was cut there. */
async function ownerOf(forge: Forge, state: ForgeState, branch: { name: string; head: ForgeHead }): Promise<HeadBy> {
  const [newest] = state.proposals.filter((one) => one.branch === branch.name)
  const known = headByMarker(branch.head, newest === undefined ? null : parseMarker(newest.body), state.base.commit)
  if (known !== 'ask') return known
  return headByChanges(branch.head.message, await forge.changes(state.base.commit, branch.head.commit))
}
