import { scopeName } from '../core/model/component.ts'
import type { Step } from '../core/model/upgrade.ts'
import { restyle } from '../core/pins/rewrite/style.ts'
import { resolveScope, scopesOf } from '../core/registry/merge.ts'
import { laneOf } from '../core/resolution/breaking-number.ts'
import type { ComponentOutcome } from '../core/resolution/scope.ts'
import { heldConcern, judgedConcerns } from '../core/review/concerns.ts'
import type { Concern, Move, ReviewedMove } from '../core/review/contract.ts'
import type { Workspace } from '../ports/workspace.ts'
import { readConditions } from './conditions.ts'
import { judgeStep } from './decide.ts'
import { withDigests } from './digests.ts'
import { discover, sourceKey, type Wanted } from './discover.ts'
import { readNotes, withFiles } from './gather.ts'
import type { LoadedRegistry } from './load.ts'
import { notesWanted } from './notes-wanted.ts'
import { readOrders } from './orders.ts'
import type { Ports } from './ports.ts'
import type { Recording } from './recording.ts'
import type { ChangeReading, CommitReading } from './review-read.ts'
import { type PinnedScope, type ScopeSituation, type Situation, situate } from './situation.ts'
import { readStepEvidence } from './step-evidence.ts'

/** Moves with what the checks and the policy of the base say about them, and what was asked of upstreams for it. */
export interface JudgedMoves {
  moves: readonly ReviewedMove[]
  statistics: Recording['statistics']
}

/** Judges moves as steps of an upgrade. Upstreams are asked only about what moved. */
export async function judgeMoves(
  moves: readonly Move[],
  reading: ChangeReading,
  policy: LoadedRegistry,
  recording: Recording,
  ports: Ports,
  workspace: Workspace,
): Promise<JudgedMoves> {
  const before = policyScopes(policy, reading.scopesBefore, moves)
  const [first] = before
  if (first === undefined) return { moves: moves.map(unjudged), statistics: recording.statistics }
  const after = before.map((scope) => withCurrents(scope, reading.scopesAfter))
  const connection = withFiles(ports.connect(first.resolved.policy), workspace)
  try {
    recording.orders = await readOrders(ports)
    const wanted = before.flatMap((scope) =>
      scope.selected.map((one): Wanted => ({ component: one, current: reach(one.name, scope, after) })),
    )
    recording.answers = await discover(wanted, connection.io, ports.log)
    recording.conditions = await readConditions(recording, before, connection.io, ports.log)
    const stepsOf = () => steppedSituation(situate(recording, before), situate(recording, after), moves, recording)
    recording.answers = await withDigests(recording.answers, stepsOf().situation, connection.io)
    const { situation, ends } = stepsOf()
    const [notes, readings] = await Promise.all([
      readNotes(notesWanted(situation), connection, ports),
      readStepEvidence(situation, recording, connection, workspace, ports),
    ])
    Object.assign(recording, { notes, ...readings, statistics: connection.statistics() })
    return { moves: moves.map((move) => judgeMove(move, situation, ends, recording)), statistics: recording.statistics }
  } finally {
    connection.close()
  }
}

/** Scopes by the policy of the base, with the versions from where the change began; only what moved is looked up. */
function policyScopes(policy: LoadedRegistry, before: readonly CommitReading[], moves: readonly Move[]): PinnedScope[] {
  return scopesOf(policy.registry).flatMap((scope) => {
    const name = scopeName(scope)
    const resolved = resolveScope(policy.registry, scope, policy.at)
    const moved = new Set(moves.filter((move) => move.environment === name).map((move) => move.component))
    if (!resolved.components.some((component) => moved.has(component.name))) return []
    const components = resolved.components.map(({ inherited: _, ...component }) =>
      moved.has(component.name) ? component : { ...component, inherited: true as const },
    )
    const read = before.find((one) => one.name === name)
    const none = { pinFiles: [], values: [], problems: [] }
    return {
      name,
      resolved: { ...resolved, components },
      selected: components.filter((component) => moved.has(component.name)),
      pins: new Map(components.map((component) => [component.name, read?.pins.get(component.name) ?? none])),
      currents: new Map(
        components.map((component) => [component.name, read?.currents.get(component.name) ?? { version: null, from: null }]),
      ),
      keys: new Map(components.map((component) => [component.name, sourceKey(component)])),
    }
  })
}

function withCurrents(scope: PinnedScope, readings: readonly CommitReading[]): PinnedScope {
  const read = readings.find((one) => one.name === scope.name)
  return { ...scope, currents: new Map([...scope.currents].map(([name, current]) => [name, read?.currents.get(name) ?? current])) }
}

/** Both ends of the move, so that a datasource knows how far back it must read. */
function reach(name: string, before: PinnedScope, after: readonly PinnedScope[]): string[] {
  const young = after.find((one) => one.name === before.name)
  return [before.currents.get(name)?.version, young?.currents.get(name)?.version].filter((one) => one != null)
}

interface Stepped {
  situation: Situation
  /** What each scope comes to after the change, for the rules between components. */
  ends: readonly ScopeSituation[]
}

/** The situation with the change's own steps in the place of those that resolution would take. */
function steppedSituation(before: Situation, after: Situation, moves: readonly Move[], recording: Recording): Stepped {
  const scopes = before.scopes.map((scope) => {
    const end = after.scopes.find((one) => one.name === scope.name)
    const steps = moves.flatMap((move) => {
      if (move.environment !== scope.name) return []
      const [from, to] = [scope.resolution.outcomes.get(move.component), end?.resolution.outcomes.get(move.component)]
      return from === undefined || to === undefined ? [] : (stepOf(move, scope, from, to, recording) ?? [])
    })
    return { ...scope, steps }
  })
  return { situation: { ...before, scopes }, ends: after.scopes }
}

function stepOf(move: Move, scope: ScopeSituation, from: ComponentOutcome, to: ComponentOutcome, recording: Recording): Step | null {
  const { versioning } = from
  const [a, b] = [from.current, to.current].map((text) => (text === null ? null : versioning.parse(text)))
  if (from.current === null || to.current === null || a == null || b == null || versioning.compare(a, b) === 0) return null
  const answer = recording.answers[scope.keys.get(move.component) ?? '']
  const listed = listedAs(to.current, from)
  const release = answer?.ok === true ? answer.releases.find((one) => one.tag === listed?.tag) : undefined
  return {
    component: move.component,
    environment: scope.name,
    from: from.current,
    currentFrom: from.currentFrom ?? 'version',
    to: restyle(from.current, to.current),
    toRelease:
      release === undefined
        ? { tag: move.to ?? to.current, version: to.current }
        : { ...release, version: listed?.version ?? release.version },
    lane: laneOf(a, b, versioning),
    distance: versioning.distance(a, b),
  }
}

/** The release of this version among those that resolution considered: the same text first, then what is equal to it. */
function listedAs(version: string, { resolution, versioning }: ComponentOutcome) {
  const exact = resolution.considered.find((one) => one.version === version || one.tag === version)
  if (exact !== undefined) return exact
  const wanted = versioning.parse(version)
  if (wanted === null) return undefined
  return resolution.considered.find((one) => {
    const parsed = versioning.parse(one.version)
    return parsed !== null && versioning.compare(parsed, wanted) === 0 && versioning.compatible?.(wanted, parsed) !== false
  })
}

function judgeMove(move: Move, situation: Situation, ends: readonly ScopeSituation[], recording: Recording): ReviewedMove {
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

function unjudged(move: Move): ReviewedMove {
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
