import { afterAll, beforeAll, expect, it } from 'vitest'
import { readAlerts } from '../src/commands/alerts.ts'
import { plan } from '../src/commands/upgrades.ts'
import { fail } from '../src/core/model/problems.ts'
import { githubPorts } from '../src/faces/compose.ts'
import { aDependabotAlert } from './support/dependabot-alert.ts'
import { type GitHubDouble, startGitHubDouble } from './support/github-double/index.ts'

const NOW = '2026-11-21T00:00:00Z'
const registry = (more = '', date = '2026-11-20') => `global: { safety: { minimum_release_age: 7d${more} } }
components:
  tool:
    version: 1.0.0
    source: { datasource: static, package: tool, releases: [{ version: 1.0.0, date: 2026-01-01 }, { version: 1.0.1, date: ${date} }] }
    versioning: semver
    advisories: { purl: pkg:npm/tool }
`
const alert = aDependabotAlert({ number: 12, name: 'tool', fixed: '1.0.1', ghsa: 'GHSA-aaaa-bbbb-cccc', cve: 'CVE-2026-12' })
const others = Array.from({ length: 120 }, (_, at) =>
  aDependabotAlert({ number: 100 + at, name: `other-${at}`, fixed: '9.0.0', ghsa: 'GHSA-dddd-eeee-ffff', cve: `CVE-2026-${at + 1000}` }),
)

const ASKED = { operation: 'dependabot/list-alerts-for-repo' }

let double: GitHubDouble
beforeAll(async () => {
  const repository = (name: string, alerts: readonly object[] | null, more?: string, date?: string) => ({
    nameWithOwner: `acme/${name}`,
    files: { 'versions.yaml': registry(more, date) },
    alerts: alerts as never,
  })
  double = await startGitHubDouble({
    world: {
      now: NOW,
      tokens: [
        { token: 'ghs_reads', kind: 'installation', permissions: { contents: 'write', vulnerability_alerts: 'read' } },
        { token: 'ghs_not', kind: 'actions', permissions: { contents: 'write' } },
      ],
      repositories: [
        repository('platform', [...others, alert]),
        repository('dismissed', [{ ...alert, state: 'dismissed' }]),
        repository(
          'odd',
          [{ ...alert, security_advisory: { ...alert.security_advisory, ghsa_id: 'GHSA-XXXX-bbbb-cccc' } }],
          '',
          '2026-02-01',
        ),
        repository('off', [alert], ', dependabot_alerts: false'),
        repository('none', null),
      ],
    },
  })
})
afterAll(() => double.close())

async function run(repository: string, token = 'ghs_reads') {
  const warnings: string[] = []
  const ports = githubPorts({
    env: {
      GITHUB_API_URL: double.restUrl,
      GITHUB_GRAPHQL_URL: double.graphqlUrl,
      PINWARDEN_OSV_URL: double.url,
      PINWARDEN_NOW: NOW,
    },
    repository: `acme/${repository}`,
    token,
    log: { progress: () => undefined, info: () => undefined, warn: (text) => warnings.push(text), debug: () => undefined },
  })
  const before = double.requests.count(ASKED)
  const { report, proposals } = await plan(ports, { components: [], offline: false })
  return { report, proposals, warnings, asked: double.requests.count(ASKED) - before }
}

it('an open alert of Dependabot hastens the fix though no database knows the advisory yet, and the proposal links it', async () => {
  const { report, proposals, asked } = await run('platform')
  expect(report.upgrades).toMatchObject([
    { component: 'tool', to: '1.0.1', fixes: [{ id: 'GHSA-aaaa-bbbb-cccc', names: ['CVE-2026-12'] }] },
  ])
  expect(proposals[0]?.body).toContain('https://github.com/acme/platform/security/dependabot/12')
  expect(proposals[0]?.labels.map(({ name }) => name)).toContain('security')
  expect(asked).toBe(2)
})

it('an alert that cannot be read is told, and stops nothing', async () => {
  const { report } = await run('odd')
  expect(report.upgrades[0]?.findings.find(({ check }) => check === 'advisories')).toMatchObject({
    verdict: 'pass',
    summary: expect.stringContaining('1 of Dependabot’s alerts could not be read'),
  })
})

it('alerts that do not come are told, and stop nothing', async () => {
  const down = { open: async () => fail('upstream-failed', 'Reading Dependabot’s alerts failed: GitHub answered 502.') }
  expect(await readAlerts(down)).toEqual({ alerts: [], notices: [expect.stringContaining('GitHub answered 502')] })
})

it.each([
  ['the token may not read them', 'platform', 'ghs_not', 1],
  ['the repository has turned them off', 'none', 'ghs_reads', 1],
  ['somebody dismissed it', 'dismissed', 'ghs_reads', 1],
  ['the registry does not want them', 'off', 'ghs_reads', 0],
])('where %s, everything is as without alerts', async (_, repository, token, requests) => {
  const { report, warnings, asked } = await run(repository, token)
  expect(report.upgrades).toEqual([])
  expect(report.held).toMatchObject([{ component: 'tool', version: '1.0.1', code: 'too-young' }])
  expect([warnings, asked]).toEqual([[], requests])
})
