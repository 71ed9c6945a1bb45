import type { FileChange } from '../../core/model/proposal.ts'
import { filesDigest } from '../../core/proposals/digest.ts'
import { headByChanges } from '../../core/proposals/ownership.ts'
import { RELEASE_LABELS, RELEASE_PREFIX, RELEASE_STAGING } from '../../core/release/publication/proposal.ts'
import {
  type ReleaseMarker,
  releaseMarker,
  type StoredPlan,
  withoutReleaseMarker,
  withReleaseMarker,
} from '../../core/release/publication/stored-plan.ts'
import { type Forge, ForgeConflict, type ForgeHead, type ForgeProposal } from '../../ports/forge.ts'
import type { DoneStep, Ground, ReleaseContext } from './contract.ts'

/** The pull request of a release as it should be. */
export interface WantedProposal {
  plan: StoredPlan
  files: readonly FileChange[]
  date: string
  title: string
  /** Without the marker. */
  body: string
  /** Of its commit; `digest`: over the files. */
  message(digest: string): { headline: string; body: string }
}

/** What became of it. */
export interface Proposed {
  step: DoneStep
  number: number | null
  url: string | null
  branch: string
}

/** Opens a pull request, or brings it up to date. One that people pushed to, or closed for this version, is left alone. */
export async function convergeProposal(context: Ground, dryRun: boolean, wanted: WantedProposal): Promise<Proposed> {
  const { state, branch, forge, base } = context
  const same = state.proposals.filter((one) => one.branch === branch)
  const open = same.find((one) => one.state === 'open')
  const head = state.branches.find((one) => one.name === branch)?.head ?? null
  const marker = open === undefined ? null : releaseMarker(open.body)
  const answer = (did: DoneStep['state'], detail: string, ref: { number: number | null; url: string | null } | undefined): Proposed => ({
    step: { step: 'propose', state: did, detail },
    number: ref?.number ?? null,
    url: ref?.url ?? null,
    branch,
  })
  if (head !== null && !(await isOurs(forge, base.commit, head, marker))) {
    return answer('left', `people pushed to ${branch}, so it is left alone; without the branch it is made anew`, open)
  }
  const { title } = wanted
  const files = filesDigest(wanted.files)
  const write = { state: 'planned' as const, files, date: wanted.date, ...wanted.plan }
  if (open === undefined) {
    const refused = same.find((one) => one.state === 'closed' && isRefusal(one, wanted.plan))
    if (refused !== undefined) return answer('left', `“${title}” was closed by hand: this version is skipped`, refused)
    if (dryRun) return answer('planned', `open “${title}”`, undefined)
    const commit = await build(context, wanted, files, head)
    const body = withReleaseMarker(wanted.body, { ...write, commit })
    const made = await forge.openProposal({ branch, base: base.branch, title, body })
    await label(context, { number: made.number, branch }, [])
    return answer('done', `opened “${title}”`, made)
  }
  const stands = head !== null && marker?.files === files && marker.commit === head.commit
  if (stands && open.title === title && withoutReleaseMarker(open.body) === wanted.body.trimEnd() && marker.tag === wanted.plan.tag) {
    const missing = RELEASE_LABELS.some(({ name }) => !open.labels.includes(name))
    if (missing && !dryRun) await label(context, open, open.labels)
    return answer('already', `“${title}” is up to date`, open)
  }
  if (dryRun) return answer('planned', `refresh “${title}”`, open)
  const commit = stands ? head.commit : await build(context, wanted, files, head)
  await forge.updateProposal(open, { title, body: withReleaseMarker(wanted.body, { ...write, commit }) })
  await label(context, open, open.labels)
  return answer('done', `refreshed “${title}”`, open)
}

/** Closes the pull request of a release that nothing is left of: its commits were taken back. Null where there is none. */
export async function withdrawRelease({ state, branch, forge, base, request }: ReleaseContext): Promise<DoneStep | null> {
  const open = state.proposals.find((one) => one.branch === branch && one.state === 'open')
  const marker = open === undefined ? null : releaseMarker(open.body)
  if (open === undefined || marker === null) return null
  const head = state.branches.find((one) => one.name === branch)?.head ?? null
  const detail = `“${open.title}” is closed, for nothing is left to release`
  if (head !== null && !(await isOurs(forge, base.commit, head, marker))) return null
  if (request.dryRun) return { step: 'propose', state: 'planned', detail }
  const text = `${withoutReleaseMarker(open.body)}\n\nClosed by Pinwarden: the commits that asked for this release were taken back.`
  await forge.updateProposal(open, { body: withReleaseMarker(text, { ...marker, state: 'withdrawn' }), state: 'closed' })
  await forge.deleteBranch(branch)
  return { step: 'propose', state: 'done', detail }
}

/** A head that the marker names is ours; one that it does not name is, where it is one commit of the very files that its message says. */
async function isOurs(forge: Forge, base: string, head: ForgeHead, marker: ReleaseMarker | null): Promise<boolean> {
  if (head.commit === base || marker?.commit === head.commit) return true
  return headByChanges(head.message, await forge.changes(base, head.commit)) === 'ours'
}

function isRefusal({ body }: ForgeProposal, plan: StoredPlan): boolean {
  const marker = releaseMarker(body)
  return marker !== null && marker.state === 'planned' && marker.tag === plan.tag
}

/** The commit on its branch. One that is there is built anew beside it and moved to in one step, so that no pull request is ever without changes. */
async function build({ forge, base, branch }: Ground, wanted: WantedProposal, digest: string, head: ForgeHead | null): Promise<string> {
  const message = wanted.message(digest)
  if (head === null) {
    await forge.createBranch(branch, base.commit)
    return forge.commit(branch, base.commit, message, wanted.files)
  }
  const staging = RELEASE_STAGING + branch.slice(RELEASE_PREFIX.length)
  try {
    await forge.createBranch(staging, base.commit)
  } catch (error) {
    if (!(error instanceof ForgeConflict)) throw error
    await forge.moveBranch(staging, base.commit)
  }
  const commit = await forge.commit(staging, base.commit, message, wanted.files)
  await forge.moveBranch(branch, commit)
  await forge.deleteBranch(staging)
  return commit
}

async function label({ forge, state }: Ground, ref: { number: number | null; branch: string }, there: readonly string[]): Promise<void> {
  const add = RELEASE_LABELS.filter(({ name }) => !there.includes(name))
  for (const one of add) if (!state.labels.includes(one.name)) await forge.createLabel(one)
  if (add.length > 0) await forge.changeLabels(ref, { add: add.map(({ name }) => name), remove: [] })
}
