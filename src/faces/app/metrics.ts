import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { AnswerNote } from '../../adapters/github/client.ts'
import type { HttpStatistics } from '../../adapters/http-statistics.ts'
import { HOUR } from '../../core/model/instant.ts'
import type { Report } from '../../core/reports/report.ts'
import type { LedgerMeasures, RollbackMeasure } from './ledger-measures.ts'
import { createPerRepository } from './per-repository.ts'
import type { QueueStatus } from './run-queue.ts'

/** More components than this share the label `other`: whoever writes registries must not fill the memory of whoever measures. */
const MOST_COMPONENTS = 1000
/** GitHub's quotas start anew after an hour; what an installation had left before says nothing. */
const QUOTA = HOUR
const SECONDS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600]

export interface AppMetrics {
  /** Prometheus text format. */
  text(): Promise<{ type: string; body: string }>
  delivery(event: string, outcome: 'accepted' | 'ignored' | 'duplicate'): void
  /** A webhook that was not taken, by the status that it was answered with. */
  refused(status: number): void
  forge(installation: number, note: AnswerNote): void
  upstreams(statistics: HttpStatistics): void
  /** Seconds from the first question to upstreams until all is answered. */
  resolution(seconds: number): void
  run(repository: number, result: string, seconds: number, report: Report | null): void
  /** Null where nobody looked into it. */
  ledger(repository: number, measures: LedgerMeasures | null): void
  rollback(one: RollbackMeasure): void
  /** We may no longer work there: what the repository told counts no more. */
  forget(repository: number): void
}

/** The names that every face of Pinwarden uses, the process's own, and what the queue does. */
export function createMetrics(queue: () => QueueStatus, now: () => number = Date.now): AppMetrics {
  const registry = new Registry()
  const metric = metrics(registry, queue)
  const component = bounded(MOST_COMPONENTS)
  const cache = { hits: 0, asked: 0 }
  const remaining = new Map<string, Map<number, { left: number; at: number }>>()
  const installed = createPerRepository((_, sum) => metric.installed.set(sum))
  const history = createPerRepository((_, sum) => metric.history.set(sum))
  const points = createPerRepository((label, sum) => metric.points.set({ component: label }, sum))
  const advisories = createPerRepository((label, sum) => metric.advisories.set({ component: label }, sum))
  return {
    text: async () => {
      for (const [resource, all] of remaining) metric.remaining.set({ resource }, least(all, now() - QUOTA))
      return { type: registry.contentType, body: await registry.metrics() }
    },
    delivery: (event, outcome) => metric.deliveries.inc({ event, outcome }),
    refused: (status) => metric.refused.inc({ status }),
    forge(installation, { result, resource, remaining: left }) {
      metric.requests.inc({ result })
      if (left === null) return
      const all = remaining.get(resource) ?? new Map<number, { left: number; at: number }>()
      remaining.set(resource, all.set(installation, { left, at: now() }))
    },
    upstreams(statistics) {
      cache.hits += statistics.cacheHits + statistics.revalidated + statistics.stale
      cache.asked += statistics.cacheHits + statistics.requests - statistics.retries
      if (cache.asked > 0) metric.cacheHits.set({ cache_type: 'upstream' }, Math.min(1, cache.hits / cache.asked))
      for (const [service, counts] of Object.entries(statistics.services)) {
        if (!service.startsWith('github')) continue
        const failed = counts.retries + counts.failures
        metric.requests.inc({ result: 'ok' }, Math.max(0, counts.requests - failed))
        if (failed > 0) metric.requests.inc({ result: 'error' }, failed)
      }
    },
    resolution: (seconds) => metric.resolution.observe(seconds),
    run(repository, result, seconds, report) {
      metric.runs.inc({ result })
      metric.duration.observe(seconds)
      if (report === null) return
      installed.set(repository, new Map([['', report.components.length]]))
      advisories.set(repository, advisoriesOf(report, component))
      countUpgrades(metric, report, component)
    },
    ledger(repository, measures) {
      if (measures === null) return
      history.set(repository, new Map([['', measures.records]]))
      points.set(repository, summed(measures.points, component))
    },
    rollback: (one) => metric.rollbacks.inc({ component: component(one.component), reason: one.reason }),
    forget(repository) {
      for (const told of [installed, history, points, advisories]) told.forget(repository)
    },
  }
}

/** What the installation has that has least, of those that told lately; those that did not are forgotten. */
function least(all: Map<number, { left: number; at: number }>, since: number): number {
  let lowest = Number.POSITIVE_INFINITY
  for (const [installation, { left, at }] of all) {
    if (at < since) all.delete(installation)
    else lowest = Math.min(lowest, left)
  }
  return lowest === Number.POSITIVE_INFINITY ? Number.NaN : lowest
}

function advisoriesOf(report: Report, label: (name: string) => string): Map<string, number> {
  const found = report.components.flatMap((one) =>
    one.open_advisories === undefined ? [] : [[one.component, one.open_advisories.length] as const],
  )
  return summed(found, label)
}

function summed(values: Iterable<readonly [string, number]>, label: (name: string) => string): Map<string, number> {
  const sums = new Map<string, number>()
  for (const [name, value] of values) sums.set(label(name), (sums.get(label(name)) ?? 0) + value)
  return sums
}

function countUpgrades(metric: ReturnType<typeof metrics>, report: Report, component: (name: string) => string): void {
  for (const proposal of report.proposals) {
    // What stands unchanged was counted when it was made.
    if (proposal.action === 'unchanged' || proposal.action === 'left' || proposal.action === 'planned') continue
    for (const one of proposal.components) {
      metric.attempts.inc({ component: component(one.component), result: proposal.action === 'failed' ? 'failure' : 'success' })
      const upgrade = report.upgrades.find(
        (row) => row.component === one.component && row.environment === one.environment && row.to === one.to,
      )
      for (const finding of upgrade?.findings ?? []) {
        if (finding.verdict !== 'fail') continue
        metric.failures.inc({ check_type: finding.check })
        if (finding.check === 'breaking-changes') metric.breaking.inc({ component: component(one.component) }, finding.evidence.length || 1)
      }
    }
  }
}

function metrics(registry: Registry, queue: () => QueueStatus) {
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  gauge('pinwarden_queue_waiting', 'Runs that have not begun', () => queue().waiting)
  gauge('pinwarden_queue_running', 'Runs that have begun and not ended', () => queue().running)
  return {
    deliveries: new Counter({
      name: 'pinwarden_webhook_deliveries_total',
      help: 'Webhooks with a valid signature',
      labelNames: ['event', 'outcome'],
      registers,
    }),
    refused: new Counter({
      name: 'pinwarden_webhook_refused_total',
      help: 'Webhooks that were not taken: without a valid signature, too large, while shutting down',
      labelNames: ['status'],
      registers,
    }),
    runs: new Counter({
      name: 'pinwarden_runs_total',
      help: 'Runs of repositories by what they came to',
      labelNames: ['result'],
      registers,
    }),
    requests: new Counter({ name: 'github_api_requests_total', help: 'Requests to GitHub', labelNames: ['result'], registers }),
    remaining: new Gauge({
      name: 'github_api_rate_limit_remaining',
      help: 'What is left of the quota of the installation that has least',
      labelNames: ['resource'],
      registers,
    }),
    cacheHits: new Gauge({
      name: 'version_cache_hit_ratio',
      help: 'Part of the answers of upstreams that came from the cache',
      labelNames: ['cache_type'],
      registers,
    }),
    resolution: new Histogram({
      name: 'version_resolution_duration_seconds',
      help: 'Time to read all upstreams of a run',
      buckets: SECONDS,
      registers,
    }),
    duration: new Histogram({ name: 'upgrade_duration_seconds', help: 'Time of a whole run', buckets: SECONDS, registers }),
    attempts: new Counter({
      name: 'upgrade_attempts_total',
      help: 'Upgrades proposed, refreshed or closed',
      labelNames: ['component', 'result'],
      registers,
    }),
    failures: new Counter({
      name: 'safety_check_failures_total',
      help: 'Safety checks that failed an upgrade',
      labelNames: ['check_type'],
      registers,
    }),
    breaking: new Counter({
      name: 'breaking_changes_detected_total',
      help: 'Breaking changes found in proposed upgrades',
      labelNames: ['component'],
      registers,
    }),
    rollbacks: new Counter({
      name: 'rollback_executions_total',
      help: 'Rollbacks opened: asked for by a person, or automatic',
      labelNames: ['component', 'reason'],
      registers,
    }),
    advisories: new Gauge({
      name: 'security_advisories_found_total',
      help: 'Advisories that affect versions in force at the last runs',
      labelNames: ['component'],
      registers,
    }),
    points: new Gauge({
      name: 'rollback_points_total',
      help: 'Points that components can be taken back to',
      labelNames: ['component'],
      registers,
    }),
    history: new Gauge({ name: 'upgrade_history_records_total', help: 'Records of the ledgers of all repositories', registers }),
    installed: new Gauge({ name: 'installed_components_total', help: 'Components of all repositories at their last run', registers }),
  }
}

function bounded(most: number): (name: string) => string {
  const known = new Set<string>()
  return (name) => {
    if (known.size < most) known.add(name)
    return known.has(name) ? name : 'other'
  }
}
