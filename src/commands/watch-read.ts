import { scopeName } from '../core/model/component.ts'
import type { LedgerRecord } from '../core/model/ledger.ts'
import type { FileState } from '../core/model/proposal.ts'
import type { Policy, WatchPolicy } from '../core/registry/resolved.ts'
import { foldRollbacks } from '../core/rollback/fold.ts'
import { trippedBreaker, wasRelanded } from '../core/rollback/watch/breakers.ts'
import type { WatchedMerge } from '../core/rollback/watch/candidates.ts'
import { commitSignals, deploymentBefore, deploymentSignal } from '../core/rollback/watch/read-signals.ts'
import type { Signal } from '../core/rollback/watch/signal.ts'
import type { WatchInput } from '../core/rollback/watch/verdict.ts'
import type { Signals } from '../ports/signals.ts'
import type { Workspace } from '../ports/workspace.ts'
import { pathsOf } from './current.ts'
import { type HealthPorts, probeHealth, queryHealth } from './health.ts'
import { findRegistry } from './load.ts'
import { neededFiles } from './needed-files.ts'
import { type PinnedScope, readScopes } from './situation.ts'

/** How far back the last state of health is looked for, in commits. */
const FAR_BACK = 12

/** What the base holds now. */
export interface WatchedBase {
  /** By name of the scope; `base` is the empty name. */
  scopes: ReadonlyMap<string, PinnedScope>
  branch: string
}

/** The registry and every pin of the base commit. @throws ProblemError as `lint` would */
export async function readWatchedBase(workspace: Workspace, branch: string, registry: string | undefined): Promise<WatchedBase> {
  const file = await findRegistry(workspace, registry)
  const { pins, listing } = neededFiles(file, { components: [] })
  const paths = listing ? await workspace.list() : []
  const wanted = pathsOf(pins, paths).filter((path) => path !== file.path)
  const files = [...(await workspace.read(wanted)).values()].filter((one): one is FileState => one !== null)
  const request = { registry: file.path, environment: null, components: [] }
  const scopes = readScopes({ request, files: [file, ...files], paths: [...paths] })
  return { scopes: new Map(scopes.map((scope) => [scopeName(scope.resolved.scope) ?? '', scope])), branch }
}

/** Everything that the verdict on one merge depends on. */
export async function readWatch(
  merge: WatchedMerge,
  policy: Policy,
  base: WatchedBase,
  records: readonly LedgerRecord[],
  io: { signals: Signals; health: HealthPorts; killSwitch: { url: string } | null; now: number },
): Promise<WatchInput> {
  const watch = policy.rollback.watch
  const environment = merge.moves[0]?.environment ?? null
  const [[, ...earlier], required] = await Promise.all([
    io.signals.history(merge.since, FAR_BACK),
    watch.checks === null ? io.signals.requiredChecks(base.branch) : [],
  ])
  const deployed = await readDeployments(merge, environment, watch, io.signals)
  const asked = await askHealth(merge, watch, io.health, records, environment)
  const own = commitSignals(await io.signals.readings(merge.commit), watch, required)
  const before = await lastKnown(earlier, io.signals, watch, required)
  const history = foldRollbacks(records)
  return {
    merge,
    policy: watch,
    automatic: policy.rollback.automatic,
    signals: [...own, ...deployed.signals, ...asked.now],
    before: [...before.signals, ...deployed.before, ...asked.before],
    settled: deployed.settled,
    foreign: before.between,
    pinned: merge.moves.map(({ component }) => base.scopes.get(environment ?? '')?.currents.get(component)?.version ?? null),
    noWayBack: merge.moves.map((move) => {
      const way = history.points.some(
        (point) =>
          point.component === move.component && point.environment === move.environment && point.status === 'active' && point.to === move.to,
      )
      return way ? null : `no merged step of ${move.component} is on record that could be taken back`
    }),
    breaker: merge.moves.map((move) => trippedBreaker(move.component, records, io.now)).find((reason) => reason !== null) ?? null,
    relanded: merge.moves.some((move) => wasRelanded(move.component, records, io.now)),
    killSwitch: io.killSwitch,
    now: io.now,
  }
}

/**
 * The newest commit before the step on which a watched check came to an end; `between`: commits that were not looked at by any check,
 * and so came with the same run.
 */
async function lastKnown(
  commits: readonly string[],
  signals: Signals,
  watch: WatchPolicy,
  required: readonly string[],
): Promise<{ signals: readonly Signal[]; between: number }> {
  for (const [between, commit] of commits.entries()) {
    const read = commitSignals(await signals.readings(commit), watch, required)
    if (read.some((signal) => signal.result === 'pass' || signal.result === 'fail')) return { signals: read, between }
  }
  return { signals: [], between: 0 }
}

async function readDeployments(merge: WatchedMerge, environment: string | null, watch: WatchPolicy, signals: Signals) {
  const name = watch.deploymentEnvironment ?? environment
  if (!watch.deployments || name === null) return { signals: [], before: [], settled: true }
  const deployments = await signals.deployments(name)
  if (deployments.length === 0) return { signals: [], before: [], settled: true }
  const { signal, settled } = deploymentSignal(name, merge.commit, deployments)
  return { signals: [signal], before: deploymentBefore(name, merge.at, merge.commit, deployments), settled }
}

/**
 * Health addresses and queries now, and what is known of them before the merge: Prometheus remembers; of an address only what an earlier
 * watch of the same environment found and wrote down.
 */
async function askHealth(
  merge: WatchedMerge,
  { probe, prometheus }: WatchPolicy,
  health: HealthPorts,
  records: readonly LedgerRecord[],
  environment: string | null,
): Promise<{ now: Signal[]; before: Signal[] }> {
  const probed = probe === undefined ? [] : [await probeHealth(probe, health)]
  const known = records.some(
    (record) =>
      record.event === 'verified' && record.details?.['probe'] === 'pass' && record.moves.some((move) => move.environment === environment),
  )
  const before = probed.filter(() => known).map((signal): Signal => ({ ...signal, result: 'pass', failures: 0, completedAt: merge.at }))
  const queries = prometheus === undefined ? [] : prometheus.queries.map((query) => ({ prometheus, query }))
  const queried = await Promise.all(queries.map((one) => queryHealth(one.prometheus, one.query, health)))
  const past = await Promise.all(queries.map((one) => queryHealth(one.prometheus, one.query, health, merge.at - 60_000)))
  return { now: [...probed, ...queried], before: [...before, ...past] }
}
