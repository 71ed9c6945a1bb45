import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'
import { someModules } from '../../../test/support/registry-modules.ts'
import { registryDocs } from './docs.ts'
import { registryJsonSchema } from './json-schema.ts'
import { resolveScope } from './merge.ts'
import { parseRegistry } from './parse.ts'
import { RULES } from './rules.ts'
import { registrySchema } from './schema.ts'
import { type View, viewOf } from './view.ts'

function fixture(name: string): string {
  return readFileSync(new URL(`../../../fixtures/registry/${name}`, import.meta.url), 'utf8')
}

/** Every key of the schema with its path, those of mappings by names under `*`. */
function* keysOf(view: View, path: string, depth = 0): Generator<{ path: string; view: View }> {
  if (depth > 12) return
  if (view.kind === 'object') {
    for (const [name, child] of view.keys) {
      yield { path: `${path}${name}`, view: child }
      yield* keysOf(child, `${path}${name}.`, depth + 1)
    }
  }
  if (view.kind === 'map') yield* keysOf(view.value, `${path}*.`, depth + 1)
  if (view.kind === 'list') yield* keysOf(view.item, `${path}[].`, depth + 1)
  if (view.kind === 'choice') for (const option of view.options) yield* keysOf(option, path, depth + 1)
}

const schema = registrySchema(someModules)
const keys = [...keysOf(viewOf(schema), '')]
/** Keys inside the locators of pins are the editors' own. */
const ours = keys.filter(({ path }) => !/pins\.(?:\*\.)?\[\]\.\w+\./.test(path))

describe('the schema of versions.yaml', () => {
  it('is built once for the same modules', () => {
    expect(registrySchema(someModules)).toBe(schema)
    expect(registrySchema({ ...someModules })).not.toBe(schema)
  })

  it('describes every key', () => {
    expect(ours.length).toBeGreaterThan(300)
    expect(ours.filter(({ view }) => !view.description).map(({ path }) => path)).toEqual([])
  })

  it('knows every key that the specification names', () => {
    const paths = new Set(keys.map(({ path }) => path))
    const wanted = `global.default_strategy global.offline_mode global.github_api.enabled global.github_api.timeout global.github_api.cache_ttl
      global.github_api.rate_limit_threshold global.cache.enabled global.cache.directory global.cache.ttl global.cache.max_age
      global.cache.cleanup_interval global.state_db.path global.state_db.backup_enabled global.state_db.backup_retention_days
      global.safety.compatibility_check global.safety.breaking_change_detection global.safety.security_advisory_check
      global.safety.require_checksum_verification global.safety.minimum_release_age global.safety.auto_upgrade.enabled
      global.safety.auto_upgrade.allowed_risk_levels global.safety.auto_upgrade.exclude_components
      global.safety.rollback.auto_rollback_on_failure global.safety.rollback.retention_count global.safety.rollback.retention_days
      global.safety.rollback.max_size_mb components.*.version components.*.strategy components.*.version_range
      components.*.fallback_version components.*.minimum_version components.*.github_repo components.*.source.datasource
      components.*.source.package components.*.source.url components.*.source.extract components.*.source.conditions components.*.versioning
      components.*.kind components.*.category components.*.why components.*.known_issues components.*.owner
      components.*.constraints.architecture components.*.constraints.exclude_prereleases components.*.constraints.version_pattern
      components.*.constraints.tag_prefix components.*.compatible_with components.*.download.archive_type
      components.*.download.archive_pattern components.*.download.binary_path_in_archive components.*.download.binary_name
      components.*.download.checksum_file components.*.download.gpg_signature components.*.install.binary_path
      components.*.install.config_path components.*.install.service_name components.*.upgrade.auto_upgrade_enabled
      components.*.upgrade.allowed_risk_levels components.*.upgrade.require_manual_approval_for_major components.*.upgrade.sync_version_with
      components.*.upgrade.allowed_version_drift components.*.upgrade.path components.*.upgrade.required_stops components.*.upgrade.lag.minor
      components.*.lifecycle.status components.*.lifecycle.introduced components.*.lifecycle.deprecated_on components.*.lifecycle.retires_on
      components.*.lifecycle.migration_guide components.*.migrations.directory components.*.pins.[].file components.*.pins.[].dockerfile
      components.*.tracks.*.version_range components.*.tracks.*.pins environments.*.default_strategy environments.*.offline_mode
      environments.*.github_api.cache_ttl environments.*.safety.auto_upgrade environments.*.constraints environments.*.component_overrides.*.pins
      environments.*.promote_from environments.*.soak environments.*.promotion_checks environments.*.targets.*.pins
      environments.*.targets.*.component_overrides environments.*.rollout.batch_size environments.*.rollout.percentage
      environments.*.rollout.delay environments.*.rollout.exclude upgrade_policies.notifications.enabled
      upgrade_policies.notifications.channels upgrade_policies.notifications.notify_on upgrade_policies.maintenance_windows.enabled
      upgrade_policies.maintenance_windows.windows.[].day upgrade_policies.maintenance_windows.windows.[].cron
      upgrade_policies.maintenance_windows.windows.[].start_time upgrade_policies.maintenance_windows.windows.[].end_time
      upgrade_policies.maintenance_windows.windows.[].timezone upgrade_policies.maintenance_windows.windows.[].allowed_operations
      upgrade_policies.schedule.security upgrade_policies.schedule.major upgrade_policies.pinned_versions
      upgrade_policies.excluded_versions.*.[].version upgrade_policies.excluded_versions.*.[].range
      upgrade_policies.excluded_versions.*.[].reason upgrade_policies.excluded_versions.*.[].issue_url
      upgrade_policies.excluded_versions.*.[].until upgrade_policies.security_sla.critical upgrade_policies.approvals
      upgrade_policies.rules.[].when upgrade_policies.rules.[].set breaking_changes.[].component breaking_changes.[].from_version
      breaking_changes.[].to_version breaking_changes.[].change_type breaking_changes.[].description breaking_changes.[].migration_guide
      breaking_changes.[].severity datasources.npm.url datasources.npm.token_env datasources.npm.concurrency compatibility.[].component
      compatibility.[].versions compatibility.[].requires compatibility.[].level compatibility.[].reason exclusions.[].component`
    expect(wanted.split(/\s+/).filter((path) => !paths.has(path))).toEqual([])
  })

  it('documents the defaults that the merge uses', () => {
    const { registry } = parseRegistry('components: { redis: {} }', 'versions.yaml', someModules)
    if (registry === null) throw new Error('it is a registry')
    const { policy, components } = resolveScope(registry, { environment: null })
    const documented = (path: string) => keys.find((key) => key.path === path)?.view.default
    const [component] = components
    expect(component?.strategy).toBe(documented('global.default_strategy'))
    expect(component?.category).toBe(documented('components.*.category'))
    expect(component?.constraints.excludePrereleases).toBe(documented('components.*.constraints.exclude_prereleases'))
    expect(component?.minimumReleaseAge).toBe(documented('global.safety.minimum_release_age'))
    expect(component?.upgrade.path).toBe(documented('components.*.upgrade.path'))
    expect(component?.upgrade.requireManualApprovalForMajor).toBe(documented('components.*.upgrade.require_manual_approval_for_major'))
    expect(component?.upgrade.requiredStops).toEqual(documented('components.*.upgrade.required_stops'))
    expect(policy.offline).toBe(documented('global.offline_mode'))
    expect(policy.githubApi.timeout / 1000).toBe(documented('global.github_api.timeout'))
    expect(policy.githubApi.cacheTtl / 1000).toBe(documented('global.github_api.cache_ttl'))
    expect(policy.githubApi.rateLimitThreshold).toBe(documented('global.github_api.rate_limit_threshold'))
    expect(policy.cache.ttl / 1000).toBe(documented('global.cache.ttl'))
    expect(policy.cache.maxAge / 1000).toBe(documented('global.cache.max_age'))
    expect(policy.safety.requireChecksumVerification).toBe(documented('global.safety.require_checksum_verification'))
    expect(policy.safety.compatibilityCheck).toBe(documented('global.safety.compatibility_check'))
    expect(policy.safety.autoUpgrade.enabled).toBe(documented('global.safety.auto_upgrade.enabled'))
    expect(policy.safety.autoUpgrade.allowedRiskLevels).toEqual(documented('global.safety.auto_upgrade.allowed_risk_levels'))
  })

  it('lets a datasource set conditions between its own keys', () => {
    const url = {
      id: 'url',
      source: z
        .object({ json: z.string().optional(), pattern: z.string().optional() })
        .refine(({ json, pattern }) => (json === undefined) !== (pattern === undefined), 'exactly one of json and pattern is needed'),
    }
    const modules = { ...someModules, datasources: { ...someModules.datasources, url } }
    const problems = (source: string) =>
      parseRegistry(`components: { a: { source: { datasource: url, ${source} } } }`, 'f', modules).problems.map(({ message }) => message)
    expect(problems('json: $.a')).toEqual([])
    expect(problems('json: $.a, pattern: b')).toEqual(['found a mapping, but exactly one of json and pattern is needed.'])
  })

  it('takes the settings of channels from the channels', () => {
    const webhook = { id: 'webhook', config: z.object({ url_env: z.string().meta({ description: 'Variable with the address.' }) }) }
    const modules = { ...someModules, channels: { log: { id: 'log', config: z.object({}) }, webhook } }
    const problems = (text: string) =>
      parseRegistry(`components: { a: {} }\nupgrade_policies: { notifications: { ${text} } }`, 'f', modules).problems
    expect(problems('channels: [webhook], webhook: { url_env: HOOK }')).toEqual([])
    expect(problems('channels: [sms], log: {}')).toHaveLength(2)
  })
})

describe('the JSON Schema', () => {
  const json = registryJsonSchema(someModules)
  const validate = new Ajv({
    strict: true,
    strictTypes: false,
    allowUnionTypes: true,
    strictRequired: false,
    validateFormats: false,
  }).compile(json)

  it('accepts what the reader accepts', () => {
    expect(validate(parse(fixture('older-manager.yaml'))) ? [] : validate.errors).toEqual([])
    expect(validate({ 'x-note': 1, components: { a: { 'x-team': [] }, b: null }, environments: { staging: null } })).toBe(true)
  })

  it.each([
    ['an unknown key', { globl: {} }],
    ['an unknown key of a component', { components: { a: { stratgy: 'latest' } } }],
    ['a number for a version', { components: { a: { version: 1.1 } } }],
    ['an unknown strategy', { components: { a: { strategy: 'lates' } } }],
    ['an unknown datasource', { components: { a: { source: { datasource: 'dockre' } } } }],
    ['a pin without a file', { components: { a: { pins: [{ image: 'redis' }] } } }],
  ])('refuses %s', (_what, value) => {
    expect(validate(value)).toBe(false)
  })

  it('asks for no key that has a default', () => {
    const required = JSON.stringify(json).match(/"required":\[[^\]]*\]/g) ?? []
    const wanted = keys.filter(({ view }) => view.default !== undefined).map(({ path }) => path.split('.').at(-1))
    const names = new Set(required.flatMap((list) => [...list.matchAll(/"(\w+)"(?!:)/g)].map(([, name]) => name)))
    // `branch` has one for the ledger; an entry of `release.branches` must name its own.
    expect(wanted.filter((name) => names.has(name) && name !== 'default' && name !== 'branch')).toEqual([])
  })

  it('describes keys for editors, and repeats nothing large', () => {
    expect(JSON.stringify(json)).toContain('"description":"How the target is chosen.')
    expect(JSON.stringify(json).length).toBeLessThan(250_000)
    expect(json).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#', title: 'Pinwarden registry (versions.yaml)' })
  })
})

describe('the reference page', () => {
  const docs = registryDocs(someModules)

  it('has a row for every key, with its default', () => {
    for (const { path } of ours) expect(docs).toContain(`| \`${path.split('.').at(-1)}\``)
    expect(docs).toContain('| `default_strategy` | `latest`, `lts`, `range`, `pinned`, `locked` | `latest` |')
    expect(docs).toContain('| `file` **required** |')
  })

  it('names the rules between keys', () => {
    for (const { id, summary } of RULES) expect(docs).toContain(`- \`${id}\`: ${summary}`)
  })

  it('is sound Markdown: every row has as many cells as its head', () => {
    let cells = 0
    for (const line of docs.split('\n')) {
      const count = line.replaceAll('\\|', '').split('|').length
      if (!line.startsWith('|')) cells = 0
      else if (cells === 0) cells = count
      else expect(count, line).toBe(cells)
    }
    expect(docs).not.toMatch(/undefined|\[object/)
  })
})
