import type { Problem } from '../core/model/problems.ts'
import type { Observed, Proposal } from '../core/model/proposal.ts'
import type { ProposalLimits } from '../core/proposals/limits.ts'
import type { MergeWait, TurnedBad } from '../core/proposals/merges.ts'
import { reconcile } from '../core/proposals/reconcile.ts'
import type { Settled } from '../core/proposals/subject.ts'
import type { Forge } from '../ports/forge.ts'
import type { Log } from '../ports/log.ts'
import { applyActions } from './apply.ts'
import { applyMerges, planMerges } from './merging.ts'
import { type ObservedForge, observeProposals } from './observe.ts'
import type { ActionDone } from './proposal-rows.ts'

/** What should be on the forge, as of one base commit. */
export interface Goal {
  proposals: readonly Proposal[]
  /** Where the files were read; null where they were not read from a commit. */
  base: { branch: string; commit: string } | null
  settled: Settled
  turnedBad: TurnedBad
  limits: ProposalLimits
  /** Epoch milliseconds. */
  now: number
}

/** What was done to reach it. */
export interface Converged {
  actions: ActionDone[]
  waits: readonly MergeWait[]
  notices: readonly Problem[]
  /** Null where there is no forge. */
  observed: Observed | null
}

interface Surroundings {
  forge: Forge
  log: Log
  /** Branches of rollbacks that the ledger knows; the forge may have deleted them when they were merged. */
  rollbacks?: readonly string[]
  /** Nothing is written. */
  dry: boolean
}

/** A merge moves the base, and so may anybody: so often everything is compared once more before the rest is done. */
const ROUNDS = 4

/**
 * Makes the forge as it should be: first what is green goes in, then the others are made as they should be upon what the base is by then.
 * `again` gives the goal as of the base branch's present head. Can be killed anywhere; the next run ends where this one would have.
 */
export async function converge(first: Goal, again: () => Promise<Goal>, { forge, log, rollbacks, dry }: Surroundings): Promise<Converged> {
  const done: ActionDone[] = []
  let goal = first
  for (let round = 1; ; round += 1) {
    const last = round === ROUNDS
    const observed = await observeProposals(forge, goal.proposals, goal.limits.hourly !== undefined, rollbacks)
    if (goal.base !== null && goal.base.commit !== observed.base.commit && !last) {
      goal = await again()
      continue
    }
    const merges = await planMerges(forge, goal.proposals, observed, goal.turnedBad, goal.settled)
    const applied = dry ? merges.actions.map(() => null) : await applyMerges(merges, forge)
    done.push(...merges.actions.map((action, index): ActionDone => ({ action, applied: applied[index] ?? null })))
    if (applied.some((one) => one?.ok === true && one.action.kind === 'merge') && !last) {
      goal = await again()
      continue
    }
    const rest = await makeSo(goal, observed, merges.behind, again, { forge, log, dry })
    return { actions: [...done, ...rest], waits: merges.waits, notices: [...observed.notices, ...merges.problems], observed }
  }
}

/** A replay has no forge to compare with, and shows every proposal. */
export function withoutForge({ proposals, settled }: Goal): Converged {
  const nothing = { base: { branch: '', commit: '' }, proposals: [], branches: [], labels: [] }
  return {
    actions: reconcile(proposals, nothing, settled).map((action) => ({ action, applied: null })),
    waits: [],
    notices: [],
    observed: null,
  }
}

/** Everything but merging. What was written now may be told to merge by itself once its checks are green. */
async function makeSo(
  goal: Goal,
  observed: ObservedForge,
  behind: ReadonlySet<string>,
  again: () => Promise<Goal>,
  { forge, log, dry }: Surroundings,
): Promise<ActionDone[]> {
  const actions = reconcile(goal.proposals, observed, goal.settled, { ...goal.limits, now: goal.now, behind })
  if (dry) return actions.map((action) => ({ action, applied: null }))
  const recompute = async () => {
    const { base, proposals } = await again()
    return { base: base ?? observed.base, proposals }
  }
  const applied = await applyActions(actions, goal.base ?? observed.base, forge, log, { recompute })
  const written = applied.map((one): ActionDone => ({ action: one.action, applied: one }))
  return [...written, ...(await tellToMerge(goal, written, forge))]
}

/** Where required checks decide, the forge is told at once; nothing is looked at where nothing was written that the policy approves. */
async function tellToMerge(goal: Goal, written: readonly ActionDone[], forge: Forge): Promise<ActionDone[]> {
  const fresh = new Map(
    written.flatMap(({ action, applied }) =>
      (action.kind === 'open' || action.kind === 'refresh') && applied?.ok === true && action.proposal.autoMerge !== undefined
        ? [[action.proposal.branch, action.proposal]]
        : [],
    ),
  )
  if (fresh.size === 0 || forge.merging === undefined) return []
  const approved = [...fresh.values()]
  const observed = await observeProposals(forge, approved)
  const merges = await planMerges(forge, approved, observed, goal.turnedBad, () => false, true)
  const applied = await applyMerges(merges, forge)
  return applied.map((one) => ({ action: one.action, applied: one }))
}
