import { scopeName } from '../core/model/component.ts'
import { resolveScope, scopesOf } from '../core/registry/merge.ts'
import type { Move, ReviewedMove } from '../core/review/contract.ts'
import type { Workspace } from '../ports/workspace.ts'
import { readConditions } from './conditions.ts'
import { withDigests } from './digests.ts'
import { discover, sourceKey, type Wanted } from './discover.ts'
import { readNotes, withFiles } from './gather.ts'
import type { LoadedRegistry } from './load.ts'
import { notesWanted } from './notes-wanted.ts'
import { readOrders } from './orders.ts'
import type { Ports } from './ports.ts'
import type { Recording } from './recording.ts'
import { judgeMove, unjudged } from './review-concerns.ts'
import type { ChangeReading, CommitReading } from './review-read.ts'
import { steppedSituation, targetsOf } from './review-steps.ts'
import { type PinnedScope, situate } from './situation.ts'
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
  const before = policyScopes(policy, reading, moves)
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
    const stepsOf = (equal: boolean) => steppedSituation(situate(recording, before), situate(recording, after), moves, { recording, equal })
    recording.answers = await withDigests(recording.answers, stepsOf(true).situation, connection.io)
    const { situation, ends } = stepsOf(false)
    const releases = targetsOf(stepsOf(true).situation)
    const [notes, readings] = await Promise.all([
      readNotes(notesWanted(situation), connection, ports),
      readStepEvidence(situation, recording, connection, workspace, ports),
    ])
    Object.assign(recording, { notes, ...readings, statistics: connection.statistics() })
    return {
      moves: moves.map((move) => judgeMove(move, { situation, ends, releases, after: reading.scopesAfter, recording })),
      statistics: recording.statistics,
    }
  } finally {
    connection.close()
  }
}

/** Scopes by the policy of the base, with the versions from where the change began and the pins as it leaves them; only what moved is looked up. */
function policyScopes(
  policy: LoadedRegistry,
  { scopesBefore: before, scopesAfter: after }: ChangeReading,
  moves: readonly Move[],
): PinnedScope[] {
  return scopesOf(policy.registry).flatMap((scope) => {
    const name = scopeName(scope)
    const resolved = resolveScope(policy.registry, scope, policy.at)
    const moved = new Set(moves.filter((move) => move.environment === name).map((move) => move.component))
    if (!resolved.components.some((component) => moved.has(component.name))) return []
    const components = resolved.components.map(({ inherited: _, ...component }) =>
      moved.has(component.name) ? component : { ...component, inherited: true as const },
    )
    const [read, end] = [before.find((one) => one.name === name), after.find((one) => one.name === name)]
    const none = { pinFiles: [], values: [], problems: [] }
    return {
      name,
      resolved: { ...resolved, components },
      selected: components.filter((component) => moved.has(component.name)),
      pins: new Map(
        components.map((component) => [component.name, end?.pins.get(component.name) ?? read?.pins.get(component.name) ?? none]),
      ),
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
