import { ProblemError } from '../core/model/problems.ts'
import type { Action, Applied, LabelChange, Proposal, ProposalRef } from '../core/model/proposal.ts'
import { BRANCH_PREFIX, STAGING_PREFIX } from '../core/proposals/branch.ts'
import { withMarker } from '../core/proposals/marker.ts'
import { markerOf } from '../core/proposals/reconcile.ts'
import { type Forge, ForgeConflict } from '../ports/forge.ts'
import type { Log } from '../ports/log.ts'

/**
 * Carries out actions one by one. Each is a sequence of steps that can be cut anywhere: what was done is found by the next run and
 * continued. A failure of one is told and does not stop the others, except where the token itself is refused.
 */
export async function applyActions(
  actions: readonly Action[],
  base: { branch: string; commit: string },
  forge: Forge,
  log: Log,
): Promise<Applied[]> {
  const applied: Applied[] = []
  const writes = actions.filter((action) => action.kind !== 'leave').length
  for (const action of actions) {
    if (action.kind !== 'leave')
      log.progress('pull requests', applied.filter((one) => one.action.kind !== 'leave').length, writes, titleOf(action))
    applied.push(await applyOne(action, base, forge))
  }
  return applied
}

async function applyOne(action: Action, base: { branch: string; commit: string }, forge: Forge): Promise<Applied> {
  try {
    const done = await carryOut(action, base, forge)
    return { ok: true, action, number: null, url: null, commit: null, ...done }
  } catch (error) {
    if (error instanceof ForgeConflict) {
      return {
        ok: false,
        action,
        problem: { code: 'file-changed', message: `${error.message}.`, help: 'The next run continues from there.' },
      }
    }
    const [problem] = error instanceof ProblemError ? error.problems : []
    if (problem === undefined) throw error
    return { ok: false, action, problem }
  }
}

async function carryOut(
  action: Action,
  base: { branch: string; commit: string },
  forge: Forge,
): Promise<Partial<Extract<Applied, { ok: true }>>> {
  switch (action.kind) {
    case 'create-label':
      await forge.createLabel(action.label)
      return {}
    case 'open':
      return openProposal(action.proposal, action.existingHead, base, forge)
    case 'refresh':
      return refresh(action.proposal, action.ref, action.labels, base, forge)
    case 'edit':
      if (action.title !== undefined || action.body !== undefined) {
        await forge.updateProposal(action.ref, {
          ...(action.title === undefined ? {} : { title: action.title }),
          ...(action.body === undefined ? {} : { body: action.body }),
        })
      }
      await relabel(action.ref, action.labels, forge)
      return { number: action.ref.number }
    case 'close':
      // The marker that says who closed it and the closing itself are one request, so that no cut leaves a refusal nobody made.
      await forge.updateProposal(action.ref, { body: action.body, state: 'closed' })
      await forge.comment(action.ref, action.comment)
      await forge.deleteBranch(action.ref.branch)
      return { number: action.ref.number }
    case 'delete-branch':
      await forge.deleteBranch(action.branch)
      return {}
    case 'leave':
      return { number: action.ref.number, url: action.url }
  }
}

/** Branch at the base, one commit, pull request, labels. */
async function openProposal(proposal: Proposal, existingHead: string | null, base: { branch: string; commit: string }, forge: Forge) {
  const commit = existingHead === null ? await firstCommit(proposal, base, forge) : await rebuild(proposal, base, forge)
  const body = withMarker(proposal.body, markerOf(proposal, commit))
  const { number, url } = await forge.openProposal({ branch: proposal.branch, base: base.branch, title: proposal.title, body })
  await forge.changeLabels({ number, branch: proposal.branch }, { add: proposal.labels.map((label) => label.name), remove: [] })
  return { number, url, commit }
}

async function firstCommit(proposal: Proposal, base: { commit: string }, forge: Forge): Promise<string> {
  await forge.createBranch(proposal.branch, base.commit)
  return forge.commit(proposal.branch, base.commit, proposal.commitMessage, proposal.files)
}

/**
 * A new head beside the branch, then one move. Moving the branch to the base first and committing there would, between the two,
 * leave a pull request without changes, which GitHub closes.
 */
async function rebuild(proposal: Proposal, base: { commit: string }, forge: Forge): Promise<string> {
  const staging = STAGING_PREFIX + proposal.branch.slice(BRANCH_PREFIX.length)
  try {
    await forge.createBranch(staging, base.commit)
  } catch (error) {
    if (!(error instanceof ForgeConflict)) throw error
    await forge.moveBranch(staging, base.commit)
  }
  const commit = await forge.commit(staging, base.commit, proposal.commitMessage, proposal.files)
  await forge.moveBranch(proposal.branch, commit)
  await forge.deleteBranch(staging)
  return commit
}

async function refresh(proposal: Proposal, ref: ProposalRef, labels: LabelChange, base: { commit: string }, forge: Forge) {
  const commit = await rebuild(proposal, base, forge)
  await forge.updateProposal(ref, { title: proposal.title, body: withMarker(proposal.body, markerOf(proposal, commit)) })
  await relabel(ref, labels, forge)
  return { number: ref.number, commit }
}

async function relabel(ref: ProposalRef, labels: LabelChange, forge: Forge): Promise<void> {
  if (labels.add.length > 0 || labels.remove.length > 0) await forge.changeLabels(ref, labels)
}

function titleOf(action: Action): string {
  if ('proposal' in action) return action.proposal.title
  if (action.kind === 'create-label') return `label “${action.label.name}”`
  return 'ref' in action ? action.ref.branch : action.branch
}
