import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { isEditorId } from '../src/core/pins/index.ts'
import { editPin, locatePin } from '../src/core/pins/locate.ts'
import { parseRegistry } from '../src/core/registry/parse.ts'
import { says, type WrittenPin, writtenPins } from './support/registry-pins.ts'
import { specifiedModules } from './support/specified-modules.ts'

const ROOT = join(import.meta.dirname, '../fixtures/platforms')

const REGISTRIES = {
  observability: 'config/versions.yaml',
  voice: 'versions.yaml',
  aiops: '.github/versions.yaml',
  saas: 'versions.yaml',
} as const

const expectedFindings = z.looseObject({
  registry: z.string(),
  drift: z.array(
    z.looseObject({ component: z.string(), registry: z.string(), pins: z.array(z.strictObject({ file: z.string(), value: z.string() })) }),
  ),
})

interface Place {
  pin: WrittenPin
  file: string
  value: string
}

function read(platform: string, path: string): string {
  return readFileSync(join(ROOT, platform, path), 'utf8')
}

function filesOf(platform: string, { pin }: WrittenPin): string[] {
  return globSync(pin.file, { cwd: join(ROOT, platform) }).sort()
}

function locate(platform: string, one: WrittenPin): Place[] {
  return filesOf(platform, one).flatMap((file) => {
    const text = read(platform, file)
    const located = locatePin(text, file, one.pin, one.component)
    if (!located.ok) return []
    return located.found.map(({ value, start, end }) => {
      expect(text.slice(start, end), one.where).toBe(value)
      return { pin: one, file, value }
    })
  })
}

describe.each(Object.entries(REGISTRIES))('platform %s', (platform, registry) => {
  const text = read(platform, registry)
  const findings = expectedFindings.parse(JSON.parse(read(platform, 'expected-findings.json')))
  const pins = writtenPins(text)
  const drifting = findings.drift.flatMap(({ component, pins: places }) => places.map((place) => ({ component, ...place })))

  test('its registry is accepted without an error or a warning', () => {
    expect(parseRegistry(text, registry, specifiedModules).problems).toEqual([])
    expect(findings.registry).toBe(registry)
  })

  test('every component is pinned somewhere', () => {
    const pinned = new Set(pins.map(({ component }) => component))
    expect(
      Object.keys(parseRegistry(text, registry, specifiedModules).registry?.components ?? {}).filter((name) => !pinned.has(name)),
    ).toEqual([])
  })

  test.each(pins.map((one) => [one.where, one] as const))('%s is found and says what the registry says', (_, one) => {
    expect(filesOf(platform, one)).not.toEqual([])
    if (!isEditorId(one.pin.editor)) return
    for (const file of filesOf(platform, one)) {
      const located = locatePin(read(platform, file), file, one.pin, one.component)
      expect(located.ok ? [] : located.problem).toEqual([])
    }
    const places = locate(platform, one)
    expect(places.length).toBeGreaterThan(0)
    for (const { file, value } of places) {
      const drift = drifting.find((other) => other.component === one.component && other.file === file)
      if (drift !== undefined) expect(value).toBe(drift.value)
      else if (one.version === null) expect(value).toMatch(/\d/)
      else expect(says(value, one.version), `${file} says ${value}, the registry ${one.version}`).toBe(true)
    }
  })

  test('pins that say something else than the registry are exactly the drift that is to be reported', () => {
    const found = pins
      .filter(({ pin, version }) => isEditorId(pin.editor) && version !== null)
      .flatMap((one) => locate(platform, one))
      .filter(({ pin, value }) => !says(value, pin.version ?? ''))
      .map(({ pin, file, value }) => ({ component: pin.component, file, value }))
    expect(found).toEqual(drifting)
  })

  test('moving a pin away and back leaves its file byte for byte as it was', () => {
    const commit = { digest: 'c0ffee'.repeat(6).padEnd(40, '0') }
    const movable = pins.filter(({ pin, version }) => isEditorId(pin.editor) && /^v?\d+\.\d+\.\d+$/.test(version ?? ''))
    for (const one of movable) {
      for (const file of filesOf(platform, one)) {
        const before = read(platform, file)
        const now = locatePin(before, file, one.pin, one.component)
        const away = editPin(before, file, one.pin, { version: '99.88.77', ...commit }, one.component)
        expect(away.ok && away.changed, one.where).toBe(true)
        const version = now.ok ? (now.found[0]?.value ?? '') : ''
        const back = editPin(away.ok ? away.text : '', file, one.pin, { version, ...commit }, one.component)
        expect(back.ok && back.text, one.where).toBe(before)
      }
    }
  })
})

test('a registry of the older, scripts/-style version manager loads unchanged', () => {
  const text = read('legacy', 'versions.yaml')
  const { registry, problems } = parseRegistry(text, 'versions.yaml', specifiedModules)
  expect(problems.filter(({ severity }) => severity !== 'warning')).toEqual([])
  expect(Object.keys(registry?.components ?? {})).toHaveLength(13)
  expect(registry?.components?.['promtail']?.upgrade?.sync_version_with).toBe('loki')
  expect(registry?.upgrade_policies?.excluded_versions?.['node_exporter']?.[0]?.version).toBe('1.6.0')
})
