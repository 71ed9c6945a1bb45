import type { Instant } from '../../model/instant.ts'
import type { CheckReading, CommitReadings, DeploymentReading, WorkflowReading } from '../../model/readings.ts'
import type { WatchPolicy } from '../../registry/resolved.ts'
import { resultOfDeployment, resultOfRun, resultOfStatus, type Signal } from './signal.ts'

/** Our own checks say nothing of the health of what was merged. */
const OWN = /^pinwarden\//

/**
 * The watched signals of one commit, in order of name. `required`: the checks of the base branch, watched where policy names none. A
 * check that is watched and was never reported is `absent`.
 */
export function commitSignals(readings: CommitReadings, policy: WatchPolicy, required: readonly string[]): Signal[] {
  const wanted = (policy.checks ?? required).filter((name) => !OWN.test(name))
  const checks = wanted.map((name) => checkSignal(name, readings))
  const workflows = policy.workflows.map((name) => workflowSignal(name, readings))
  return [...checks, ...workflows].sort((a, b) => (a.kind + a.name < b.kind + b.name ? -1 : 1))
}

function checkSignal(name: string, { checks, statuses, runs }: CommitReadings): Signal {
  const own = checks.filter((check) => check.name === name)
  const last = own.at(-1)
  if (last !== undefined) {
    const run = runs.find((one) => one.suite === last.suite)
    return {
      kind: 'check',
      name,
      result: resultOfRun(last.status, last.conclusion),
      url: last.url,
      completedAt: last.completedAt,
      failures: failuresOf(own),
      ...(run === undefined ? {} : { run: run.id }),
    }
  }
  const told = statuses.filter((status) => status.name === name)
  const newest = told.at(-1)
  if (newest === undefined) return { kind: 'check', name, result: 'absent', url: null, completedAt: null, failures: 0 }
  const failures = told.filter((status) => status.state === 'failure').length
  return { kind: 'check', name, result: resultOfStatus(newest.state), url: newest.url, completedAt: newest.at, failures }
}

/** A check that passed on the same commit before, and fails now, starts to count anew: it was flaky, not broken. */
function failuresOf(runs: readonly CheckReading[]): number {
  const results = runs.map((run) => resultOfRun(run.status, run.conclusion))
  return results.slice(results.lastIndexOf('pass') + 1).filter((result) => result === 'fail').length
}

function workflowSignal(name: string, { checks, runs }: CommitReadings): Signal {
  const run = runs.findLast((one) => one.name === name || fileName(one) === name || one.file === name)
  if (run === undefined) return { kind: 'workflow', name, result: 'absent', url: null, completedAt: null, failures: 0 }
  const result = resultOfRun(run.status, run.conclusion)
  const jobs = Map.groupBy(
    checks.filter((check) => check.suite === run.suite),
    (check) => check.name,
  )
  const failures = Math.max(result === 'fail' ? 1 : 0, ...[...jobs.values()].map(failuresOf))
  return { kind: 'workflow', name, result, url: run.url, completedAt: result === 'pending' ? null : run.updatedAt, failures, run: run.id }
}

function fileName(run: WorkflowReading): string {
  return run.file.slice(run.file.lastIndexOf('/') + 1)
}

/** What deployments to one environment say of a commit (`deployments`: newest first), and whether nothing of it is under way. */
export function deploymentSignal(
  environment: string,
  commit: string,
  deployments: readonly DeploymentReading[],
): { signal: Signal; settled: boolean } {
  const own = deployments.filter((one) => one.commit === commit)
  const [last] = own
  const settled = deployments.every((one) => resultOfDeployment(one.state) !== 'pending')
  const base = { kind: 'deployment' as const, name: environment }
  if (last === undefined) return { signal: { ...base, result: 'absent', url: null, completedAt: null, failures: 0 }, settled }
  const results = own.map((one) => resultOfDeployment(one.state))
  const good = results.indexOf('pass')
  const failures = results.slice(0, good === -1 ? results.length : good).filter((result) => result === 'fail').length
  return { signal: { ...base, result: results[0] ?? 'absent', url: last.url, completedAt: last.at, failures }, settled }
}

/** The same environment's last deployment of another commit before the merge. */
export function deploymentBefore(environment: string, at: Instant, commit: string, deployments: readonly DeploymentReading[]): Signal[] {
  const last = deployments.find((one) => one.commit !== commit && one.at <= at && resultOfDeployment(one.state) !== 'pending')
  if (last === undefined) return []
  const result = resultOfDeployment(last.state)
  return [{ kind: 'deployment', name: environment, result, url: last.url, completedAt: last.at, failures: result === 'fail' ? 1 : 0 }]
}
