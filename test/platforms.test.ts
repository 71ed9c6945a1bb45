import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Found } from '../src/core/pins/contract.ts'
import { isEditorId } from '../src/core/pins/index.ts'
import { editPin, type Located, locatePin } from '../src/core/pins/locate.ts'
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

function found(located: Located): Found | undefined {
  return located.ok ? located.found[0] : undefined
}

/** Commits and hashes beside a version; a requirements file may have several. */
function digestsIn(found: Found | undefined): string[] {
  return found?.digest?.value.match(/(?:sha256:)?[0-9a-f]{40,64}/g) ?? []
}

/** Another one of the same kind; each of several differs. */
function another(digest: string, index: number): string {
  return digest.replace(/[0-9a-f]{40,}$/, (hex) => String(index % 10).repeat(hex.length))
}

function given(digests: readonly string[]): { digest?: string; digests?: readonly string[] } {
  const [digest] = digests
  return digest === undefined ? {} : { digest, digests }
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

  const movable = pins
    .filter(({ pin, version }) => isEditorId(pin.editor) && /^v?\d+\.\d+\.\d+$/.test(version ?? ''))
    .flatMap((one) => filesOf(platform, one).map((file) => ({ ...one, file, text: read(platform, file) })))
    .map((one) => ({ ...one, found: found(locatePin(one.text, one.file, one.pin, one.component)) }))

  test('moving a pin away and back leaves its file byte for byte as it was', () => {
    for (const { where, text, file, pin, found } of movable) {
      const digests = digestsIn(found)
      const away = editPin(text, file, pin, { version: '99.88.77', ...given(digests.map(another)) })
      expect(away.ok && away.changed, where).toBe(true)
      const back = editPin(away.ok ? away.text : '', file, pin, { version: found?.value ?? '', ...given(digests) })
      expect(back.ok && back.text, where).toBe(text)
    }
  })

  test('a pin with a commit or hashes beside it is not moved without the new ones', () => {
    for (const { where, text, file, pin } of movable.filter(({ found }) => found?.digest !== undefined)) {
      const away = editPin(text, file, pin, { version: '99.88.77' })
      expect(away.ok && away.changed, where).toBe(false)
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
