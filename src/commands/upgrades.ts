import type { Action, Applied, FileState, Proposal } from '../core/model/proposal.ts'
import { reconcile, type Subject } from '../core/proposals/reconcile.ts'
import type { Report } from '../core/reports/report.ts'
import { applyActions } from './apply.ts'
import { judgeAll, proposeAll } from './decide.ts'
import { gather } from './gather.ts'
import { observeProposals } from './observe.ts'
import type { Ports, Request } from './ports.ts'
import { buildReport } from './report.ts'
import type { Situation } from './situation.ts'

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
  // 1. read everything
  const { recording, situation } = await gather(ports, request, 'propose')
  // 2. decide
  const judged = judgeAll(recording, situation)
  const proposed = proposeAll(recording, situation, judged)
  // 3. compare with what is there
  const forge = ports.replay === undefined ? await ports.forge() : null
  const observed = forge === null ? nothingObserved() : await observeProposals(forge, proposed.proposals)
  const actions = reconcile(proposed.proposals, observed, settledIn(situation))
  // 4. act
  const applied =
    forge === null || request.dryRun === true ? null : await applyActions(actions, recording.base ?? observed.base, forge, ports.log)
  const done = actions.map((action, index): { action: Action; applied: Applied | null } => ({ action, applied: applied?.[index] ?? null }))
  return {
    report: buildReport({ command, recording, situation, judged, proposed, actions: done }),
    proposals: proposed.proposals,
    files: situation.files,
  }
}

function nothingObserved() {
  return { base: { branch: '', commit: '' }, proposals: [], branches: [], labels: [] }
}

/**
 * Whether this run knows the truth about a component: it was asked for, its upstream answered and its pins were found, or it is no longer
 * in the registry and the run looked at all of it.
 */
function settledIn(situation: Situation): (subject: Subject) => boolean {
  const [known, doubtful] = [new Set<string>(), new Set<string>()]
  const keyOf = ({ environment, component }: Subject) => JSON.stringify([environment, component])
  for (const scope of situation.scopes) {
    const unresolved = new Set(scope.resolution.unresolved.map((one) => one.component))
    for (const { name: component } of scope.selected) {
      const broken = (scope.pins.get(component)?.problems.length ?? 0) > 0
      ;(broken || unresolved.has(component) ? doubtful : known).add(keyOf({ environment: scope.name, component }))
    }
  }
  return (subject) => known.has(keyOf(subject)) || (situation.whole && !doubtful.has(keyOf(subject)))
}
