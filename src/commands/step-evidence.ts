import type { Answer, Release } from '../core/model/release.ts'
import type { Step } from '../core/model/upgrade.ts'
import type { Evidence, SurroundingReleases } from '../core/safety/evidence.ts'
import { surroundings } from '../core/safety/surroundings.ts'
import { lifecycleOf, readLifecycles } from './lifecycles.ts'
import type { Connection } from './ports.ts'
import type { Recording } from './recording.ts'
import { heldReleases, readSightings, seenReleases } from './sightings.ts'
import type { ScopeSituation, Situation } from './situation.ts'

/** What was read for the safety checks of the steps, beside notes. */
export type StepReadings = Pick<Recording, 'lifecycles' | 'seen'>

/** Reads what the checks of the steps ask for, all at the same time. Nothing is read for components without a step. */
export async function readStepEvidence(situation: Situation, recording: Recording, connection: Connection): Promise<StepReadings> {
  const held = heldReleases(situation, (step, scope) => around(step, scope, recording).current)
  const seen = readSightings(held, connection.seen, recording.now)
  const lifecycles = await readLifecycles(situation, connection.io)
  return { lifecycles, seen }
}

/** The evidence of one step, out of the recording. Pure. */
export function stepEvidence(step: Step, scope: ScopeSituation, recording: Recording): Pick<Evidence, 'lifecycle' | 'releases' | 'seen'> {
  const outcome = scope.resolution.outcomes.get(step.component)
  if (outcome === undefined) throw new Error(`no outcome of ${step.component}`)
  const releases = around(step, scope, recording)
  return {
    lifecycle: lifecycleOf(outcome.component, answerOf(step, scope, recording), recording),
    releases,
    seen: seenReleases(step, scope, releases.current, recording),
  }
}

function around(step: Step, scope: ScopeSituation, recording: Recording): SurroundingReleases {
  const outcome = scope.resolution.outcomes.get(step.component)
  if (outcome === undefined) return { current: null, followers: [], predecessors: [] }
  return surroundings(step, outcome, releasesOf(answerOf(step, scope, recording)))
}

function answerOf(step: Step, scope: ScopeSituation, { answers }: Recording): Answer | undefined {
  return answers[scope.keys.get(step.component) ?? '']
}

function releasesOf(answer: Answer | undefined): readonly Release[] {
  return answer?.ok === true ? answer.releases : []
}
