import { formerNames, underPresentNames } from '../core/ledger/renamed.ts'
import { ProblemError } from '../core/model/problems.ts'
import type { Step } from '../core/model/upgrade.ts'
import type { Evidence } from '../core/safety/evidence.ts'
import { type HistoryReading, pastEvents } from '../core/safety/past-events.ts'
import type { Ports } from './ports.ts'
import type { Recording } from './recording.ts'
import type { Situation } from './situation.ts'

/** What the ledger says of the components that have a step. It is not opened where there is none. */
export async function readHistory({ scopes }: Situation, ports: Pick<Ports, 'ledger'>): Promise<HistoryReading> {
  const components = new Set(scopes.flatMap(({ steps }) => steps.map((step) => step.component)))
  const isKept = scopes.some(({ resolved }) => resolved.policy.ledger.enabled)
  if (ports.ledger === undefined || !isKept || components.size === 0) return { state: 'none' }
  try {
    const former = formerNames(scopes.flatMap(({ resolved }) => resolved.components))
    return { state: 'kept', events: pastEvents(underPresentNames(await (await ports.ledger()).records(), former), components) }
  } catch (error) {
    // A ledger that is broken or out of reach is a doubt about every step, and no reason to stop.
    if (error instanceof ProblemError) return { state: 'missing', why: error.problems[0]?.message ?? 'the ledger could not be read' }
    throw error
  }
}

/** The same of one step, out of the recording. */
export function historyOf({ component }: Step, { history = { state: 'none' } }: Pick<Recording, 'history'>): Evidence['history'] {
  if (history.state !== 'kept') return history
  return { state: 'kept', events: Object.hasOwn(history.events, component) ? (history.events[component] ?? []) : [] }
}
