import { rollbacksOverOpen } from '../core/ledger/rollbacks-over-open.ts'
import { ProblemError } from '../core/model/problems.ts'
import type { Observed } from '../core/model/proposal.ts'
import type { Outcome } from './check.ts'
import { converge, withoutForge } from './converge.ts'
import { withDashboard } from './dashboard.ts'
import { gather } from './gather.ts'
import type { Ports, Request } from './ports.ts'
import type { ActionDone } from './proposal-rows.ts'
import { recordEvents } from './record-events.ts'
import { buildReport } from './report.ts'
import { reread } from './reread.ts'
import { goalOf, type Thought, think } from './think.ts'

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
  const board = withDashboard(ports, request)
  let thought = think((await gather(board.ports, request, 'propose')).recording)
  // 3. compare with what is there, 4. act: anew where the base branch moves, for then the files are others
  const forge = ports.replay === undefined ? await ports.forge() : null
  if (forge === null) ports.log.info('A replay has no repository to compare with: every proposal is shown as if none were there yet.')
  const again = async () => {
    thought = think(await reread(thought.recording, ports, request))
    return goalOf(thought)
  }
  const dry = request.dryRun === true
  const done =
    forge === null
      ? withoutForge(goalOf(thought))
      : await converge(goalOf(thought), again, { forge, log: ports.log, rollbacks: await rollbackBranches(thought, ports), dry })
  // 5. tell the ledger what happened
  const untold = dry || done.observed === null ? [] : await tellLedger(thought, done.observed, done.actions, ports)
  const { actions, waits } = done
  const report = buildReport({ command, ...thought, actions, waits, notices: [...done.notices, ...untold] })
  await board.write(report)
  return { report, proposals: thought.proposed.proposals, files: thought.situation.files }
}

/** Rollbacks that are why an open proposal is superfluous. A ledger that cannot be read is told of when it is to be written. */
async function rollbackBranches({ situation: { scopes } }: Thought, ports: Ports): Promise<string[]> {
  const policy = scopes[0]?.resolved.policy.ledger
  if (ports.ledger === undefined || policy?.enabled !== true) return []
  try {
    return rollbacksOverOpen(await (await ports.ledger(policy)).records())
  } catch (error) {
    if (error instanceof ProblemError) return []
    throw error
  }
}

/** What was merged in this run is no longer proposed, and is told all the same. */
function tellLedger(thought: Thought, observed: Observed, actions: readonly ActionDone[], ports: Ports) {
  const { recording, situation, proposed } = thought
  const applied = actions.flatMap((one) => one.applied ?? [])
  const proposals = new Map(applied.flatMap(({ action }) => ('proposal' in action ? [[action.proposal.branch, action.proposal]] : [])))
  for (const proposal of proposed.proposals) proposals.set(proposal.branch, proposal)
  return recordEvents({ now: recording.now, situation, proposals: [...proposals.values()], observed, applied }, ports)
}
