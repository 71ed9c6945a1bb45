import { globSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keptInMemory } from '../../test/support/kept-in-memory.ts'
import type { FileState } from '../core/model/proposal.ts'
import { readNotes } from '../core/notes/read-notes.ts'
import { notesReader } from './kept-notes.ts'
import { readRegistry } from './load.ts'
import { neededFiles } from './needed-files.ts'
import { emptyRecording } from './recording.ts'
import { readScopes, situate } from './situation.ts'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures')

const REPOSITORIES = {
  observability: ['platforms/observability', 'config/versions.yaml'],
  voice: ['platforms/voice', 'versions.yaml'],
  aiops: ['platforms/aiops', '.github/versions.yaml'],
  saas: ['platforms/saas', 'versions.yaml'],
  demo: ['demo/repository', 'versions.yaml'],
} as const

function filesOf(folder: string): FileState[] {
  const at = join(FIXTURES, folder)
  return globSync('**/*', { cwd: at })
    .concat(globSync('.*/**/*', { cwd: at }))
    .filter((path) => statSync(join(at, path)).isFile())
    .map((path) => ({ path, text: readFileSync(join(at, path), 'utf8'), blob: path, mode: '100644' }))
}

function recordingOf(folder: string, registry: string) {
  const files = filesOf(folder)
  const request = { registry, environment: null, components: [] }
  return emptyRecording({ now: Date.UTC(2026, 7, 24), request, repository: null, base: null, files, paths: files.map(({ path }) => path) })
}

describe.each(Object.entries(REPOSITORIES))('a run in %s after another', (_, [folder, registry]) => {
  it('takes what was read for granted and comes to the same, without reading it', () => {
    const readings = keptInMemory()
    const runs = [undefined, readings, readings, readings].map((kept) => {
      const recording = recordingOf(folder, registry)
      const file = recording.files.find(({ path }) => path === registry)
      if (file === undefined) throw new Error(`no ${registry}`)
      const loaded = readRegistry(file, kept)
      const needed = neededFiles(file, { components: [] }, kept)
      const pinned = readScopes(recording, kept)
      const found = [...readings.found]
      const situation = situate(recording, pinned)
      readings.nextRun()
      const { registry: content, warnings } = loaded
      const places = Object.keys(content.components ?? {}).map((name) => loaded.at(['components', name], 'key'))
      return { found, result: { content, warnings, places, needed, pinned, problems: situation.problems, files: situation.files } }
    })
    const [fresh, ...later] = runs
    for (const { result } of later) expect(result).toEqual(fresh?.result)
    expect(fresh?.result.places.length).toBeGreaterThan(3)
    expect(later.map(({ found }) => found)).toEqual([[], ['registry', 'files', 'scopes'], ['registry', 'files', 'scopes']])
  })

  it('reads everything again where the registry or a pinned file changed', () => {
    const readings = keptInMemory()
    const run = (change: (file: FileState) => FileState) => {
      const recording = recordingOf(folder, registry)
      recording.files = recording.files.map(change)
      const pinned = readScopes(recording, readings)
      expect(pinned).toEqual(readScopes({ ...recording, files: recording.files.map((file) => ({ ...file })) }))
      const found = [...readings.found]
      readings.nextRun()
      return found
    }
    expect(run((file) => file)).toEqual([])
    expect(run((file) => file)).toEqual(['scopes'])
    expect(run((file) => (file.path === registry ? { ...file, text: `${file.text}\n# changed\n` } : file))).toEqual([])
    const pinnedFile = filesOf(folder).find(({ path, text }) => path !== registry && /\d\.\d/.test(text))?.path
    expect(run((file) => (file.path === pinnedFile ? { ...file, text: file.text.replaceAll(/\d+\.\d+/g, '9.9') } : file))).toEqual([])
  })
})

describe('a registry that was kept', () => {
  const file = (text: string): FileState => ({ path: 'versions.yaml', text, blob: '', mode: '100644' })
  const TEXT = 'components:\n  redis:\n    version: "7.2.4"\n    source: { datasource: docker, package: redis }\n'

  it('says where things stand, asked for before or not', () => {
    const readings = keptInMemory()
    const first = readRegistry(file(TEXT), readings)
    const key = first.at(['components', 'redis'], 'key')
    readings.nextRun()
    const second = readRegistry(file(TEXT), readings)
    expect(second.at(['components', 'redis'], 'key')).toEqual(key)
    expect(second.at(['components', 'redis', 'version'], 'value')).toEqual(
      readRegistry(file(TEXT)).at(['components', 'redis', 'version'], 'value'),
    )
    expect(second.at(['components', 'nothing'], 'key')).toBeUndefined()
  })

  it('is as it was read, whatever the run before did to it', () => {
    const readings = keptInMemory()
    const first = readRegistry(file(TEXT), readings)
    const fresh = structuredClone(first.registry)
    for (const one of Object.values(first.registry.components ?? {})) one.version = 'spoilt'
    readings.nextRun()
    expect(readRegistry(file(TEXT), readings).registry).toEqual(fresh)
  })

  it('is none where there are errors: every run tells them', () => {
    const readings = keptInMemory()
    const bad = `${TEXT}    strategy: newest\n`
    for (let run = 0; run < 3; run += 1) {
      expect(() => readRegistry(file(bad), readings)).toThrow(/strategy/)
      readings.nextRun()
    }
  })

  it('keeps its warnings', () => {
    const readings = keptInMemory()
    const old = readFileSync(join(FIXTURES, 'registry/older-manager.yaml'), 'utf8')
    const { warnings } = readRegistry(file(old), readings)
    readings.nextRun()
    expect(warnings.length).toBeGreaterThan(0)
    expect(readRegistry(file(old), readings).warnings).toEqual(warnings)
  })
})

describe('notes that were kept', () => {
  const registry = { path: 'versions.yaml', text: 'components: {}' }
  const document = { kind: 'changelog' as const, text: '## 2.0.0\n\n- Remove the `old` option.\n\n## 1.0.0\n' }

  it('are read once, and once more where the text, the step or the registry is another', () => {
    const readings = keptInMemory()
    let looks = 0
    const watched = () => [
      {
        kind: document.kind,
        get text() {
          looks += 1
          return document.text
        },
      },
    ]
    const fresh = readNotes([document], '1.0.0', '2.0.0')
    expect(fresh.verdict).toBe('breaking')
    const looksOf = (registryOf: typeof registry, to: string) => {
      looks = 0
      const read = notesReader(readings, registryOf)(watched(), '1.0.0', to)
      expect(read).toEqual(readNotes([document], '1.0.0', to))
      readings.nextRun()
      return looks
    }
    expect(looksOf(registry, '2.0.0')).toBeGreaterThan(1)
    expect(looksOf(registry, '2.0.0')).toBe(1)
    expect(looksOf(registry, '3.0.0')).toBeGreaterThan(1)
    expect(looksOf(registry, '2.0.0')).toBe(1)
    expect(looksOf({ ...registry, text: 'components: {}\n' }, '2.0.0')).toBeGreaterThan(1)
    expect(notesReader(readings, registry)([{ ...document, text: '## 2.0.0\n\n- Fix a typo.\n' }], '1.0.0', '2.0.0').verdict).toBe('none')
  })
})
