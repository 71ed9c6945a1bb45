import type { Scope } from '../../model/component.ts'
import { DAY } from '../../model/instant.ts'
import { DEFAULTS } from '../defaults.ts'
import { secondsOrDuration } from '../duration.ts'
import type { RollbackPolicy, WatchPolicy } from '../resolved.ts'
import type { Registry } from '../schema.ts'
import { scopeParts } from './layers.ts'

type Written = NonNullable<NonNullable<NonNullable<Registry['global']>['safety']>['rollback']>
type WrittenWatch = NonNullable<Written['watch']>

/** `safety.rollback` of a scope: the environment's keys above those of `global`, those of `watch` one by one. */
export function rollbackIn(registry: Registry, scope: Scope): RollbackPolicy {
  const { environment } = scopeParts(registry, scope)
  const [general, own] = [registry.global?.safety?.rollback, environment?.safety?.rollback]
  const written: Written = { ...general, ...own }
  const { rollback: defaults } = DEFAULTS
  return {
    automatic: written.auto_rollback_on_failure ?? defaults.automatic,
    retentionCount: written.retention_count ?? defaults.count,
    retentionDays: written.retention_days ?? defaults.days,
    maxSizeMb: written.max_size_mb ?? defaults.megabytes,
    respectWindows: written.respect_windows ?? defaults.respectWindows,
    merge: written.merge ?? defaults.merge,
    watch: watchOf({ ...general?.watch, ...own?.watch }),
  }
}

function watchOf(written: WrittenWatch): WatchPolicy {
  const { watch: defaults } = DEFAULTS
  const probe = probeOf(written.probe)
  const prometheus = prometheusOf(written.prometheus)
  return {
    window: Math.min(secondsOrDuration(written.window ?? defaults.window), DAY),
    freshness: secondsOrDuration(written.freshness ?? defaults.freshness),
    checks: written.checks ?? null,
    workflows: written.workflows ?? [],
    deployments: written.deployments ?? defaults.deployments,
    ...(written.deployment_environment === undefined ? {} : { deploymentEnvironment: written.deployment_environment }),
    flaky: written.flaky ?? [],
    ...(probe === undefined ? {} : { probe }),
    ...(prometheus === undefined ? {} : { prometheus }),
  }
}

function probeOf(written: WrittenWatch['probe']): WatchPolicy['probe'] {
  if (written === undefined) return undefined
  const { probe: defaults } = DEFAULTS.watch
  return {
    url: written.url,
    status: written.status ?? defaults.status,
    timeout: secondsOrDuration(written.timeout ?? defaults.timeout),
    interval: secondsOrDuration(written.interval ?? defaults.interval),
    failures: written.failures ?? defaults.failures,
  }
}

function prometheusOf(written: WrittenWatch['prometheus']): WatchPolicy['prometheus'] {
  if (written === undefined) return undefined
  const { prometheus: defaults } = DEFAULTS.watch
  const { error_rate: errors, response_time: times } = written
  return {
    url: written.url.replace(/\/{1,9}$/, ''),
    ...(written.token_env === undefined ? {} : { tokenEnv: written.token_env }),
    queries: [
      ...(errors === undefined
        ? []
        : [{ name: 'error rate' as const, query: errors.query, threshold: errors.threshold ?? defaults.errorRate }]),
      ...(times === undefined
        ? []
        : [{ name: 'response time' as const, query: times.query, threshold: times.threshold ?? defaults.responseTime }]),
    ],
    interval: secondsOrDuration(written.interval ?? defaults.interval),
    failures: written.failures ?? defaults.failures,
  }
}
