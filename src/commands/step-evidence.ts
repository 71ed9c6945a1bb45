import type { Answer, Release } from '../core/model/release.ts'
import type { Step } from '../core/model/upgrade.ts'
import type { Evidence, SurroundingReleases } from '../core/safety/evidence.ts'
import { surroundings } from '../core/safety/surroundings.ts'
import type { Workspace } from '../ports/workspace.ts'
import { advisoriesOf, readAdvisories } from './advisories.ts'
import { artifactsOf, readArtifacts } from './artifacts.ts'
import { attestationOf, readAttestations } from './attestations.ts'
import { historyOf, readHistory } from './history.ts'
import { lifecycleOf, readLifecycles } from './lifecycles.ts'
import { migrationsOf } from './migrations.ts'
import type { Connection, Ports } from './ports.ts'
import type { Recording } from './recording.ts'
import { heldReleases, readSightings, seenReleases } from './sightings.ts'
import { readSignatures, signatureOf } from './signatures.ts'
import type { ScopeSituation, Situation } from './situation.ts'

/** What was read for the safety checks of the steps, beside notes. */
export type StepReadings = Pick<Recording, 'lifecycles' | 'seen' | 'artifacts' | 'attestations' | 'advisories' | 'history' | 'signatures'>

/** Reads what the checks of the steps ask for, all at the same time. Nothing is read for components without a step. */
export async function readStepEvidence(
  situation: Situation,
  recording: Recording,
  connection: Connection,
  workspace: Workspace,
  ports: Pick<Ports, 'ledger' | 'alerts'>,
): Promise<StepReadings> {
  const held = heldReleases(situation, (step, scope) => around(step, scope, recording).current)
  const seen = readSightings(held, connection.seen, recording.now)
  const [lifecycles, artifacts, attestations, advisories, history, signatures] = await Promise.all([
    readLifecycles(situation, connection.io),
    readArtifacts(situation, connection.io),
    readAttestations(situation, connection, (step, scope) => around(step, scope, recording).current),
    readAdvisories(situation, recording.advisories, connection.io, workspace, await ports.alerts?.()),
    readHistory(situation, ports),
    readSignatures(situation, connection, workspace),
  ])
  return { lifecycles, seen, artifacts, attestations, advisories, history, signatures }
}

/** The evidence of one step, out of the recording. Pure. */
export function stepEvidence(
  step: Step,
  scope: ScopeSituation,
  recording: Recording,
): Pick<Evidence, 'lifecycle' | 'releases' | 'seen' | 'provenance' | 'migrations' | 'advisories' | 'history'> {
  const outcome = scope.resolution.outcomes.get(step.component)
  if (outcome === undefined) throw new Error(`no outcome of ${step.component}`)
  const releases = around(step, scope, recording)
  return {
    lifecycle: lifecycleOf(outcome.component, answerOf(step, scope, recording), recording),
    advisories: advisoriesOf(step, scope, recording),
    releases,
    migrations: migrationsOf(step, outcome, recording),
    history: historyOf(step, recording),
    seen: seenReleases(step, scope, releases.current, recording),
    provenance: {
      pinnedContent: scope.pins.get(step.component)?.values.some((one) => one.digest) === true,
      artifacts: artifactsOf(step, scope, recording),
      ...attestationOf(step, scope, releases.current, recording),
      ...signatureOf(step, scope, recording),
      strict: scope.resolved.policy.safety.requireChecksumVerification,
    },
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
