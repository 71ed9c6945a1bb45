import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { AnswerNote } from '../../adapters/github/client.ts'
import type { HttpStatistics } from '../../adapters/http-statistics.ts'
import type { Report } from '../../core/reports/report.ts'
import type { QueueStatus } from './run-queue.ts'

/** More components than this share the label `other`: whoever writes registries must not fill the memory of whoever measures. */
const MOST_COMPONENTS = 1000
const SECONDS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600]

export interface AppMetrics {
  /** Prometheus text format. */
  text(): Promise<{ type: string; body: string }>
  delivery(event: string, outcome: 'accepted' | 'ignored' | 'duplicate'): void
  forge(installation: number, note: AnswerNote): void
  upstreams(statistics: HttpStatistics): void
  /** Seconds from the first question to upstreams until all is answered. */
  resolution(seconds: number): void
  run(repository: number, result: string, seconds: number, report: Report | null): void
}

/** The names of SPEC section 16 that a run can fill today, the process's own, and what the queue does. */
export function createMetrics(queue: () => QueueStatus): AppMetrics {
  const registry = new Registry()
  const metric = metrics(registry, queue)
  const component = bounded(MOST_COMPONENTS)
  const cache = { hits: 0, asked: 0 }
  const remaining = new Map<string, number>()
  const installed = new Map<number, number>()
  return {
    text: async () => ({ type: registry.contentType, body: await registry.metrics() }),
    delivery: (event, outcome) => metric.deliveries.inc({ event, outcome }),
    forge(installation, { result, resource, remaining: left }) {
      metric.requests.inc({ result })
      if (left === null) return
      remaining.set(`${resource}/${installation}`, left)
      // The lowest is the one that will stop somebody's run.
      const own = [...remaining].filter(([key]) => key.startsWith(`${resource}/`)).map(([, value]) => value)
      metric.remaining.set({ resource }, Math.min(...own))
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
      installed.set(repository, report.components.length)
      metric.installed.set([...installed.values()].reduce((sum, one) => sum + one, 0))
      countUpgrades(metric, report, component)
    },
  }
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
