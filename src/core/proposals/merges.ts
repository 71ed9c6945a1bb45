import type { MergeLook, MergeRules } from '../model/merging.ts'
import type { MergeAction, Observed, ObservedProposal, Proposal } from '../model/proposal.ts'
import { isSecurity } from './limits.ts'
import { asksRebuild } from './marker.ts'
import { mergeVerdict } from './merge-gate.ts'
import { isRollbackBranch } from './rollback-branch.ts'
import { openRollbackOf, rollbackName } from './rollbacks.ts'
import { refOf, type Subject } from './subject.ts'

/** An open proposal that the policy would have merged. */
export interface MergeCandidate {
  open: ObservedProposal & { number: number; head: string }
  proposal: Proposal
}

/** Whether a version that was proposed earlier has turned out bad since: excluded, yanked. */
export type TurnedBad = (subject: Subject, version: string) => boolean

/** What stands open, is ours to the last commit and approved by the policy, then and now. */
export function mergeCandidates(desired: readonly Proposal[], observed: Observed, turnedBad: TurnedBad): MergeCandidate[] {
  return desired.flatMap((proposal): MergeCandidate[] => {
    const open = observed.proposals.find((one) => one.branch === proposal.branch && one.state === 'open')
    if (proposal.autoMerge === undefined || open === undefined || !mayMerge(open, proposal, turnedBad)) return []
    // What goes in now would go out with the rollback, or keep it from going in.
    if (openRollbackOf(proposal, observed) !== undefined) return []
    const { number, head } = open
    return number === null || head === null ? [] : [{ open: { ...open, number, head }, proposal }]
  })
}

/**
 * A green pull request is merged although something newer is on offer by now, or a component released every day would never get there.
 * Not where the newer one fixes a vulnerability, nor where the older one has turned out bad.
 */
function mayMerge(open: ObservedProposal, proposal: Proposal, turnedBad: TurnedBad): boolean {
  const { marker } = open
  if (open.headBy !== 'ours' || marker === null || marker.state !== 'open' || marker.commit !== open.head || asksRebuild(open.body))
    return false
  if (marker.decision !== 'auto-approve') return false
  const targets = (upgrades: readonly (Subject & { to: string })[]) =>
    upgrades
      .map((one) => `${one.environment} ${one.component} ${one.to}`)
      .sort()
      .join('\n')
  if (targets(marker.upgrades) === targets(proposal.upgrades)) return true
  const sameThings = marker.upgrades.every((one) =>
    proposal.upgrades.some((other) => other.component === one.component && other.environment === one.environment),
  )
  return sameThings && !isSecurity(proposal) && !marker.upgrades.some((one) => turnedBad(one, one.to))
}

/** Merging that was asked for and is no longer approved. Before anything else: a newer head must not be merged on an older word. */
export function withdrawals(desired: readonly Proposal[], observed: Observed, settled: (subject: Subject) => boolean): MergeAction[] {
  return observed.proposals.flatMap((open): MergeAction[] => {
    if (open.state !== 'open' || open.autoMerge !== 'ours' || open.marker === null || open.number === null || open.head === null) return []
    const proposal = desired.find((one) => one.branch === open.branch)
    const { marker, head } = open
    const withdraw = (why: string): MergeAction[] => [{ kind: 'withdraw', ref: refOf(open), url: open.url, id: marker.id, head, why }]
    const rollback = openRollbackOf({ branch: open.branch, upgrades: marker.upgrades }, observed)
    if (rollback !== undefined) return withdraw(`the rollback ${rollbackName(rollback)} is open`)
    // Whoever takes something back says by itself whether that is merged.
    if (proposal === undefined && isRollbackBranch(open.branch)) return []
    if (proposal === undefined && !marker.upgrades.every(settled)) return []
    if (proposal?.autoMerge !== undefined && open.headBy === 'ours') return []
    return withdraw(open.headBy === 'people' ? 'people pushed to the branch' : 'the policy does not approve it any more')
  })
}

/** Why a proposal that the policy approves is not merged yet. */
export interface MergeWait {
  branch: string
  number: number
  why: string
  help?: string
}

/** What the verdict on each candidate comes to. `behind`: branches that must be built anew first. */
export function mergePlan(
  candidates: readonly MergeCandidate[],
  looks: readonly MergeLook[],
  rules: MergeRules,
  fresh: boolean,
): { actions: MergeAction[]; waits: MergeWait[]; behind: Set<string> } {
  const actions: MergeAction[] = []
  const waits: MergeWait[] = []
  const behind = new Set<string>()
  for (const { open, proposal } of candidates) {
    const look = looks.find((one) => one.number === open.number)
    if (look === undefined || proposal.autoMerge === undefined) continue
    const wish = { methods: proposal.autoMerge.methods, head: open.head, enabled: open.autoMerge !== undefined, fresh }
    const verdict = mergeVerdict(look, rules, wish)
    const common = { ref: refOf(open), url: open.url, id: proposal.id, head: open.head, proposal }
    if (verdict.kind === 'wait')
      waits.push({
        branch: open.branch,
        number: open.number,
        why: verdict.why,
        ...(verdict.help === undefined ? {} : { help: verdict.help }),
      })
    else if (verdict.kind === 'behind') behind.add(open.branch)
    else if (verdict.kind === 'enqueue') actions.push({ ...common, kind: 'enqueue', why: 'all is green' })
    else
      actions.push({
        ...common,
        kind: verdict.kind,
        method: verdict.method,
        why: verdict.kind === 'merge' ? 'all is green' : 'required checks decide',
      })
  }
  return { actions, waits, behind }
}
