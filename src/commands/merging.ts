import type { MergeLook, MergeRules } from '../core/model/merging.ts'
import type { Problem } from '../core/model/problems.ts'
import type { Applied, MergeAction, Observed, Proposal } from '../core/model/proposal.ts'
import { mergeVerdict } from '../core/proposals/merge-gate.ts'
import { type MergeWait, mergeCandidates, mergePlan, type TurnedBad, withdrawals } from '../core/proposals/merges.ts'
import type { Settled } from '../core/proposals/subject.ts'
import type { Forge } from '../ports/forge.ts'
import type { MergeResult } from '../ports/merging.ts'
import { problemOf } from './apply.ts'

/** What is to be merged, told to be merged, or kept from it, and what that was decided upon. */
export interface Merges {
  actions: readonly MergeAction[]
  waits: readonly MergeWait[]
  behind: ReadonlySet<string>
  looks: readonly MergeLook[]
  rules: MergeRules | null
  problems: readonly Problem[]
}

const NONE: Merges = { actions: [], waits: [], behind: new Set(), looks: [], rules: null, problems: [] }

/**
 * Looks at what the policy would have merged. Costs nothing where that is nothing. `fresh`: these were written in this very run. What
 * cannot be read keeps proposals from being merged, and nothing else from being done.
 */
export async function planMerges(
  forge: Forge,
  desired: readonly Proposal[],
  observed: Observed,
  turnedBad: TurnedBad,
  settled: Settled,
  fresh = false,
): Promise<Merges> {
  const { merging } = forge
  if (merging === undefined) return NONE
  const withdrawn = withdrawals(desired, observed, settled)
  const candidates = mergeCandidates(desired, observed, turnedBad)
  const numbers = [...candidates.map((one) => one.open.number), ...withdrawn.flatMap((one) => one.ref.number ?? [])]
  if (numbers.length === 0) return NONE
  try {
    const looks = await merging.look(numbers)
    if (candidates.length === 0) return { ...NONE, actions: withdrawn, looks }
    const rules = await merging.rules(observed.base.branch)
    const plan = mergePlan(candidates, looks, rules, fresh)
    return { ...plan, actions: [...withdrawn, ...plan.actions], looks, rules, problems: [] }
  } catch (error) {
    return { ...NONE, problems: [problemOf(error)] }
  }
}

/** One after the other. What the forge refuses waits and is told; it fails nothing. */
export async function applyMerges({ actions, looks, rules }: Merges, forge: Forge): Promise<Applied[]> {
  const applied: Applied[] = []
  for (const action of actions) {
    const look = looks.find((one) => one.number === action.ref.number)
    if (look === undefined || forge.merging === undefined) continue
    applied.push(await applyOne(action, look, rules, forge.merging))
  }
  return applied
}

async function applyOne(
  action: MergeAction,
  look: MergeLook,
  rules: MergeRules | null,
  merging: NonNullable<Forge['merging']>,
): Promise<Applied> {
  try {
    const result = await carryOut(action, look, rules, merging)
    if (!result.ok) return { ok: false, action, problem: refused(action, result.why) }
    const warnings = action.kind === 'merge' && look.byWorkflowToken ? [startsNothing(look.number)] : []
    const { number } = action.ref
    return { ok: true, action, number, url: action.url, commit: result.commit, ...(warnings.length === 0 ? {} : { warnings }) }
  } catch (error) {
    return { ok: false, action, problem: problemOf(error) }
  }
}

async function carryOut(
  action: MergeAction,
  look: MergeLook,
  rules: MergeRules | null,
  merging: NonNullable<Forge['merging']>,
): Promise<MergeResult> {
  switch (action.kind) {
    case 'withdraw':
      await merging.disableAutoMerge(look)
      return { ok: true, commit: null }
    case 'enqueue':
      return merging.enqueue(look)
    case 'merge':
      return merging.merge(look, action.method)
    case 'auto-merge': {
      const result = await merging.enableAutoMerge(look, action.method)
      // Its checks ended while we asked: then nothing is left to wait for, and our own gate says whether it is merged at once.
      const methods = action.proposal.autoMerge?.methods ?? []
      if (result.ok || result.clean !== true || rules === null) return result
      const [now] = await merging.look([look.number])
      const verdict = now === undefined ? null : mergeVerdict(now, rules, { methods, head: action.head, enabled: false, fresh: false })
      return verdict?.kind === 'merge' && now !== undefined ? merging.merge(now, verdict.method) : result
    }
  }
}

function refused(action: MergeAction, why: string): Problem {
  const doing = {
    merge: 'merged',
    'auto-merge': 'set to merge by itself',
    enqueue: 'put into the merge queue',
    withdraw: 'kept from merging',
  }
  return {
    code: 'forge-refused',
    severity: 'warning',
    message: `#${action.ref.number} could not be ${doing[action.kind]}: ${why.replace(/\.$/, '')}.`,
    help: 'It stays open, and the next run tries again.',
  }
}

function startsNothing(number: number): Problem {
  return {
    code: 'forge-refused',
    severity: 'warning',
    message: `#${number} was merged, but what a workflow’s own token merges starts no workflow: neither tests nor deployments of the base branch run for it.`,
    help: 'Give the token of a GitHub App in the input `token`.',
  }
}
