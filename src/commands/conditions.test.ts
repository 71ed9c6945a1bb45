import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../ports/http.ts'
import { readConditions } from './conditions.ts'
import { discover } from './discover.ts'
import type { Recording } from './recording.ts'
import { formatRecording, parseRecording } from './recording-file.ts'
import { readScopes, type Situation, situate } from './situation.ts'

const log = { progress: () => undefined, info: () => undefined, warn: () => undefined, debug: () => undefined }
const RELEASES = ['3.4.0', '3.4.1', '3.4.2', '3.5.0']
const INDEX = 'application/vnd.oci.image.index.v1+json'

function registryOf(conditions: string): string {
  return `global: { safety: { minimum_release_age: 0d } }
components:
  loki:
    version: 3.4.0
    source: { datasource: static, package: loki, releases: [${RELEASES.map((one) => `'${one}'`).join(', ')}]${conditions} }
    pins: [{ file: loki.yaml, yaml: version }]
`
}

function recordingOf(registry: string): Recording {
  return parseRecording(
    JSON.stringify({
      schema: 'pinwarden/recording@1',
      now: Date.parse('2026-11-21'),
      request: { registry: 'versions.yaml', environment: null, components: [] },
      repository: 'acme/platform',
      base: null,
      files: [
        { path: 'loki.yaml', text: 'version: 3.4.0\n', blob: 'b1', mode: '100644' },
        { path: 'versions.yaml', text: registry, blob: 'b2', mode: '100644' },
      ],
      paths: [],
      answers: {},
      notes: {},
      statistics: { requests: 0, cacheHits: 0, revalidated: 0, stale: 0 },
    }),
    'recording.json',
  )
}

/** Images by tag: their platforms, or a status in place of an answer. */
async function looked(registry: string, images: Readonly<Record<string, readonly string[] | number>> = {}) {
  const recording = recordingOf(registry)
  const asked: string[] = []
  const request = async (one: HttpRequest) => {
    const tag = one.url.split('/').at(-1) ?? ''
    asked.push(`${one.method ?? 'GET'} ${tag}`)
    const image = images[tag] ?? 404
    const manifests = typeof image === 'number' ? [] : image.map((text) => ({ platform: platformOf(text) }))
    return {
      status: typeof image === 'number' ? image : 200,
      headers: { 'content-type': INDEX, 'docker-content-digest': `sha256:${'a'.repeat(64)}` },
      body: one.method === 'HEAD' ? '' : JSON.stringify({ manifests }),
      url: one.url,
      origin: 'network' as const,
    }
  }
  const io = { http: { request }, baseUrl: () => 'https://registry.example.com' }
  const pinned = readScopes(recording)
  recording.answers = await discover(
    pinned.flatMap(({ selected }) => selected.map((component) => ({ component, current: ['3.4.0'] }))),
    io,
    log,
  )
  recording.conditions = await readConditions(recording, pinned, io, log)
  return { recording, asked, ...outcome(situate(recording)) }
}

function platformOf(text: string) {
  const [os = '', architecture = '', variant] = text.split('/')
  return { os, architecture, ...(variant === undefined ? {} : { variant }) }
}

function outcome(situation: Situation) {
  const [scope] = situation.scopes
  const held = scope?.resolution.outcomes.get('loki')?.held.filter(({ code }) => code === 'condition') ?? []
  return { steps: scope?.steps.map(({ to }) => to), held: held.map(({ version, reason }) => `${version} ${reason}`) }
}

const DOCKER = ', conditions: [{ datasource: docker, package: grafana/loki, platforms: [linux/amd64, linux/arm64] }]'
const BOTH = ['linux/amd64', 'linux/arm64/v8']

describe('conditions of a source', () => {
  it('let a release pass whose image exists for every platform', async () => {
    const result = await looked(registryOf(DOCKER), { '3.5.0': BOTH })
    expect(result).toMatchObject({ steps: ['3.5.0'], held: [] })
  })

  it('hold a release until its image for a platform is there, and offer the one before it meanwhile', async () => {
    const result = await looked(registryOf(DOCKER), { '3.5.0': ['linux/amd64'], '3.4.2': BOTH })
    expect(result.steps).toEqual(['3.4.2'])
    expect(result.held).toEqual(['3.5.0 docker grafana/loki: the image of 3.5.0 for linux/arm64 is not there yet.'])
  })

  it('hold all releases that are not there', async () => {
    const result = await looked(registryOf(DOCKER))
    expect(result.steps).toEqual([])
    expect(result.held).toEqual(['3.5.0', '3.4.2', '3.4.1'].map((one) => `${one} docker grafana/loki: ${one} is not there yet.`))
  })

  it('never propose what could not be looked at, and say why', async () => {
    const result = await looked(registryOf(DOCKER), { '3.5.0': 503, '3.4.2': 503, '3.4.1': BOTH })
    expect(result.steps).toEqual(['3.4.1'])
    expect(result.held[0]).toMatch(/^3\.5\.0 docker grafana\/loki: whether 3\.5\.0 is there could not be found out \(.*503/)
  })

  it('find a release that is called with a v there, without being told', async () => {
    const result = await looked(registryOf(', conditions: [{ datasource: docker, package: grafana/loki }]'), { 'v3.5.0': BOTH })
    expect(result).toMatchObject({ steps: ['3.5.0'], held: [] })
    expect(result.asked.every((one) => one.startsWith('HEAD'))).toBe(true)
  })

  it('ask under the name that the registry gives', async () => {
    const named = `, conditions: [{ datasource: docker, package: grafana/loki, tag: 'release-{VERSION}' }]`
    const result = await looked(registryOf(named), { 'release-3.4.1': BOTH, '3.5.0': BOTH })
    expect(result.steps).toEqual(['3.4.1'])
    expect(result.asked).toEqual(['HEAD release-3.5.0', 'HEAD release-3.4.2', 'HEAD release-3.4.1'])
  })

  it('look at any datasource: the chart, the package', async () => {
    const chart = `, conditions: [{ datasource: static, package: chart, releases: ['3.4.1', '3.4.2'] }]`
    const result = await looked(registryOf(chart))
    expect(result.steps).toEqual(['3.4.2'])
    expect(result.held).toEqual(['3.5.0 static chart: 3.5.0 is not there yet.'])
  })

  it('must all be met', async () => {
    const both = `, conditions: [{ datasource: static, package: chart, releases: ['3.4.1', '3.5.0'] }, { datasource: docker, package: grafana/loki }]`
    expect((await looked(registryOf(both), { '3.4.1': BOTH, '3.4.2': BOTH })).steps).toEqual(['3.4.1'])
  })

  it('cost nothing where nothing could move', async () => {
    const result = await looked(registryOf(DOCKER).replace('version: 3.4.0', 'version: 3.4.0\n    strategy: locked'))
    expect(result.asked).toEqual([])
  })

  it('say the same in a replay', async () => {
    const result = await looked(registryOf(DOCKER), { '3.5.0': ['linux/amd64'], '3.4.2': BOTH })
    const replayed = parseRecording(formatRecording(result.recording), 'recording.json')
    expect(outcome(situate(replayed))).toEqual({ steps: result.steps, held: result.held })
  })
})

describe('a condition on one file', () => {
  const condition = "{ datasource: github-releases, package: acme/loki-bin, asset: 'loki-{VERSION}-linux.tar.gz' }"

  /** Releases of the other place by tag, with the names of their files. */
  async function lookedAtFiles(files: Readonly<Record<string, readonly string[]>>, written = condition) {
    const registry = registryOf(`, conditions: [${written}]`)
    const recording = recordingOf(registry)
    const releases = Object.entries(files).map(([tag, names]) => ({
      tag_name: tag,
      draft: false,
      prerelease: false,
      published_at: '2026-11-01T00:00:00Z',
      html_url: `https://github.com/acme/loki-bin/releases/tag/${tag}`,
      assets: names.map((name) => ({ name, size: 1, browser_download_url: `https://github.com/x/${name}`, digest: null })),
    }))
    const request = async (one: HttpRequest) => {
      const isList = one.url.includes('/repos/acme/loki-bin/releases')
      return {
        status: isList ? 200 : 404,
        headers: {},
        body: isList ? JSON.stringify(releases) : '{}',
        url: one.url,
        origin: 'network' as const,
      }
    }
    const io = { http: { request, hasToken: () => false }, baseUrl: () => 'https://api.github.example' }
    const pinned = readScopes(recording)
    recording.answers = await discover(
      pinned.flatMap(({ selected }) => selected.map((component) => ({ component, current: ['3.4.0'] }))),
      io,
      log,
    )
    recording.conditions = await readConditions(recording, pinned, io, log)
    const replayed = parseRecording(formatRecording(recording), 'r.json')
    expect(outcome(situate(replayed))).toEqual(outcome(situate(recording)))
    return outcome(situate(recording))
  }

  it('holds a release until the file is there, under the name of its version', async () => {
    const files = { 'v3.5.0': ['loki-3.4.2-linux.tar.gz'], 'v3.4.2': ['notes.txt', 'loki-3.4.2-linux.tar.gz'] }
    const result = await lookedAtFiles(files)
    expect(result.steps).toEqual(['3.4.2'])
    expect(result.held).toEqual(['3.5.0 github-releases acme/loki-bin: v3.5.0 has no file loki-3.5.0-linux.tar.gz yet.'])
  })

  it('holds what says nothing of its files', async () => {
    const result = await lookedAtFiles({}, "{ datasource: static, package: loki, releases: ['3.5.0'], asset: 'loki.tar.gz' }")
    expect(result.held[0]).toBe('3.5.0 static loki: nothing is said of the files of 3.5.0.')
  })
})
