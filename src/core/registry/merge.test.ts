import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { someModules } from '../../../test/support/registry-modules.ts'
import type { Scope } from '../model/component.ts'
import { DAY, HOUR, MINUTE } from '../model/instant.ts'
import { resolveScope, scopesOf } from './merge.ts'
import { parseRegistry } from './parse.ts'
import type { ResolvedComponent, ResolvedScope } from './resolved.ts'
import type { Registry } from './schema.ts'

function registryOf(text: string): Registry {
  const { registry, problems } = parseRegistry(text, 'versions.yaml', someModules)
  if (registry === null) throw new Error(JSON.stringify(problems))
  return registry
}

function scopeOf(text: string, environment: string | null = null, target?: string): ResolvedScope {
  return resolveScope(registryOf(text), { environment, ...(target === undefined ? {} : { target }) })
}

function componentOf(text: string, environment: string | null = null, target?: string): ResolvedComponent {
  const [component] = scopeOf(text, environment, target).components
  if (component === undefined) throw new Error('the registry has a component')
  return component
}

describe('a component without settings', () => {
  it('gets every default, spelled out', () => {
    expect(scopeOf('components: { redis: }')).toEqual({
      scope: { environment: null },
      policy: {
        offline: false,
        githubApi: { enabled: true, timeout: 30_000, cacheTtl: 900_000, rateLimitThreshold: 10 },
        cache: { enabled: true, ttl: 900_000, maxAge: 86_400_000 },
        safety: {
          compatibilityCheck: true,
          breakingChangeDetection: true,
          securityAdvisoryCheck: true,
          advisorySource: 'osv',
          advisoryDirectory: '.pinwarden/advisories',
          dependabotAlerts: true,
          requireChecksumVerification: false,
          autoUpgrade: { enabled: false, allowedRiskLevels: ['low'], excludeComponents: [] },
        },
        rollback: {
          automatic: true,
          retentionCount: 10,
          retentionDays: 90,
          maxSizeMb: 1000,
          respectWindows: false,
          merge: 'never',
          watch: { window: 3_600_000, freshness: 1_200_000, checks: null, workflows: [], deployments: true, flaky: [] },
        },
        datasources: {},
        compatibility: [],
        ledger: { enabled: true, branch: 'pinwarden-ledger', stateDb: { backupEnabled: true, backupRetentionDays: 30 } },
      },
      components: [
        {
          name: 'redis',
          scope: { environment: null },
          strategy: 'latest',
          ltsLines: [],
          source: null,
          category: 'standard',
          knownIssues: [],
          constraints: { architecture: [], excludePrereleases: true },
          compatibleWith: {},
          excluded: [],
          minimumReleaseAge: 0,
          upgrade: {
            autoUpgradeEnabled: false,
            allowedRiskLevels: ['low'],
            requireManualApprovalForMajor: true,
            path: 'direct',
            requiredStops: [],
          },
          breakingChanges: [],
          pins: [],
        },
      ],
    })
  })
})

describe('the merge global < component < environment < target', () => {
  const TEXT = `
global:
  default_strategy: lts
  constraints: { architecture: linux-amd64, exclude_prereleases: true }
components:
  a: {}
  redis:
    strategy: range
    version_range: ">=7.0.0"
    version: "7.2.4"
    owner: data
    constraints: { tag_prefix: v }
    compatible_with: { a: ">=1.0.0" }
    pins: [{ file: ./base.yaml, image: redis }]
environments:
  staging:
    default_strategy: latest
    constraints: { exclude_prereleases: false }
  production:
    default_strategy: pinned
    component_overrides:
      redis:
        strategy: lts
        version: "7.0.0"
        compatible_with: { b: ">=2.0.0" }
        pins: [{ file: production.yaml, yaml: redis.tag, digest: redis.digest }]
    targets:
      eu:
        pins: { redis: [{ file: eu.yaml, yaml: redis.tag }] }
      us:
        component_overrides: { redis: { version: "6.0.0", strategy: locked } }
`
  const redis = (environment: string | null, target?: string) =>
    resolveScope(registryOf(TEXT), { environment, ...(target === undefined ? {} : { target }) }).components.find(
      ({ name }) => name === 'redis',
    )

  it('lists the base, the environments by name, then the targets', () => {
    const scopes: Scope[] = [
      { environment: null },
      { environment: 'production' },
      { environment: 'staging' },
      { environment: 'production', target: 'eu' },
      { environment: 'production', target: 'us' },
    ]
    expect(scopesOf(registryOf(TEXT))).toEqual(scopes)
  })

  it('takes the strategy from the strongest that names one', () => {
    expect(redis(null)?.strategy).toBe('range')
    expect(redis('staging')?.strategy).toBe('latest')
    expect(redis('production')?.strategy).toBe('lts')
    expect(redis('production', 'eu')?.strategy).toBe('lts')
    expect(redis('production', 'us')?.strategy).toBe('locked')
    expect(resolveScope(registryOf(TEXT), { environment: null }).components[0]?.strategy).toBe('lts')
  })

  it('merges mappings key by key, and replaces lists', () => {
    expect(redis('staging')?.constraints).toEqual({ architecture: ['linux-amd64'], excludePrereleases: false, tagPrefix: 'v' })
    expect(redis('production')?.compatibleWith).toEqual({ a: '>=1.0.0', b: '>=2.0.0' })
    expect(redis(null)?.pins).toEqual([{ file: 'base.yaml', editor: 'image', locator: 'redis' }])
    expect(redis('production')?.pins).toEqual([{ file: 'production.yaml', editor: 'yaml', locator: 'redis.tag', digest: 'redis.digest' }])
    expect(redis('production', 'eu')?.pins).toEqual([{ file: 'eu.yaml', editor: 'yaml', locator: 'redis.tag' }])
    expect(redis('production', 'us')?.pins).toEqual(redis('production')?.pins)
  })

  it('says which scalar of the file gave the version', () => {
    expect(redis(null)?.version).toEqual({ value: '7.2.4', from: 'version', path: ['components', 'redis', 'version'] })
    expect(redis('staging')?.version).toEqual(redis(null)?.version)
    const override = ['environments', 'production', 'component_overrides', 'redis', 'version']
    expect(redis('production')?.version).toEqual({ value: '7.0.0', from: 'override', path: override })
    const target = ['environments', 'production', 'targets', 'us', 'component_overrides', 'redis', 'version']
    expect(redis('production', 'us')?.version).toEqual({ value: '6.0.0', from: 'override', path: target })
  })

  it('marks what moves with the scope above it', () => {
    expect(redis(null)?.inherited).toBeUndefined()
    expect(redis('staging')?.inherited).toBe(true)
    expect(redis('production')?.inherited).toBeUndefined()
    expect(redis('production', 'eu')?.inherited).toBeUndefined()
    const other = resolveScope(registryOf(TEXT), { environment: 'production', target: 'eu' }).components[0]
    expect(other).toMatchObject({ name: 'a', inherited: true })
  })

  it('never unlocks by a default', () => {
    const text = (override: string) =>
      `components: { redis: { strategy: locked } }\nenvironments: { staging: { default_strategy: latest${override} } }`
    expect(componentOf(text(''), 'staging').strategy).toBe('locked')
    expect(componentOf(text(', component_overrides: { redis: { strategy: latest } }'), 'staging').strategy).toBe('latest')
  })

  it('names near environments when one is not there', () => {
    expect(() => resolveScope(registryOf(TEXT), { environment: 'stagin' })).toThrow('Did you mean `staging`?')
    expect(() => resolveScope(registryOf(TEXT), { environment: 'production', target: 'asia' })).toThrow(
      '`asia` is no target of production; declared: `eu` and `us`.',
    )
  })
})

describe('single settings', () => {
  it.each([
    ['7d', 7 * DAY],
    ['24h', DAY],
    ['30m', 30 * MINUTE],
    ['1d12h', 36 * HOUR],
    ['7', 7 * DAY],
    ['0', 0],
  ])('reads a minimum release age of %s', (written, expected) => {
    expect(componentOf(`global: { safety: { minimum_release_age: ${written} } }\ncomponents: { a: }`).minimumReleaseAge).toBe(expected)
  })

  it('lets one age take back the ages of single levels that were set above', () => {
    const text = `
global: { safety: { minimum_release_age: { patch: 1d, major: 30d } } }
components: { a: { upgrade: { minimum_release_age: { patch: 2d } } } }
environments: { dev: { safety: { minimum_release_age: 0d } } }
`
    expect(componentOf(text).upgrade.minimumReleaseAge).toEqual({ patch: 2 * DAY, major: 30 * DAY })
    expect(componentOf(text, 'dev')).toMatchObject({ minimumReleaseAge: 0 })
    expect(componentOf(text, 'dev').upgrade.minimumReleaseAge).toBeUndefined()
  })

  it('approves without a person where the strongest setting says so, and never for excluded components', () => {
    const text = `
global: { safety: { auto_upgrade: { enabled: true, allowed_risk_levels: [low, medium], exclude_components: [b] } } }
components: { a: { upgrade: { auto_upgrade_enabled: false } }, b: {}, c: {} }
environments: { staging: { safety: { auto_upgrade: { allowed_risk_levels: [low] } }, component_overrides: { a: { upgrade: { auto_upgrade_enabled: true } } } } }
`
    const enabled = (environment: string | null) => scopeOf(text, environment).components.map(({ upgrade }) => upgrade.autoUpgradeEnabled)
    expect(enabled(null)).toEqual([false, false, true])
    expect(enabled('staging')).toEqual([true, false, true])
    expect(scopeOf(text, 'staging').components[2]?.upgrade.allowedRiskLevels).toEqual(['low'])
  })

  it('takes github_repo for releases on GitHub, and the name for the package', () => {
    expect(componentOf('components: { a: { github_repo: o/r } }').source).toEqual({ datasource: 'github-releases', package: 'o/r' })
    expect(componentOf('components: { redis: { source: { datasource: docker } } }').source).toEqual({
      datasource: 'docker',
      package: 'redis',
    })
    const replaced =
      'components: { a: { github_repo: o/r } }\nenvironments: { x: { component_overrides: { a: { source: { datasource: npm, package: p } } } } }'
    expect(componentOf(replaced, 'x').source).toEqual({ datasource: 'npm', package: 'p' })
  })

  it('keeps the keys of the datasource and the conditions of a source', () => {
    const text =
      'components: { a: { source: { datasource: static, versions: ["1"], conditions: [{ datasource: docker, tag: "v{VERSION}" }] } } }'
    expect(componentOf(text).source).toEqual({
      datasource: 'static',
      package: 'a',
      versions: ['1'],
      conditions: [{ datasource: 'docker', package: 'a', tag: 'v{VERSION}' }],
    })
  })

  it('gives the scheme regex the version pattern that holds', () => {
    const text =
      "components: { a: { versioning: regex, constraints: { version_pattern: 'r(?<major>[0-9]+)' } } }\nenvironments: { x: { constraints: { version_pattern: 's(?<major>[0-9]+)' } } }"
    expect(componentOf(text).versioning).toBe('regex:r(?<major>[0-9]+)')
    expect(componentOf(text, 'x').versioning).toBe('regex:s(?<major>[0-9]+)')
    expect(componentOf('components: { a: { versioning: regex } }').versioning).toBe('regex')
  })

  it('pins at the version of pinned_versions, above everything', () => {
    const text = 'components: { a: { strategy: latest, version: "1.0.0" } }\nupgrade_policies: { pinned_versions: { a: "0.9.0" } }'
    expect(componentOf(text)).toMatchObject({
      strategy: 'pinned',
      version: { value: '0.9.0', path: ['upgrade_policies', 'pinned_versions', 'a'] },
    })
  })

  it('holds a version that was rolled back in one environment there, and in those that take versions from it', () => {
    const text = `components: { a: { version: 1.0.0 } }
environments: { staging: {}, production: { promote_from: staging }, lab: {} }
upgrade_policies:
  excluded_versions:
    a:
      - { version: 1.1.0, reason: slow, environments: [staging], added_at: 2026-11-21, rolled_back_to: 1.0.0 }
      - { version: 1.2.0, environments: [base] }
`
    const excluded = (environment: string | null) => componentOf(text, environment).excluded.map(({ version }) => version)
    expect([null, 'staging', 'production', 'lab'].map(excluded)).toEqual([['1.2.0'], ['1.1.0'], ['1.1.0'], []])
    expect(componentOf(text, 'production').excluded).toMatchObject([{ version: '1.1.0', rolledBackTo: '1.0.0' }])
  })

  it('gathers excluded versions from both lists, for the environment and all that it takes versions from', () => {
    const text = `
components: { a: {} }
environments: { staging: {}, production: { promote_from: staging }, lab: {} }
upgrade_policies: { excluded_versions: { a: ["1.0.0", { range: "<0.9.0", reason: old, until: 2026-12-01, issue_url: "https://example.com/1" }] } }
exclusions: [{ component: a, version: "1.1.0", reason: red, environments: [staging], evidence: ["https://example.com/2"] }]
`
    const excluded = (environment: string | null) => componentOf(text, environment).excluded.map(({ version, range }) => version ?? range)
    expect(excluded('lab').sort()).toEqual(['1.0.0', '<0.9.0'])
    expect(excluded('staging').sort()).toEqual(['1.0.0', '1.1.0', '<0.9.0'])
    expect(excluded('production').sort()).toEqual(['1.0.0', '1.1.0', '<0.9.0'])
    expect(componentOf(text, 'production').excluded).toContainEqual({
      range: '<0.9.0',
      reason: 'old',
      issueUrl: 'https://example.com/1',
      until: Date.UTC(2026, 11, 1),
    })
    expect(componentOf(text, 'production').excluded).toContainEqual({ version: '1.1.0', reason: 'red', issueUrl: 'https://example.com/2' })
  })

  it('tells the kind of a known breaking change from its words', () => {
    const kind = (words: string) =>
      componentOf(`components: { a: {} }\nbreaking_changes: [{ component: a, to_version: "2", description: x, change_type: ${words} }]`)
        .breakingChanges[0]?.kind
    expect(['flag_removal', 'config_change', 'Behavior', 'api', 'requirements', 'other'].map(kind)).toEqual([
      'removal',
      'config',
      'behaviour',
      'api',
      'requirement',
      undefined,
    ])
  })

  it('makes one rule of each compatible_with and of each entry of compatibility', () => {
    const text =
      'components: { b: { compatible_with: { a: ">=1.0.0" } }, a: {} }\ncompatibility: [{ component: a, versions: ">=2.0.0", requires: { b: ">=2.0.0" }, level: breaking, reason: r }]'
    expect(scopeOf(text).policy.compatibility).toEqual([
      { component: 'a', versions: '>=2.0.0', requires: { b: '>=2.0.0' }, level: 'breaking', reason: 'r' },
      { component: 'b', requires: { a: '>=1.0.0' }, level: 'compatible' },
    ])
  })

  it('gives each track the range, the pins and the version of its own', () => {
    const text = `
components:
  accounting:
    github_repo: acme/accounting
    tracks:
      v1: { version_range: "<2.0.0", pins: [{ file: a.yaml, yaml: v }] }
      v2: { version_range: ">=2.0.0", version: "2.0.0" }
`
    const [first, second, ...more] = scopeOf(text).components
    expect(more).toEqual([])
    expect(first).toMatchObject({
      name: 'accounting@v1',
      strategy: 'range',
      versionRange: '<2.0.0',
      track: { component: 'accounting', name: 'v1' },
    })
    expect(first?.pins).toHaveLength(1)
    expect(second).toMatchObject({
      name: 'accounting@v2',
      version: { value: '2.0.0', path: ['components', 'accounting', 'tracks', 'v2', 'version'] },
    })
    expect(scopeOf(text.replace('    tracks:', '    version: "2.0.0"\n    tracks:')).components).toHaveLength(3)
  })

  it('reads seconds of the older manager and durations alike', () => {
    const policy = scopeOf(
      'global: { github_api: { timeout: 10, cache_ttl: 15m }, cache: { ttl: 60 } }\nenvironments: { dev: { github_api: { cache_ttl: 5m } } }',
      'dev',
    ).policy
    expect(policy.githubApi).toMatchObject({ timeout: 10_000, cacheTtl: 5 * MINUTE })
    expect(policy.cache.ttl).toBe(MINUTE)
  })
})

describe('what the older version manager meant', () => {
  const text = readFileSync(new URL('../../../fixtures/registry/older-manager.yaml', import.meta.url), 'utf8')
  const named = (scope: ResolvedScope, name: string) => scope.components.find((component) => component.name === name)

  it('holds: production pinned and offline, staging automatic, development with pre-releases', () => {
    const production = scopeOf(text, 'production')
    expect(production.policy.offline).toBe(true)
    expect(new Set(production.components.map(({ strategy }) => strategy))).toEqual(new Set(['pinned']))
    expect(named(production, 'promtail')?.version?.value).toBe('2.9.3')
    const staging = named(scopeOf(text, 'staging'), 'node_exporter')
    expect(staging).toMatchObject({ strategy: 'latest', upgrade: { autoUpgradeEnabled: true, allowedRiskLevels: ['low', 'medium'] } })
    expect(named(scopeOf(text, 'development'), 'node_exporter')?.constraints.excludePrereleases).toBe(false)
    expect(scopeOf(text, 'development').policy.githubApi.cacheTtl).toBe(5 * MINUTE)
  })

  it('keeps what a component says of its asset, its place and its leader', () => {
    const promtail = named(scopeOf(text), 'promtail')
    expect(promtail).toMatchObject({
      source: { datasource: 'github-releases', package: 'grafana/loki' },
      compatibleWith: { loki: '>=2.9.0' },
      download: { archivePattern: 'promtail-linux-amd64.zip', archive_type: 'zip' },
      install: { service_name: 'promtail' },
      upgrade: { syncVersionWith: 'loki', allowedVersionDrift: '0.1.0' },
      fallbackVersion: '2.9.3',
    })
    expect(promtail?.breakingChanges).toEqual([
      expect.objectContaining({ kind: 'config', severity: 'medium', fromVersion: '2.8.0', toVersion: '2.9.0' }),
    ])
  })

  it('holds for the oldest form, too', () => {
    const oldest = readFileSync(new URL('../../../fixtures/registry/oldest-manager.yaml', import.meta.url), 'utf8')
    const scope = scopeOf(oldest)
    expect(named(scope, 'prometheus')?.upgrade.requiredStops).toEqual(['2.55.1'])
    expect(named(scope, 'loki')?.excluded.map(({ version }) => version)).toEqual(['2.9.0'])
    expect(named(scope, 'promtail')?.download).toEqual({ archivePattern: 'promtail-linux-amd64.zip' })
    expect(scope.policy.compatibility).toEqual([{ component: 'promtail', requires: { loki: '>=2.9.0' }, reason: 'push API' }])
    expect(named(scopeOf(oldest, 'development'), 'loki')?.constraints.excludePrereleases).toBe(false)
  })
})

describe('the order of the file', () => {
  const text = readFileSync(new URL('../../../fixtures/registry/older-manager.yaml', import.meta.url), 'utf8')

  it('has no part in the result, to the byte', () => {
    const resolved = (written: string) => {
      const registry = registryOf(written)
      return JSON.stringify(scopesOf(registry).map((scope) => resolveScope(registry, scope)))
    }
    const expected = resolved(text)
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        const shuffled = stringify(shuffle(parse(text), () => numbers.next().value ?? 0))
        expect(resolved(shuffled)).toBe(expected)
      }),
      { numRuns: 25 },
    )
  })
})

/** The same content with the keys of all mappings and the entries of lists of rules in another order. */
function shuffle(value: unknown, next: () => number): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => shuffle(item, next))
    return items.every((item) => typeof item === 'object') ? mixed(items, next) : items
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(mixed(Object.entries(value), next).map(([key, child]) => [key, shuffle(child, next)]))
}

function mixed<T>(items: readonly T[], next: () => number): T[] {
  return items
    .map((item) => ({ item, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}

describe('names in advisory databases', () => {
  it.each([
    ['{ purl: pkg:npm/vite }', [{ purl: 'pkg:npm/vite' }]],
    [
      '[{ ecosystem: Go, package: example.org/a }, { purl: pkg:hex/b }]',
      [{ ecosystem: 'Go', package: 'example.org/a' }, { purl: 'pkg:hex/b' }],
    ],
    ['false', false],
  ])('are taken as written: %s', (written, expected) => {
    expect(componentOf(`components: { redis: { advisories: ${written} } }`).advisories).toEqual(expected)
  })

  it('are looked for where the registry says, without a slash at the end', () => {
    const { policy } = scopeOf(
      'global: { safety: { advisory_source: directory, advisory_directory: ./security/osv/ } }\ncomponents: { redis: }',
    )
    expect(policy.safety).toMatchObject({ advisorySource: 'directory', advisoryDirectory: 'security/osv' })
  })
})

describe('signals that are watched after a merge', () => {
  const registry = `
global:
  safety:
    rollback:
      merge: always
      watch: { window: 30h, workflows: [deploy.yml], probe: { url: 'https://shop.example.com/healthz' } }
components: { redis: }
environments:
  production:
    safety:
      rollback:
        watch: { deployment_environment: prod-eu, prometheus: { url: 'https://prom.example.com/', error_rate: { query: errors } } }
`

  it('are merged key by key with those of the environment, and never looked at for longer than a day', () => {
    const { rollback } = scopeOf(registry, 'production').policy
    expect(rollback.merge).toBe('always')
    expect(rollback.watch).toEqual({
      window: 86_400_000,
      freshness: 1_200_000,
      checks: null,
      workflows: ['deploy.yml'],
      deployments: true,
      deploymentEnvironment: 'prod-eu',
      flaky: [],
      probe: { url: 'https://shop.example.com/healthz', status: [200], timeout: 5000, interval: 10_000, failures: 3 },
      prometheus: {
        url: 'https://prom.example.com',
        queries: [{ name: 'error rate', query: 'errors', threshold: 0.05 }],
        interval: 15_000,
        failures: 3,
      },
    })
  })
})
