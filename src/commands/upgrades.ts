import type { FileState, Proposal } from '../core/model/proposal.ts'
import { reconcile } from '../core/proposals/reconcile.ts'
import type { Report } from '../core/reports/report.ts'
import type { Forge } from '../ports/forge.ts'
import { applyActions } from './apply.ts'
import { judgeAll } from './decide.ts'
import { gather } from './gather.ts'
import { applyMerges, planMerges } from './merging.ts'
import { type ObservedForge, observeProposals } from './observe.ts'
import type { Ports, Request } from './ports.ts'
import type { ActionDone } from './proposal-rows.ts'
import { recordEvents } from './record-events.ts'
import { buildReport } from './report.ts'
import { hasMoved, reread } from './reread.ts'
import { settledIn, turnedBadIn } from './settled.ts'
import { limitsOf, type Thought, think } from './think.ts'

/** What a run came to. */
export interface Outcome {
  report: Report
  proposals: readonly Proposal[]
  files: ReadonlyMap<string, FileState>
}

/** What is newer, and is it safe? Reads the files as they lie, decides, changes nothing and looks at no proposal. */
export async function check(ports: Ports, request: Request): Promise<Outcome> {
  const { recording, situation } = await gather(ports, request, 'look')
  const judged = judgeAll(recording, situation)
  const report = buildReport({ command: 'check', recording, situation, judged, proposed: { proposals: [], problems: [] } })
  return { report, proposals: [], files: situation.files }
}

/** What would `upgrade` do? The same as its dry run; a replay has no forge to compare with and shows every proposal. */
export async function plan(ports: Ports, request: Request): Promise<Outcome> {
  return run('plan', ports, { ...request, dryRun: true })
}

/** Makes what is proposed as it should be, and nothing else. */
export async function upgrade(ports: Ports, request: Request): Promise<Outcome> {
  return run('upgrade', ports, request)
}

async function run(command: 'plan' | 'upgrade', ports: Ports, request: Request): Promise<Outcome> {
  // 1. read everything, 2. decide
  const first = think((await gather(ports, request, 'propose')).recording)
  // 3. compare with what is there, 4. act
  const forge = ports.replay === undefined ? await ports.forge() : null
  const { thought, ...done } = forge === null ? withoutForge(first) : await converge(first, ports, request, forge)
  return { report: buildReport({ command, ...thought, ...done }), proposals: thought.proposed.proposals, files: thought.situation.files }
}

interface Converged {
  thought: Thought
  actions: ActionDone[]
  waits: Awaited<ReturnType<typeof planMerges>>['waits']
  notices: Awaited<ReturnType<typeof planMerges>>['problems']
}

function withoutForge(thought: Thought): Converged {
  const nothing = { base: { branch: '', commit: '' }, proposals: [], branches: [], labels: [] }
  const actions = reconcile(thought.proposed.proposals, nothing, settledIn(thought.situation))
  return { thought, actions: actions.map((action) => ({ action, applied: null })), waits: [], notices: [] }
}

/** A merge moves the base, and so may anybody: so often everything is compared once more before the rest is done. */
const ROUNDS = 4

/** First what is green goes in, then the others are made as they should be upon what the base is by then. */
async function converge(first: Thought, ports: Ports, request: Request, forge: Forge): Promise<Converged> {
  const dry = request.dryRun === true
  const done: ActionDone[] = []
  let thought = first
  for (let round = 1; ; round += 1) {
    const observed = await observeProposals(forge, thought.proposed.proposals, limitsOf(thought).hourly !== undefined)
    if (hasMoved(thought.recording, observed.base, forge) && round < ROUNDS) {
      thought = think(await reread(thought.recording, ports, request))
      continue
    }
    const settled = settledIn(thought.situation)
    const merges = await planMerges(forge, thought.proposed.proposals, observed, turnedBadIn(thought.situation), settled)
    const applied = dry ? merges.actions.map(() => null) : await applyMerges(merges, forge)
    done.push(...merges.actions.map((action, index): ActionDone => ({ action, applied: applied[index] ?? null })))
    const moved = applied.some((one) => one?.ok === true && one.action.kind === 'merge')
    if (moved && round < ROUNDS) {
      thought = think(await reread(thought.recording, ports, request))
      continue
    }
    const rest = await makeSo(thought, observed, merges.behind, ports, request, forge)
    const actions = [...done, ...rest]
    // 5. tell the ledger what happened
    const untold = dry ? [] : await tellLedger(thought, observed, actions, ports)
    return { thought, actions, waits: merges.waits, notices: [...observed.notices, ...merges.problems, ...untold] }
  }
}

/** What was merged in this run is no longer proposed, and is told all the same. */
function tellLedger(thought: Thought, observed: ObservedForge, actions: readonly ActionDone[], ports: Ports) {
  const { recording, situation, proposed } = thought
  const applied = actions.flatMap((one) => one.applied ?? [])
  const proposals = new Map(applied.flatMap(({ action }) => ('proposal' in action ? [[action.proposal.branch, action.proposal]] : [])))
  for (const proposal of proposed.proposals) proposals.set(proposal.branch, proposal)
  return recordEvents({ now: recording.now, situation, proposals: [...proposals.values()], observed, applied }, ports)
}

/** Everything but merging. What was written now may be told to merge by itself once its checks are green. */
async function makeSo(
  thought: Thought,
  observed: ObservedForge,
  behind: ReadonlySet<string>,
  ports: Ports,
  request: Request,
  forge: Forge,
): Promise<ActionDone[]> {
  const { proposals } = thought.proposed
  const settled = settledIn(thought.situation)
  const actions = reconcile(proposals, observed, settled, { ...limitsOf(thought), now: thought.recording.now, behind })
  if (request.dryRun === true) return actions.map((action) => ({ action, applied: null }))
  const recompute = async () => {
    const again = think(await reread(thought.recording, ports, request))
    return { base: again.recording.base ?? observed.base, proposals: again.proposed.proposals }
  }
  const applied = await applyActions(actions, thought.recording.base ?? observed.base, forge, ports.log, { recompute })
  const written = applied.map((one): ActionDone => ({ action: one.action, applied: one }))
  return [...written, ...(await tellToMerge(thought, written, forge))]
}

/** Where required checks decide, the forge is told at once; nothing is looked at where nothing was written that the policy approves. */
async function tellToMerge(thought: Thought, written: readonly ActionDone[], forge: Forge): Promise<ActionDone[]> {
  const fresh = new Set(
    written.flatMap(({ action, applied }) =>
      (action.kind === 'open' || action.kind === 'refresh') && applied?.ok === true && action.proposal.autoMerge !== undefined
        ? [action.proposal.branch]
        : [],
    ),
  )
  const approved = thought.proposed.proposals.filter((one) => fresh.has(one.branch))
  if (approved.length === 0 || forge.merging === undefined) return []
  const observed = await observeProposals(forge, approved)
  const merges = await planMerges(forge, approved, observed, turnedBadIn(thought.situation), () => false, true)
  const applied = await applyMerges(merges, forge)
  return applied.map((one) => ({ action: one.action, applied: one }))
}
