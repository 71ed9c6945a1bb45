import { type Problem, ProblemError } from '../core/model/problems.ts'
import type { Action, Applied, LabelChange, PlainAction, Proposal, ProposalRef } from '../core/model/proposal.ts'
import { BRANCH_PREFIX, STAGING_PREFIX } from '../core/proposals/branch.ts'
import { withMarker } from '../core/proposals/marker.ts'
import { markerOf } from '../core/proposals/reconcile.ts'
import { type Forge, ForgeConflict } from '../ports/forge.ts'

export interface Base {
  branch: string
  commit: string
}

/** What came of an action, and where the base stood when a pull request was opened on it. */
export type Done = Partial<Pick<Extract<Applied, { ok: true }>, 'number' | 'url' | 'commit' | 'warnings'>> & { base?: string }

/** Each action is a sequence of steps that can be cut anywhere: what was done is found by the next run and continued. */
export async function carryOut(action: PlainAction, base: Base, forge: Forge): Promise<Done> {
  switch (action.kind) {
    case 'create-label':
      await forge.createLabel(action.label)
      return {}
    case 'open':
      return openProposal(action, base, forge)
    case 'refresh':
      return refresh(action, base, forge)
    case 'edit':
      return edit(action, forge)
    case 'close':
      if (action.label !== undefined) await forge.changeLabels(action.ref, { add: [action.label], remove: [] })
      // The marker that says who closed it and the closing itself are one request, so that no cut leaves a refusal nobody made.
      await forge.updateProposal(action.ref, { body: action.body, state: 'closed' })
      await forge.comment(action.ref, action.comment, { once: true })
      await forge.deleteBranch(action.ref.branch, action.head ?? undefined)
      return { number: action.ref.number }
    case 'finish-close':
      if (action.comment !== null) await forge.comment(action.ref, action.comment, { once: true })
      await forge.deleteBranch(action.ref.branch)
      return { number: action.ref.number }
    case 'abandon':
      await forge.updateProposal(action.ref, { title: action.title })
      return { number: action.ref.number, url: action.url }
    case 'note':
      await forge.comment(action.ref, action.comment, { once: true })
      return { number: action.ref.number }
    case 'delete-branch':
      await forge.deleteBranch(action.branch, action.head)
      return {}
    case 'wait':
      return {}
    case 'leave':
      return { number: action.ref.number, url: action.url }
  }
}

/** Branch at the base, one commit, pull request, people, and labels last: without them a later run knows that it was cut. */
async function openProposal({ proposal, existingHead, built }: Extract<Action, { kind: 'open' }>, base: Base, forge: Forge): Promise<Done> {
  const commit =
    existingHead === null
      ? await firstCommit(proposal, base, forge)
      : built
        ? existingHead
        : await rebuild(proposal, existingHead, base, forge)
  const body = withMarker(proposal.body, markerOf(proposal, commit))
  const { branch, title, setup } = proposal
  const opened = await unlessRefused(forge, branch, () =>
    forge.openProposal({ branch, base: base.branch, title, body, ...(setup?.draft === true ? { draft: true } : {}) }),
  )
  const { number, url } = opened
  const warnings = [...(opened.warnings ?? []), ...(await introduce({ number, branch }, proposal, forge))]
  return {
    number,
    url,
    commit,
    ...(warnings.length === 0 ? {} : { warnings }),
    ...(opened.base === undefined ? {} : { base: opened.base }),
  }
}

/** The pull request is there: what goes wrong with people and labels does not take it back, and the next run does the rest. */
async function introduce(ref: ProposalRef, { setup, labels }: Proposal, forge: Forge): Promise<readonly Problem[]> {
  try {
    const asked = setup === undefined ? [] : ((await forge.setUp?.(ref, setup)) ?? [])
    return [...asked, ...(await giveLabels(ref, { add: labels.map((label) => label.name), remove: [] }, forge))]
  } catch (error) {
    if (error instanceof ProblemError) return error.problems.map((problem) => ({ ...problem, severity: 'warning' as const }))
    if (error instanceof ForgeConflict)
      return [{ code: 'file-changed', severity: 'warning', message: `${error.message}.`, help: 'The next run does the rest.' }]
    throw error
  }
}

async function firstCommit(proposal: Proposal, base: Base, forge: Forge): Promise<string> {
  await forge.createBranch(proposal.branch, base.commit)
  return unlessRefused(forge, proposal.branch, () => forge.commit(proposal.branch, base.commit, proposal.commitMessage, proposal.files))
}

/**
 * A new head beside the branch, then one move. Moving the branch to the base first and committing there would, between the two,
 * leave a pull request without changes, which GitHub closes. What a person pushed since we looked is not moved away.
 */
async function rebuild(proposal: Proposal, expected: string, base: Base, forge: Forge): Promise<string> {
  const staging = STAGING_PREFIX + proposal.branch.slice(BRANCH_PREFIX.length)
  try {
    await forge.createBranch(staging, base.commit)
  } catch (error) {
    if (!(error instanceof ForgeConflict)) throw error
    await forge.moveBranch(staging, base.commit)
  }
  return unlessRefused(forge, staging, async () => {
    const commit = await forge.commit(staging, base.commit, proposal.commitMessage, proposal.files)
    await forge.moveBranch(proposal.branch, commit, { ...(expected === '' ? {} : { expected }), drop: staging })
    return commit
  })
}

/** What the forge refuses for good leaves no branch behind. A failure that may hide a success leaves all as it is, for the next run. */
async function unlessRefused<T>(forge: Forge, branch: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const lost =
      !(error instanceof ProblemError) || error.problems.some((one) => one.code === 'upstream-failed' || one.code === 'rate-limited')
    if (!lost) await forge.deleteBranch(branch).catch(() => undefined)
    throw error
  }
}

async function refresh(
  { proposal, ref, head, body, title, labels }: Extract<Action, { kind: 'refresh' }>,
  base: Base,
  forge: Forge,
): Promise<Done> {
  const commit = await rebuild(proposal, head, base, forge)
  const written = withMarker(proposal.body, markerOf(proposal, commit), body)
  await forge.updateProposal(ref, { body: written, ...(title === undefined ? {} : { title }) })
  const warnings = await giveLabels(ref, labels, forge)
  return { number: ref.number, commit, ...(warnings.length === 0 ? {} : { warnings }) }
}

async function edit({ ref, title, body, setup, labels }: Extract<Action, { kind: 'edit' }>, forge: Forge): Promise<Done> {
  if (title !== undefined || body !== undefined)
    await forge.updateProposal(ref, { ...(title === undefined ? {} : { title }), ...(body === undefined ? {} : { body }) })
  const asked = setup === undefined ? [] : ((await forge.setUp?.(ref, setup)) ?? [])
  const warnings = [...asked, ...(await giveLabels(ref, labels, forge))]
  return { number: ref.number, ...(warnings.length === 0 ? {} : { warnings }) }
}

/** A pull request without its labels is worth more than none: what is refused for good is told. */
async function giveLabels(ref: ProposalRef, labels: LabelChange, forge: Forge): Promise<readonly Problem[]> {
  if (labels.add.length === 0 && labels.remove.length === 0) return []
  try {
    await forge.changeLabels(ref, labels)
    return []
  } catch (error) {
    if (
      !(error instanceof ProblemError) ||
      !error.problems.every((one) => one.code === 'permission-missing' || one.code === 'issues-disabled')
    )
      throw error
    return error.problems.map((problem) => ({ ...problem, severity: 'warning' as const }))
  }
}
