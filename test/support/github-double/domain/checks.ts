import type { CheckRun, CommitStatus, Repository } from '../state.ts'

export type RollupState = 'SUCCESS' | 'FAILURE' | 'PENDING' | 'ERROR'

const good = new Set(['success', 'neutral', 'skipped'])

/** Of several runs of one check by one app the newest counts, and so of statuses of one context. */
export function latestRuns(repo: Repository, sha: string): CheckRun[] {
  const byName = new Map<string, CheckRun>()
  for (const run of repo.checkRuns.filter((one) => one.headSha === sha)) byName.set(`${run.app}\0${run.name}`, run)
  return [...byName.values()]
}

export function latestStatuses(repo: Repository, sha: string): CommitStatus[] {
  const byContext = new Map<string, CommitStatus>()
  for (const status of repo.statuses.filter((one) => one.sha === sha)) byContext.set(status.context, status)
  return [...byContext.values()]
}

/** All checks of a commit in one word, or only those called `context`; null where there are none. */
export function rollup(repo: Repository, sha: string, context?: string): RollupState | null {
  const states = [
    ...latestRuns(repo, sha)
      .filter((run) => context === undefined || run.name === context)
      .map(runState),
    ...latestStatuses(repo, sha)
      .filter((status) => context === undefined || status.context === context)
      .map((status) => status.state.toUpperCase() as RollupState),
  ]
  if (states.length === 0) return null
  for (const worst of ['ERROR', 'FAILURE', 'PENDING'] as const) if (states.includes(worst)) return worst
  return 'SUCCESS'
}

function runState(run: CheckRun): RollupState {
  if (run.status !== 'completed') return 'PENDING'
  return good.has(run.conclusion ?? '') ? 'SUCCESS' : 'FAILURE'
}
