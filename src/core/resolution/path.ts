import type { ChoiceContext, ReadRelease, Rejection } from '../strategies/contract.ts'
import { type Gate, gatesOf, type Judged } from './gates.ts'
import type { Rejected } from './reading.ts'

/** What the upgrade path makes of the wanted releases. */
export interface Route {
  /** What may be stepped to next, newest first: everything before the first gate, and its stop. */
  next: readonly ReadRelease[]
  /** All stops to the highest goal, current version and goal included, by the stop that comes next. */
  paths: ReadonlyMap<ReadRelease, readonly string[]>
  /** Wanted, but not by one step. */
  later: readonly Rejected<ReadRelease>[]
  notices: readonly string[]
}

/**
 * Plans by `upgrade.path` and `required_stops`: only the next stop is proposed, and the whole way is shown (1.0.0 → 1.5.0 → 2.0.0).
 * A stop need not be wanted itself: a line past its end of life, or outside the range, can still be passed through. Where a stop cannot be
 * installed now (excluded, too young, not listed), what lies beyond it waits, for skipping a stop may lose data.
 */
export function planRoute(wanted: readonly ReadRelease[], judged: Judged, context: ChoiceContext): Route {
  const { current, versioning } = context
  if (current === null) return { next: [], paths: new Map(), later: [], notices: [] }
  const { gates, unread } = gatesOf(judged, context)
  const stops = gates.flatMap((gate) => gate.stop ?? [])
  const [first] = stops
  const shut = gates.find((gate) => gate.stop === null)
  const isBeyond = (goal: ReadRelease, gate: Gate): boolean => versioning.compare(goal.parsed, gate.top) > 0
  const next = new Set<ReadRelease>()
  const paths = new Map<ReadRelease, readonly string[]>()
  const later: Rejected<ReadRelease>[] = []
  let passed = gates.length
  for (const goal of wanted) {
    passed = gates.slice(0, passed).findLastIndex((gate) => isBeyond(goal, gate)) + 1
    if (passed === 0) next.add(goal)
    else if (first === undefined || (shut !== undefined && isBeyond(goal, shut)))
      later.push({ release: goal, why: behindShutGate(goal, shut) })
    else {
      const way = [current, ...stops.slice(0, passed), goal]
      next.add(first)
      if (!paths.has(first)) paths.set(first, namesOf(way))
      later.push({ release: goal, why: behindStop(goal, first, way) })
    }
  }
  return {
    next: [...next].sort((a, b) => versioning.compare(b.parsed, a.parsed)),
    paths,
    later: later.filter((one) => !next.has(one.release)),
    notices: unread.map((text) => `\`upgrade.required_stops\`: ${text} is no version of scheme \`${versioning.id}\`, so it stops nothing.`),
  }
}

function namesOf(way: readonly ReadRelease[]): string[] {
  return [...new Set(way.map((one) => one.release.version))]
}

/** Stops that a sentence names; a longer way is shortened in its middle. */
const NAMED_STOPS = 9

function behindStop(goal: ReadRelease, first: ReadRelease, way: readonly ReadRelease[]): Rejection {
  const shown = way.length <= NAMED_STOPS ? namesOf(way) : [...namesOf(way.slice(0, NAMED_STOPS - 3)), '…', ...namesOf(way.slice(-2))]
  return {
    code: 'path',
    reason: `${goal.release.version} is reached by stops: ${shown.join(' → ')}.`,
    frees: `The step to ${first.release.version} first.`,
  }
}

function behindShutGate(goal: ReadRelease, gate: Gate | undefined): Rejection {
  const { label = 'a release between', why } = gate ?? {}
  return {
    code: 'path',
    reason: `${goal.release.version} must not be reached without a stop at ${label}, which is not open: ${why?.reason ?? 'upstream does not list it.'}`,
    ...(why?.until === undefined ? {} : { until: why.until }),
    frees: why?.frees ?? `Upstream listing ${label}, or another entry under \`required_stops\`.`,
  }
}
