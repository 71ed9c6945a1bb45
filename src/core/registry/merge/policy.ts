import type { Scope } from '../../model/component.ts'
import { DEFAULTS } from '../defaults.ts'
import { secondsOrDuration } from '../duration.ts'
import type { CompatibilityRule, LedgerPolicy, Policy, ResolvedComponent } from '../resolved.ts'
import type { Registry } from '../schema.ts'
import { scopeParts } from './layers.ts'
import { byContent, byName } from './order.ts'
import { rollbackIn } from './rollback.ts'
import { securitySlaOf } from './security-sla.ts'
import { nowhere, type Whereabouts } from './whereabouts.ts'

/** What holds for all components of a scope. */
export function policyOf(registry: Registry, scope: Scope, components: readonly ResolvedComponent[], at: Whereabouts = nowhere): Policy {
  const { environment } = scopeParts(registry, scope)
  const github = { ...registry.global?.github_api, ...environment?.github_api }
  const cache = { ...registry.global?.cache, ...environment?.cache }
  const safety = { ...registry.global?.safety, ...environment?.safety }
  return {
    offline: environment?.offline_mode ?? registry.global?.offline_mode ?? DEFAULTS.offlineMode,
    githubApi: {
      enabled: github.enabled ?? DEFAULTS.github.enabled,
      timeout: secondsOrDuration(github.timeout ?? DEFAULTS.github.timeout),
      cacheTtl: secondsOrDuration(github.cache_ttl ?? DEFAULTS.github.cacheTtl),
      rateLimitThreshold: github.rate_limit_threshold ?? DEFAULTS.github.rateLimitThreshold,
      ...(github.token_env === undefined ? {} : { tokenEnv: github.token_env }),
    },
    cache: {
      enabled: cache.enabled ?? DEFAULTS.cache.enabled,
      ...(cache.directory === undefined ? {} : { directory: cache.directory }),
      ttl: secondsOrDuration(cache.ttl ?? DEFAULTS.cache.ttl),
      maxAge: secondsOrDuration(cache.max_age ?? DEFAULTS.cache.maxAge),
    },
    safety: {
      compatibilityCheck: safety.compatibility_check ?? DEFAULTS.safety.compatibilityCheck,
      breakingChangeDetection: safety.breaking_change_detection ?? DEFAULTS.safety.breakingChangeDetection,
      securityAdvisoryCheck: safety.security_advisory_check ?? DEFAULTS.safety.securityAdvisoryCheck,
      advisorySource: safety.advisory_source ?? DEFAULTS.safety.advisorySource,
      advisoryDirectory: (safety.advisory_directory ?? DEFAULTS.safety.advisoryDirectory).replace(/^\.\//, '').replace(/\/$/, ''),
      dependabotAlerts: safety.dependabot_alerts ?? DEFAULTS.safety.dependabotAlerts,
      requireChecksumVerification: safety.require_checksum_verification ?? DEFAULTS.safety.requireChecksumVerification,
      autoUpgrade: autoUpgradeIn(registry, scope),
    },
    rollback: rollbackIn(registry, scope),
    datasources: datasourcesOf(registry),
    compatibility: compatibilityOf(registry, components, at),
    ledger: ledgerPolicy(registry.global),
    ...securitySlaOf(registry),
  }
}

/** The audit trail as `global` wants it; without a registry, as it is by default. */
export function ledgerPolicy(global: Registry['global']): LedgerPolicy {
  const { ledger, state_db: stateDb } = global ?? {}
  return {
    enabled: ledger?.enabled ?? DEFAULTS.ledger.enabled,
    branch: ledger?.branch ?? DEFAULTS.ledger.branch,
    stateDb: {
      ...(stateDb?.path === undefined ? {} : { path: stateDb.path }),
      backupEnabled: stateDb?.backup_enabled ?? DEFAULTS.stateDb.backupEnabled,
      backupRetentionDays: stateDb?.backup_retention_days ?? DEFAULTS.stateDb.backupRetentionDays,
    },
  }
}

export function autoUpgradeIn(registry: Registry, scope: Scope): Policy['safety']['autoUpgrade'] {
  const { environment } = scopeParts(registry, scope)
  const written = { ...registry.global?.safety?.auto_upgrade, ...environment?.safety?.auto_upgrade }
  return {
    enabled: written.enabled ?? DEFAULTS.autoUpgrade.enabled,
    allowedRiskLevels: written.allowed_risk_levels ?? DEFAULTS.autoUpgrade.allowedRiskLevels,
    excludeComponents: (written.exclude_components ?? []).toSorted(),
  }
}

function datasourcesOf(registry: Registry): Policy['datasources'] {
  const entries = Object.entries(registry.datasources ?? {}).map(([id, written]) => [
    id,
    {
      ...(written?.url === undefined ? {} : { url: written.url.replace(/\/{1,9}$/, '') }),
      ...(written?.token_env === undefined ? {} : { tokenEnv: written.token_env }),
      ...(written?.concurrency === undefined ? {} : { concurrency: written.concurrency }),
    },
  ])
  return byName(Object.fromEntries(entries))
}

/** The rules of `compatibility`, and one for each component with `compatible_with`; in an order that the file has no part in. */
function compatibilityOf(registry: Registry, components: readonly ResolvedComponent[], at: Whereabouts): CompatibilityRule[] {
  const written = (registry.compatibility ?? []).map((rule, index): CompatibilityRule => {
    const place = at(['compatibility', index], 'value')
    return { ...rule, requires: byName(rule.requires), ...(place === undefined ? {} : { at: place }) }
  })
  const declared = components
    .filter((component) => Object.keys(component.compatibleWith).length > 0)
    .map((component): CompatibilityRule => {
      const place = at(['components', component.track?.component ?? component.name, 'compatible_with'], 'key')
      return {
        component: component.name,
        requires: component.compatibleWith,
        level: 'compatible',
        ...(place === undefined ? {} : { at: place }),
      }
    })
  return byComponent(byContent([...written, ...declared]))
}

function byComponent(rules: readonly CompatibilityRule[]): CompatibilityRule[] {
  return rules.toSorted((a, b) => (a.component < b.component ? -1 : a.component > b.component ? 1 : 0))
}
