import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { check } from '../src/commands/check.ts'
import type { Ports } from '../src/commands/ports.ts'
import { formatRecording, parseRecording } from '../src/commands/recording-file.ts'
import { plan } from '../src/commands/upgrades.ts'
import { githubPorts } from '../src/faces/compose.ts'
import { type GitHubDouble, startGitHubDouble } from './support/github-double/index.ts'

const REGISTRY = `global:
  safety:
    auto_upgrade: { enabled: true, allowed_risk_levels: [low, medium] }
components:
  cache:
    source: { datasource: docker, package: redis }
    pins: [{ file: compose.yaml, image: redis }]
  tool:
    version: 1.0.0
    source: { datasource: static, package: tool, releases: ['1.0.0', '1.0.1', '1.0.2'] }
    versioning: semver
    advisories: { purl: pkg:npm/tool }
`

const affecting = (id: string, ecosystem: string, name: string, fixed: string, more: object = {}) => ({
  id,
  modified: '2026-01-01T00:00:00Z',
  summary: `What is wrong with ${name}`,
  affected: [{ package: { ecosystem, name }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }] }],
  ...more,
})

const critical = { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }], aliases: ['CVE-2026-1'] }
const fixedByStep = affecting('BIT-redis-2026-1', 'Bitnami', 'redis', '7.2.5', critical)
const neverFixed = affecting('GHSA-aaaa-bbbb-cccc', 'npm', 'tool', '2.0.0')

let double: GitHubDouble
beforeAll(async () => {
  const tags = ['7.2.4-alpine', '7.2.5-alpine'].map((name) => ({ name }))
  const image = 'services: { cache: { image: redis:7.2.4-alpine } }\n'
  const repository = (name: string, registry: string, more: Record<string, string> = {}) => ({
    nameWithOwner: `acme/${name}`,
    files: { 'versions.yaml': registry, 'compose.yaml': image, ...more },
  })
  const safety = (key: string) => REGISTRY.replace('  safety:\n', `  safety:\n    ${key}\n`)
  double = await startGitHubDouble({
    world: {
      now: '2026-11-21T00:00:00Z',
      tokens: [{ token: 'ghs_test', kind: 'installation' }],
      images: [{ name: 'library/redis', tags }],
      advisories: [fixedByStep, neverFixed],
      repositories: [
        repository('online', REGISTRY),
        repository('off', safety('security_advisory_check: false')),
        repository('inside', safety('advisory_source: directory'), {
          '.pinwarden/advisories/redis.json': JSON.stringify(fixedByStep),
          '.pinwarden/advisories/broken.json': '{"id":',
        }),
        repository('empty', safety('advisory_source: directory')),
      ],
    },
  })
})
afterAll(() => double.close())

function ports(repository: string, more: { env?: Record<string, string>; offline?: boolean } = {}): Ports {
  return githubPorts({
    env: {
      GITHUB_API_URL: double.restUrl,
      GITHUB_GRAPHQL_URL: double.graphqlUrl,
      PINWARDEN_GITHUB_URL: double.restUrl,
      PINWARDEN_GITHUB_GRAPHQL_URL: double.graphqlUrl,
      PINWARDEN_DOCKER_URL: double.url,
      PINWARDEN_ENDOFLIFE_URL: double.url,
      PINWARDEN_OSV_URL: double.url,
      PINWARDEN_NOW: '2026-11-21T00:00:00Z',
      ...more.env,
    },
    repository: `acme/${repository}`,
    token: 'ghs_test',
    offline: more.offline ?? false,
    log: { progress: () => undefined, info: () => undefined, warn: () => undefined, debug: () => undefined },
  })
}

const request = { components: [], offline: false }

async function upgradeOf(component: string, from: Ports) {
  const { report } = await check(from, request)
  const upgrade = report.upgrades.find((one) => one.component === component)
  return { ...upgrade, advisories: upgrade?.findings.filter((finding) => finding.check === 'advisories') ?? [] }
}

describe('advisories in a run', () => {
  it('that the step fixes are told with their ids, severity and page', async () => {
    const { advisories, fixes, decision } = await upgradeOf('cache', ports('online'))
    expect(advisories).toMatchObject([
      {
        verdict: 'pass',
        summary: expect.stringContaining('CVE-2026-1'),
        evidence: [{ url: 'https://osv.dev/vulnerability/BIT-redis-2026-1' }],
      },
    ])
    expect(fixes).toEqual([
      { id: 'BIT-redis-2026-1', names: ['CVE-2026-1'], severity: 'critical', url: 'https://osv.dev/vulnerability/BIT-redis-2026-1' },
    ])
    expect(decision).not.toBe('reject')
  })

  it('that affect the target reject the step, and nothing is proposed', async () => {
    const { report, proposals } = await plan(ports('online'), request)
    expect(report.upgrades.find((one) => one.component === 'tool')).toMatchObject({
      decision: 'reject',
      decision_reasons: [{ check: 'advisories', text: expect.stringContaining('GHSA-aaaa-bbbb-cccc') }],
    })
    expect(proposals.map(({ id }) => id)).toEqual(['cache'])
  })

  it('make a labelled proposal with an entry under Security', async () => {
    const { proposals } = await plan(ports('online'), request)
    expect(proposals[0]?.labels.map(({ name }) => name)).toContain('security')
    expect(proposals[0]?.files.find(({ path }) => path === 'CHANGELOG.md')?.text).toMatch(
      /### Security\n\n- Bump cache from .* risk, fixes CVE-2026-1/,
    )
    expect(proposals[0]?.body).toContain('#### Advisories fixed')
  })

  it('are looked up once for all components, and not at all where nobody asks', async () => {
    const before = double.requests.count({ face: 'osv' })
    await check(ports('online'), request)
    expect(double.requests.count({ face: 'osv' }) - before).toBe(3)
    const { advisories, fixes } = await upgradeOf('cache', ports('off'))
    expect(double.requests.count({ face: 'osv' }) - before).toBe(3)
    expect([advisories, fixes]).toEqual([[], undefined])
  })

  it('that could not be had are unknown, and nothing is approved without a person', async () => {
    const { advisories, decision } = await upgradeOf('tool', ports('online', { env: { PINWARDEN_OSV_URL: 'http://127.0.0.1:9' } }))
    expect(advisories).toMatchObject([{ verdict: 'unknown' }])
    expect(['recommend', 'manual']).toContain(decision)
  })

  it('come from the repository itself where there is no network, broken files told', async () => {
    const before = double.requests.count({ face: 'osv' })
    expect((await upgradeOf('cache', ports('inside'))).fixes).toHaveLength(1)
    expect((await upgradeOf('tool', ports('inside'))).advisories).toMatchObject([
      { verdict: 'pass', summary: expect.stringContaining('broken.json') },
    ])
    expect(double.requests.count({ face: 'osv' })).toBe(before)
  })

  it('of an empty folder are unknown: more likely a mistake than a world without advisories', async () => {
    expect((await upgradeOf('cache', ports('empty'))).advisories).toMatchObject([
      { verdict: 'unknown', summary: expect.stringContaining('.pinwarden/advisories') },
    ])
  })

  it('are decided again from a recording without a network', async () => {
    let recorded = ''
    const first = await plan(
      {
        ...ports('online'),
        record: async (recording) => {
          recorded = formatRecording(recording)
        },
      },
      request,
    )
    const again = await plan({ ...ports('online'), replay: parseRecording(recorded, 'run.json') }, request)
    expect(again.proposals).toEqual(first.proposals)
    expect(recorded).not.toContain('"details"')
  })
})
