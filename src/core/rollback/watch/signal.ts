/**
 * What one signal says of a commit. Only `fail` is a verdict on the upgrade; `error` is the infrastructure's (cancelled, timed out, never
 * started), `inconclusive` neither, `absent` was expected and is not there: what a merge by a job's own token looks like.
 */
export type SignalResult = 'pass' | 'fail' | 'error' | 'inconclusive' | 'pending' | 'absent'

export interface Signal {
  kind: 'check' | 'workflow' | 'deployment' | 'probe' | 'query'
  /** Name of the check, workflow, environment; `error rate`, `response time`; the address of a probe. */
  name: string
  result: SignalResult
  /** A page for people. */
  url: string | null
  /** Epoch milliseconds. */
  completedAt: number | null
  /** How often it failed on this same commit, re-runs counted: 2 is a failure that was confirmed once. */
  failures: number
  /** Run of a workflow whose failed jobs can be run again. */
  run?: number
  /** One sentence: `3 of 3 requests failed, the last with status 502`. */
  detail?: string
}

/** Conclusions of check runs and workflow runs (GitHub REST, `checks`): a run that never came to a verdict blames nobody. */
const CONCLUSIONS: Readonly<Record<string, SignalResult>> = {
  success: 'pass',
  neutral: 'pass',
  failure: 'fail',
  cancelled: 'error',
  skipped: 'error',
  startup_failure: 'error',
  timed_out: 'error',
  action_required: 'error',
  stale: 'error',
}

/** `status` is `completed` or anything before that. */
export function resultOfRun(status: string, conclusion: string | null): SignalResult {
  if (status !== 'completed') return 'pending'
  return CONCLUSIONS[conclusion ?? ''] ?? 'inconclusive'
}

/** States of commit statuses. */
export function resultOfStatus(state: string): SignalResult {
  if (state === 'success') return 'pass'
  if (state === 'failure') return 'fail'
  return state === 'pending' ? 'pending' : 'error'
}

/** States of deployments; `inactive` was replaced by a later one and had succeeded. */
export function resultOfDeployment(state: string): SignalResult {
  if (state === 'success' || state === 'inactive') return 'pass'
  if (state === 'failure') return 'fail'
  return state === 'error' ? 'error' : 'pending'
}

/** Readings of a probe or a query, oldest first: failed where the last `needed` failed without a good one between. */
export function resultOfReadings(readings: readonly boolean[], needed: number): SignalResult {
  if (readings.length === 0) return 'absent'
  const tail = readings.slice(-needed)
  if (tail.length === needed && tail.every((good) => !good)) return 'fail'
  return readings.at(-1) === true ? 'pass' : 'inconclusive'
}

export function sameSignal(a: Signal, b: Signal): boolean {
  return a.kind === b.kind && a.name === b.name
}
