import type { Duration, Instant } from '../model/instant.ts'
import type { LedgerStep } from '../model/ledger-views.ts'

/** What became of the steps of one component in one environment, or of all. */
export interface Figures {
  proposed: number
  open: number
  merged: number
  closed: number
  verified: number
  failed: number
  rolledBack: number
  /** Of what was merged, how much neither failed nor was rolled back: 0 to 1. Null where nothing was merged. */
  successRate: number | null
  rollbackRate: number | null
  /** From opening to merge, of those of which both are known. */
  timeToMerge: { median: Duration; p90: Duration } | null
  /** Fixes of vulnerabilities with a promised time. The clock stops when the fix runs in health where that is watched, else with the merge. */
  sla: { met: number; breached: number; running: number }
}

/** Pure; `now` decides which promises are broken that nothing settled yet. */
export function figuresOf(steps: readonly LedgerStep[], now: Instant): Figures {
  const merged = steps.filter((step) => step.mergedAt !== null)
  const bad = merged.filter((step) => step.rolledBackAt !== null || step.failedAt !== null)
  const back = count(merged, 'rolledBackAt')
  const times = merged.flatMap(({ openedAt, mergedAt }) =>
    openedAt === null || mergedAt === null ? [] : [Math.max(0, mergedAt - openedAt)],
  )
  return {
    proposed: steps.length,
    open: steps.filter((step) => step.mergedAt === null && step.closedAt === null).length,
    merged: merged.length,
    closed: steps.filter((step) => step.mergedAt === null && step.closedAt !== null).length,
    verified: count(merged, 'verifiedAt'),
    failed: count(merged, 'failedAt'),
    rolledBack: back,
    successRate: merged.length === 0 ? null : (merged.length - bad.length) / merged.length,
    rollbackRate: merged.length === 0 ? null : back / merged.length,
    timeToMerge: times.length === 0 ? null : { median: quantile(times, 0.5), p90: quantile(times, 0.9) },
    sla: slaOf(steps, now),
  }
}

/** Figures by component and environment, in order of both. */
export function figuresBySubject(
  steps: readonly LedgerStep[],
  now: Instant,
): { component: string; environment: string | null; figures: Figures }[] {
  const subjects = new Map<string, LedgerStep[]>()
  for (const step of steps) {
    const key = JSON.stringify([step.component, step.environment ?? ''])
    const known = subjects.get(key)
    if (known === undefined) subjects.set(key, [step])
    else known.push(step)
  }
  return [...subjects]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => {
      const [first] = own
      return first === undefined ? [] : [{ component: first.component, environment: first.environment, figures: figuresOf(own, now) }]
    })
}

function count(steps: readonly LedgerStep[], what: 'verifiedAt' | 'failedAt' | 'rolledBackAt'): number {
  return steps.filter((step) => step[what] !== null).length
}

/** The smallest value that so much of the others does not exceed (nearest rank). */
function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0
}

function slaOf(steps: readonly LedgerStep[], now: Instant): Figures['sla'] {
  const sla = { met: 0, breached: 0, running: 0 }
  for (const { due, mergedAt, verifiedAt, closedAt } of steps) {
    // Closed without a merge: another proposal carries the promise on.
    if (due === null || (mergedAt === null && closedAt !== null)) continue
    const done = verifiedAt ?? mergedAt
    if (done !== null && done <= due) sla.met += 1
    else if ((done ?? now) > due) sla.breached += 1
    else sla.running += 1
  }
  return sla
}
