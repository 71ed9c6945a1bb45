import { type Problem, type ProblemCode, ProblemError } from '../core/model/problems.ts'
import type { Action, Applied, PlainAction, Proposal } from '../core/model/proposal.ts'
import { closedText } from '../core/proposals/comments.ts'
import { withMarker } from '../core/proposals/marker.ts'
import { markerOf } from '../core/proposals/reconcile.ts'
import { type Forge, ForgeConflict } from '../ports/forge.ts'
import type { Log } from '../ports/log.ts'
import { type Base, carryOut, type Done } from './carry-out.ts'

/** The proposals anew, where the base branch moved in the middle of the run. */
export interface Recomputed {
  base: Base
  proposals: readonly Proposal[]
}

export interface ApplyOptions {
  /** Asked at most once for each place that the base moves to. Absent: the next run sees to it. */
  recompute?(): Promise<Recomputed>
}

/** After these nothing else can succeed, so nothing else is tried. */
const FINAL: ReadonlySet<ProblemCode> = new Set(['token-invalid', 'rate-limited', 'repository-archived'])

/**
 * Carries out actions one by one. A failure of one is told and does not stop the others, except where the next would meet the same: a
 * refused token, a used-up limit, a permission that all of its kind need.
 */
export async function applyActions(
  actions: readonly PlainAction[],
  base: Base,
  forge: Forge,
  log: Log,
  options: ApplyOptions = {},
): Promise<Applied[]> {
  const applied: Applied[] = []
  const writes = actions.filter(isWrite).length
  let done = 0
  let current: Recomputed = { base, proposals: [] }
  for (const planned of actions) {
    const action = withSuccessor(withoutLabels(upToDate(planned, current), unmadeLabels(applied)), applied)
    const stopped = isWrite(action) ? (stopperOf(action, applied) ?? orphaned(action, applied)) : null
    if (stopped !== null) {
      applied.push({ ok: false, action, problem: stopped })
      continue
    }
    if (isWrite(action)) log.progress('pull requests', done++, writes, titleOf(action))
    const { moved, ...outcome } = await applyOne(action, current.base, forge)
    applied.push(outcome)
    if (!moved || options.recompute === undefined) continue
    current = await options.recompute()
    const after = await refreshed(outcome, current, forge)
    if (after !== null) applied[applied.length - 1] = after
  }
  return applied
}

function isWrite(action: Action): boolean {
  return action.kind !== 'leave' && action.kind !== 'wait'
}

/** Labels that could not be made for now. Given all the same, GitHub would make them, grey and without a word. */
function unmadeLabels(applied: readonly Applied[]): ReadonlySet<string> {
  return new Set(
    applied.flatMap((one) =>
      !one.ok && one.action.kind === 'create-label' && one.problem.code !== 'permission-missing' ? [one.action.label.name] : [],
    ),
  )
}

function withoutLabels(action: PlainAction, names: ReadonlySet<string>): PlainAction {
  if (names.size === 0) return action
  if (action.kind === 'open')
    return { ...action, proposal: { ...action.proposal, labels: action.proposal.labels.filter((one) => !names.has(one.name)) } }
  if (action.kind !== 'edit' && action.kind !== 'refresh') return action
  return { ...action, labels: { ...action.labels, add: action.labels.add.filter((name) => !names.has(name)) } }
}

/** The number of what takes its place, where that was opened a moment ago. */
function withSuccessor(action: PlainAction, applied: readonly Applied[]): PlainAction {
  if ((action.kind !== 'close' && action.kind !== 'finish-close') || action.successor === undefined || action.comment === null)
    return action
  const opened = applied.find((one) => one.ok && one.action.kind === 'open' && one.action.proposal.branch === action.successor)
  return opened?.ok === true && opened.number !== null ? { ...action, comment: closedText(action.why, opened.number) } : action
}

/** Nothing is closed for what is not there yet. */
function orphaned(action: PlainAction, applied: readonly Applied[]): Problem | null {
  if (action.kind !== 'close' || action.successor === undefined) return null
  const opened = applied.some((one) => one.ok && one.action.kind === 'open' && one.action.proposal.branch === action.successor)
  if (opened) return null
  const message = `#${action.ref.number} stays open: what takes its place is not open yet.`
  return { code: 'file-changed', severity: 'warning', message, help: 'The next run continues from there.' }
}

/** The failure that this one would meet too. */
function stopperOf(action: PlainAction, applied: readonly Applied[]): Problem | null {
  for (const one of applied) {
    if (one.ok) continue
    const { code } = one.problem
    const sameKind = one.action.kind === action.kind && action.kind === 'open'
    if (
      FINAL.has(code) ||
      (sameKind &&
        (code === 'permission-missing' || code === 'ruleset-refused') &&
        touchesWorkflows(one.action) <= touchesWorkflows(action))
    )
      return one.problem
  }
  return null
}

/** Files of workflows take a permission of their own: without it all others are still opened. */
function touchesWorkflows(action: Action): number {
  const files = 'proposal' in action ? action.proposal.files : []
  return files.some((file) => file.path.startsWith('.github/workflows/')) ? 1 : 0
}

/** What was planned before the base moved, with its contents as they are now. One that is gone is left to the next run. */
function upToDate(action: PlainAction, { proposals }: Recomputed): PlainAction {
  if (proposals.length === 0 || !('proposal' in action)) return action
  const proposal = proposals.find((one) => one.branch === action.proposal.branch)
  if (proposal === undefined || proposal.digest === action.proposal.digest) return action
  return action.kind === 'open' ? { ...action, proposal, built: false } : { ...action, proposal }
}

/** The proposal that was opened when the base moved: built once more where the move changes what it holds. */
async function refreshed(outcome: Applied, { base, proposals }: Recomputed, forge: Forge): Promise<Applied | null> {
  if (!outcome.ok || outcome.action.kind !== 'open' || outcome.commit === null) return null
  const { action, commit, number } = outcome
  const proposal = proposals.find((one) => one.branch === action.proposal.branch)
  if (proposal === undefined || proposal.digest === action.proposal.digest) return null
  const ref = { number, branch: proposal.branch }
  const body = withMarker(action.proposal.body, markerOf(action.proposal, commit))
  const again = await applyOne(
    {
      kind: 'refresh',
      proposal,
      ref,
      head: commit,
      body,
      title: proposal.title,
      labels: { add: [], remove: [] },
      why: 'the base branch moved',
    },
    base,
    forge,
  )
  return again.ok ? { ...outcome, action: { ...action, proposal }, commit: again.commit } : { ...again, action }
}

async function applyOne(action: PlainAction, base: Base, forge: Forge): Promise<Applied & { moved: boolean }> {
  try {
    const { base: seen, ...done }: Done = await carryOut(action, base, forge)
    return { ok: true, action, number: null, url: null, commit: null, ...done, moved: seen !== undefined && seen !== base.commit }
  } catch (error) {
    return { ok: false, action, problem: problemOf(error), moved: false }
  }
}

/** A race is no failure of anybody: somebody else was faster, and the next run sees what is left to do. @throws our own bugs */
export function problemOf(error: unknown): Problem {
  if (error instanceof ForgeConflict)
    return { code: 'file-changed', severity: 'warning', message: `${error.message}.`, help: 'The next run continues from there.' }
  const [problem] = error instanceof ProblemError ? error.problems : []
  if (problem === undefined) throw error
  return problem
}

function titleOf(action: Action): string {
  if ('proposal' in action) return action.proposal.title
  if (action.kind === 'create-label') return `label “${action.label.name}”`
  return 'ref' in action ? action.ref.branch : action.branch
}
