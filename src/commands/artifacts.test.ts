import { describe, expect, it } from 'vitest'
import { isoInstant } from '../core/model/instant.ts'
import type { Release } from '../core/model/release.ts'
import { HttpFailure, type HttpRequest } from '../ports/http.ts'
import { checksumOf, readArtifacts } from './artifacts.ts'
import { judgeAll, proposeAll } from './decide.ts'
import { emptyRecording, type Recording } from './recording.ts'
import { readScopes, type Situation, situate } from './situation.ts'

const [OLD, NEW] = ['a'.repeat(64), 'b'.repeat(64)]

const REGISTRY = `global: { safety: { minimum_release_age: 0d } }
components:
  tool:
    version: 1.2.3
    github_repo: acme/tool
    download:
      archive_pattern: 'tool-{VERSION}-{ARCH}.tar.gz'
      checksum_file: SHA256SUMS
    constraints: { architecture: [amd64] }
    pins:
      - { file: tool.yaml, yaml: tool.version, checksum: tool.sha256 }
`

function release(version: string): Release {
  const files = [`tool-${version}-amd64.tar.gz`, `tool-${version}-arm64.tar.gz`, 'SHA256SUMS']
  return {
    tag: `v${version}`,
    version: `v${version}`,
    assets: files.map((name) => ({ name, url: `https://dl.example/${version}/${name}` })),
  }
}

function recordingOf(registry: string): Recording {
  const files = [
    { path: 'tool.yaml', text: `tool:\n  version: 1.2.3 # pinned\n  sha256: ${OLD}\n`, blob: 'b1', mode: '100644' },
    { path: 'versions.yaml', text: registry, blob: 'b2', mode: '100644' },
  ]
  const recording = emptyRecording({
    now: Date.parse('2026-11-21'),
    request: { registry: 'versions.yaml', environment: null, components: [] },
    repository: 'acme/platform',
    base: null,
    files,
    paths: [],
  })
  for (const key of readScopes(recording).flatMap((scope) => [...scope.keys.values()])) {
    recording.answers[key] = { ok: true, origin: 'api', releases: [release('1.2.4'), release('1.2.3')] }
  }
  return recording
}

async function decided(registry: string, hash: string | HttpFailure = NEW) {
  const recording = recordingOf(registry)
  const situation: Situation = situate(recording)
  const asked: HttpRequest[] = []
  const request = async (one: HttpRequest) => {
    asked.push(one)
    if (one.fold !== undefined && typeof hash !== 'string') throw hash
    const body = one.fold === undefined ? `${NEW}  tool-1.2.4-amd64.tar.gz\n` : String(hash)
    return { status: 200, headers: {}, body, url: one.url, origin: 'network' as const }
  }
  recording.artifacts = await readArtifacts(situation, { http: { request }, baseUrl: () => '' })
  const judged = judgeAll(recording, situation)
  const upgrade = judged[0]?.upgrades[0]
  return {
    asked,
    ...proposeAll(recording, situation, judged),
    upgrade,
    checks: upgrade?.findings.filter(({ check }) => check === 'provenance'),
  }
}

describe('checksums beside pins', () => {
  it('move with the version once the download matches what upstream publishes', async () => {
    const { proposals, problems, asked, checks } = await decided(REGISTRY)
    expect(problems).toEqual([])
    expect(proposals[0]?.files.find(({ path }) => path === 'tool.yaml')?.text).toBe(`tool:\n  version: 1.2.4 # pinned\n  sha256: ${NEW}\n`)
    expect(asked.map(({ url }) => url)).toEqual(['https://dl.example/1.2.4/SHA256SUMS', 'https://dl.example/1.2.4/tool-1.2.4-amd64.tar.gz'])
    expect(checks?.[0]?.verdict).toBe('pass')
  })

  it('keep a step from being proposed whose file is another than published', async () => {
    const { proposals, problems, upgrade } = await decided(REGISTRY, 'c'.repeat(64))
    expect(proposals).toEqual([])
    expect(problems[0]).toMatchObject({ code: 'pin-refused', at: { file: 'tool.yaml', line: 2 } })
    expect(upgrade?.judgement).toMatchObject({ risk: 'high', decision: 'manual' })
  })

  it('keep a step from being proposed whose file could not be read', async () => {
    const { proposals, checks } = await decided(REGISTRY, new HttpFailure('network', 'dl.example could not be reached'))
    expect(proposals).toEqual([])
    expect(checks?.[0]?.verdict).toBe('unknown')
  })

  it('of several artifacts are not guessed', async () => {
    const { proposals, problems } = await decided(REGISTRY.replace('[amd64]', '[amd64, arm64]'))
    expect(proposals).toEqual([])
    expect(problems[0]?.message).toContain('2 artifacts')
  })

  it('cost nothing where neither policy nor pin asks for one', async () => {
    const plain = REGISTRY.replace(', checksum: tool.sha256', '')
    const { asked, proposals } = await decided(plain)
    expect(asked).toEqual([])
    expect(proposals).toHaveLength(1)
    const strict = await decided(plain.replace('minimum_release_age: 0d', 'minimum_release_age: 0d, require_checksum_verification: true'))
    expect(strict.asked).toHaveLength(2)
    expect(strict.checks?.[0]?.verdict).toBe('pass')
  })

  it('are those of the recording in a replay', async () => {
    const recording = recordingOf(REGISTRY)
    const situation = situate(recording)
    const [scope] = situation.scopes
    const [step] = scope?.steps ?? []
    if (scope === undefined || step === undefined) throw new Error(`no step as of ${isoInstant(recording.now)}`)
    expect(checksumOf(step, scope, recording)).toBeNull()
    expect(
      judgeAll(recording, situation)[0]?.upgrades[0]?.findings.some(
        ({ verdict, check }) => verdict === 'unknown' && check === 'provenance',
      ),
    ).toBe(true)
  })
})
