import type { Step } from '../core/model/upgrade.ts'
import type { Evidence } from '../core/safety/evidence.ts'
import { surroundings } from '../core/safety/surroundings.ts'
import { lifecycleOf, readLifecycles } from './lifecycles.ts'
import type { Connection } from './ports.ts'
import type { Recording } from './recording.ts'
import type { ScopeSituation, Situation } from './situation.ts'

/** What was read for the safety checks of the steps, beside notes. */
export type StepReadings = Pick<Recording, 'lifecycles'>

/** Reads what the checks of the steps ask for, all at the same time. Nothing is read for components without a step. */
export async function readStepEvidence(situation: Situation, connection: Connection): Promise<StepReadings> {
  const lifecycles = await readLifecycles(situation, connection.io)
  return { lifecycles }
}

/** The evidence of one step, out of the recording. Pure. */
export function stepEvidence(step: Step, scope: ScopeSituation, recording: Recording): Pick<Evidence, 'lifecycle' | 'releases'> {
  const outcome = scope.resolution.outcomes.get(step.component)
  if (outcome === undefined) throw new Error(`no outcome of ${step.component}`)
  const answer = recording.answers[scope.keys.get(step.component) ?? '']
  return {
    lifecycle: lifecycleOf(outcome.component, answer, recording),
    releases: surroundings(step, outcome, answer?.ok === true ? answer.releases : []),
  }
}
