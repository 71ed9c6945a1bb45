import type { Release } from '../core/model/release.ts'
import type { Step } from '../core/model/upgrade.ts'
import type { ComponentOutcome } from '../core/resolution/scope.ts'
import { heldConcern, judgedConcerns } from '../core/review/concerns.ts'
import type { Concern, Move, ReviewedMove } from '../core/review/contract.ts'
import { digestConcerns } from '../core/review/digests.ts'
import { judgeStep } from './decide.ts'
import type { Recording } from './recording.ts'
import type { CommitReading } from './review-read.ts'
import { listedAs, moveKey } from './review-steps.ts'
import type { ScopeSituation, Situation } from './situation.ts'

/** What all moves are judged with. */
export interface Judging {
  situation: Situation
  ends: readonly ScopeSituation[]
  /** What upstream has under the versions that are moved to. */
  releases: ReadonlyMap<string, Release>
  after: readonly CommitReading[]
  recording: Recording
}

/** One move with what the checks and the policy say about it. Pure. */
export function judgeMove(move: Move, judging: Judging): ReviewedMove {
  const judged = judgeStepOf(move, judging)
  const pins = judging.after.find((one) => one.name === move.environment)?.pins.get(move.component)?.values ?? []
  const digests = digestConcerns(move, pins, judging.releases.get(moveKey(move)))
  return { ...judged, concerns: [...judged.concerns, ...digests] }
}

function judgeStepOf(move: Move, { situation, ends, recording }: Judging): ReviewedMove {
  const scope = situation.scopes.find((one) => one.name === move.environment)
  const end = ends.find((one) => one.name === move.environment)
  const outcome = scope?.resolution.outcomes.get(move.component)
  if (scope === undefined || end === undefined || outcome === undefined || move.kind !== 'moved') return unjudged(move)
  const step = scope.steps.find((one) => one.component === move.component)
  const failed = scope.resolution.unresolved.find((one) => one.component === move.component)
  if (step === undefined) return { ...move, upgrade: null, concerns: unsteppedConcerns(move, outcome, end) }
  // Rules between components are asked with everything else as the change leaves it.
  const outcomes = new Map([...end.resolution.outcomes, [move.component, outcome] as const])
  const upgrade = judgeStep(step, { ...scope, resolution: { ...scope.resolution, outcomes, groups: [] } }, recording)
  const concerns = [
    ...wayConcerns(step, outcome),
    ...(failed === undefined ? upstreamConcerns(step, outcome) : [unresolvedConcern(failed.cause.message)]),
  ]
  return { ...move, upgrade, concerns: [...concerns, ...judgedConcerns(upgrade)] }
}

/** Nothing can be said: added, removed, or without a policy. */
export function unjudged(move: Move): ReviewedMove {
  return { ...move, upgrade: null, concerns: [] }
}

function unsteppedConcerns(move: Move, before: ComponentOutcome, end: ScopeSituation): Concern[] {
  const after = end.resolution.outcomes.get(move.component)
  if (before.current !== null && after?.current != null) {
    return [{ code: 'respelled', level: 'notice', text: `${move.from} and ${move.to} are the same version, written differently.` }]
  }
  const unread = after?.current == null ? move.to : move.from
  return [
    {
      code: 'unreadable',
      level: 'warning',
      text: `${unread ?? 'nothing'} is no version of scheme ${before.versioning.id}, so the step cannot be judged.`,
    },
  ]
}

function wayConcerns(step: Step, { versioning }: ComponentOutcome): Concern[] {
  const [from, to] = [versioning.parse(step.from), versioning.parse(step.to)]
  if (from === null || to === null || versioning.compare(to, from) >= 0) return []
  return [
    {
      code: 'downgrade',
      level: 'failure',
      text: `${step.to} is older than ${step.from}. A way back is \`pinwarden rollback\`, which records why.`,
    },
  ]
}

function upstreamConcerns(step: Step, outcome: ComponentOutcome): Concern[] {
  const listed = listedAs(step.toRelease.version, outcome)
  if (listed === undefined) {
    if (outcome.component.source === null) return []
    const doubt = outcome.notices.length > 0
    return [{ code: 'not-published', level: doubt ? 'warning' : 'failure', text: `Upstream lists no release ${step.to}.` }]
  }
  return heldConcern(listed.held)
}

function unresolvedConcern(message: string): Concern {
  return { code: 'unresolved', level: 'warning', text: `Upstream could not be asked: ${message}` }
}
