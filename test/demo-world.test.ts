import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { modules } from '../src/commands/modules.ts'
import { RISKS } from '../src/core/model/component.ts'
import { DECISIONS } from '../src/core/model/finding.ts'
import { parseInstant } from '../src/core/model/instant.ts'
import { locatePin } from '../src/core/pins/locate.ts'
import { parseRegistry } from '../src/core/registry/parse.ts'
import { worldSchema } from './support/github-double/world.ts'
import { says, writtenPins } from './support/registry-pins.ts'

const ROOT = join(import.meta.dirname, '../fixtures/demo')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

const step = z.strictObject({
  lane: z.enum(['safe', 'major']),
  to: z.string(),
  distance: z.enum(['patch', 'minor', 'major']).optional(),
  risk: z.enum(RISKS),
  decision: z.enum(DECISIONS),
  why: z.string(),
})
const kept = z.strictObject({
  version: z.string(),
  code: z.string(),
  decision: z.enum(['hold', 'reject']),
  until: z.string().optional(),
  why: z.string().optional(),
})
const outcome = z.strictObject({
  state: z.enum(['upgrade', 'up-to-date', 'held', 'unresolved']),
  from: z.string(),
  with: z.array(z.string()).optional(),
  steps: z.array(step).default([]),
  kept_back: z.array(kept).default([]),
  cause: z.string().optional(),
})
const scope = z.record(z.string(), outcome)
const expectedWorld = z.strictObject({ clock: z.string(), base: scope, staging: scope, production: scope })

const registryText = read('repository/versions.yaml')
const { registry, problems } = parseRegistry(registryText, 'versions.yaml', modules)
const recorded = worldSchema.parse(JSON.parse(read('upstreams.json')))
const expected = expectedWorld.parse(parse(read('world.yaml')))
const clock = parseInstant(expected.clock) ?? Number.NaN

const listed = z.array(z.union([z.string(), z.object({ version: z.string() }).transform(({ version }) => version)]))

/** All versions that upstream has of a component, as the component's scheme would see them. */
function upstreamVersions(name: string): string[] {
  const component = registry?.components?.[name]
  const prefix = component?.constraints?.tag_prefix ?? ''
  const source = component?.source
  const repository = component?.github_repo ?? (source?.datasource === 'github-tags' ? source.package : undefined)
  const upstream = recorded.upstreams.find(({ nameWithOwner }) => nameWithOwner === repository)
  if (upstream !== undefined)
    return upstream.tags
      .map((tag) => tag.name)
      .filter((tag) => tag.startsWith(prefix))
      .map((tag) => tag.slice(prefix.length))
  const image = recorded.images.find((one) => one.name === source?.package || one.name === `library/${source?.package}`)
  if (image !== undefined) return image.tags.map((tag) => tag.name)
  return listed.catch([]).parse(source?.['releases'])
}

describe('the recorded world of the demo', () => {
  test('is small enough to be kept in the repository', () => {
    const files = globSync('**/*', { cwd: ROOT }).map((path) => statSync(join(ROOT, path)))
    expect(files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0)).toBeLessThan(3 * 1024 * 1024)
  })

  test('has every text that it names, and names every text that it has', () => {
    const named = recorded.upstreams.flatMap(({ files }) => Object.values(files)).sort()
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
    expect(globSync('texts/*/*', { cwd: ROOT }).sort()).toEqual(named)
  })

  test('stands still after its newest tag and release, so that ages are the same in every run', () => {
    const dates = recorded.upstreams.flatMap(({ tags, releases }) => [
      ...tags.map(({ date }) => date),
      ...releases.map(({ publishedAt }) => publishedAt),
    ])
    expect(Math.max(...dates.map((date) => Date.parse(date ?? '')))).toBeLessThan(clock)
  })

  test('has a tag for every release', () => {
    for (const { nameWithOwner, tags, releases } of recorded.upstreams) {
      const names = new Set(tags.map(({ name }) => name))
      expect(releases.filter(({ tag }) => !names.has(tag)).map(({ tag }) => `${nameWithOwner}@${tag}`)).toEqual([])
    }
  })
})

describe('the repository of the demo', () => {
  test('has a registry without errors or warnings', () => {
    expect(problems).toEqual([])
  })

  test.each(writtenPins(registryText).map((one) => [one.where, one] as const))('%s is found and says what the registry says', (_, one) => {
    const located = locatePin(read(`repository/${one.pin.file}`), one.pin.file, one.pin, one.component)
    expect(located.ok ? [] : located.problem).toEqual([])
    for (const { value } of located.ok ? located.found : []) expect(says(value, one.version ?? '')).toBe(true)
  })

  test('uses every kind of pin that upgrades can edit', () => {
    const used = new Set(writtenPins(registryText).map(({ pin }) => pin.editor))
    expect([...used].sort()).toEqual(['dockerfile', 'env', 'image', 'json', 'regex', 'toml', 'yaml'])
  })

  test('carries digests where the world knows them', () => {
    const digests = writtenPins(registryText).flatMap(({ pin, component }) => {
      const located = locatePin(read(`repository/${pin.file}`), pin.file, pin, component)
      return located.ok ? located.found.flatMap(({ digest }) => digest?.value ?? []) : []
    })
    const known = new Set([
      ...recorded.images.flatMap(({ tags }) => tags.map(({ digest }) => digest)),
      ...recorded.upstreams.flatMap(({ tags }) => tags.map(({ commit }) => commit)),
    ])
    expect(digests.length).toBeGreaterThanOrEqual(3)
    expect(digests.filter((digest) => !known.has(digest))).toEqual([])
  })
})

describe.each(['base', 'staging', 'production'] as const)('what is expected in %s', (name) => {
  const outcomes = { ...expected.base, ...expected[name] }

  test('covers every component', () => {
    expect(Object.keys(outcomes).sort()).toEqual(Object.keys(registry?.components ?? {}).sort())
  })

  test('starts from the version that the registry names', () => {
    for (const [component, { from }] of Object.entries(outcomes)) {
      const override = registry?.environments?.[name]?.component_overrides?.[component]?.version
      expect(from, component).toBe(override ?? registry?.components?.[component]?.version)
    }
  })

  test('names only versions that upstream has', () => {
    for (const [component, { steps, kept_back }] of Object.entries(outcomes)) {
      const versions = upstreamVersions(component)
      for (const version of [...steps.map(({ to }) => to), ...kept_back.map(({ version }) => version)]) {
        expect(
          versions.some((tag) => says(tag, version)),
          `${component} ${version}`,
        ).toBe(true)
      }
    }
  })

  test('ends a hold for want of age exactly when the age is reached', () => {
    const age = { base: 7, staging: 0, production: 14 }[name] * 86_400_000
    for (const [component, { kept_back }] of Object.entries(outcomes)) {
      for (const { version, until } of kept_back.filter(({ code }) => code === 'too-young')) {
        const prefix = registry?.components?.[component]?.constraints?.tag_prefix ?? ''
        const repository = registry?.components?.[component]?.source?.package
        const tag = recorded.upstreams
          .find(({ nameWithOwner }) => nameWithOwner === repository)
          ?.tags.find((one) => [version, `v${version}`, prefix + version].includes(one.name))
        expect(Date.parse(tag?.date ?? '') + age, `${component} ${version}`).toBe(Date.parse(until ?? ''))
        expect(Date.parse(until ?? '')).toBeGreaterThan(clock)
      }
    }
  })
})
