import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { check } from '../src/commands/check.ts'
import type { Ports } from '../src/commands/ports.ts'
import type { Recording } from '../src/commands/recording.ts'
import { formatRecording, parseRecording } from '../src/commands/recording-file.ts'
import { plan } from '../src/commands/upgrades.ts'
import type { Report } from '../src/core/reports/report.ts'
import { terminal } from '../src/core/reports/terminal.ts'
import { githubPorts } from '../src/faces/compose.ts'
import { type GitHubDouble, startGitHubDouble } from './support/github-double/index.ts'

const NOW = '2026-11-21T00:00:00Z'

/** Each is at 1.0.0 and knows a patch of yesterday, an old minor and an old major. */
const RELEASES = `releases:
        - { version: 1.0.0, date: 2026-01-01 }
        - { version: 1.0.1, date: 2026-11-20 }
        - { version: 1.1.0, date: 2026-03-01 }
        - { version: 2.0.0, date: 2026-04-01 }`

const component = (name: string, more = '') => `
  ${name}:
    version: 1.0.0
    versioning: semver
    advisories: { purl: pkg:npm/${name} }
    source:
      datasource: static
      ${RELEASES}
    pins: [{ file: versions.env, env: ${name.toUpperCase()}_VERSION }]
${more}`

const REGISTRY = `global:
  safety: { minimum_release_age: 7d, auto_upgrade: { enabled: true } }
upgrade_policies:
  security_sla: { critical: 24h, high: 7d }
components:${['calm', 'patched', 'nowhere', 'brings'].map((name) => component(name)).join('')}${component('pinned', '    strategy: pinned\n')}${component('locked', '    strategy: locked\n')}`

const rating = { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }] }
const affecting = (id: string, name: string, events: object[], more: object = {}) => ({
  id,
  modified: '2026-11-20T00:00:00Z',
  published: '2026-11-20T12:00:00Z',
  summary: `What is wrong with ${name}`,
  aliases: [`CVE-2026-${id.length}${id.charCodeAt(5)}`],
  affected: [{ package: { ecosystem: 'npm', name }, ranges: [{ type: 'SEMVER', events }] }],
  ...rating,
  ...more,
})
/** Mended on the line of 1.0 alone: 1.1 and 2.0 have it still. */
const backported = [{ introduced: '0' }, { fixed: '1.0.1' }, { introduced: '1.1.0' }]
const advisories = [
  affecting('GHSA-patc-hedd-0001', 'patched', backported),
  affecting('GHSA-pinn-edpi-0001', 'pinned', backported),
  affecting('GHSA-lock-edlo-0001', 'locked', backported),
  affecting('GHSA-nowh-eree-0001', 'nowhere', [{ introduced: '0' }]),
  affecting('GHSA-brin-gsbr-0001', 'brings', backported),
  affecting('GHSA-brin-gsbr-0002', 'brings', [{ introduced: '1.0.1' }, { fixed: '1.1.0' }]),
]

let double: GitHubDouble
beforeAll(async () => {
  const versions = ['calm', 'patched', 'nowhere', 'brings', 'pinned', 'locked'].map((name) => `${name.toUpperCase()}_VERSION=1.0.0\n`)
  double = await startGitHubDouble({
    world: {
      now: NOW,
      tokens: [{ token: 'ghs_test', kind: 'installation' }],
      advisories,
      repositories: [{ nameWithOwner: 'acme/platform', files: { 'versions.yaml': REGISTRY, 'versions.env': versions.join('') } }],
    },
  })
})
afterAll(() => double.close())

function ports(more: Partial<Ports> = {}): Ports {
  return {
    ...githubPorts({
      env: {
        GITHUB_API_URL: double.restUrl,
        GITHUB_GRAPHQL_URL: double.graphqlUrl,
        PINWARDEN_OSV_URL: double.url,
        PINWARDEN_NOW: NOW,
      },
      repository: 'acme/platform',
      token: 'ghs_test',
      log: { progress: () => undefined, info: () => undefined, warn: () => undefined, debug: () => undefined },
    }),
    ...more,
  }
}

const request = { components: [], offline: false }
const stepsOf = ({ upgrades }: Report, name: string) =>
  upgrades.filter((one) => one.component === name).map((one) => `${one.lane} ${one.to} ${one.decision}`)
const componentOf = ({ components }: Report, name: string) => components.find((one) => one.component === name)

describe('security first, in a run', () => {
  let report: Report
  beforeAll(async () => {
    report = (await check(ports(), request)).report
  })

  it('lets the young fix through, before an older release that leaves the hole open', () => {
    expect(stepsOf(report, 'patched')).toEqual(['safe 1.0.1 recommend', 'major 2.0.0 reject'])
    const [fix] = report.upgrades
    expect(fix).toMatchObject({
      to: '1.0.1',
      waived: { code: 'too-young', reason: expect.stringContaining('minimum_release_age') },
      fixes: [{ severity: 'critical', published_at: '2026-11-20T12:00:00.000Z', due: '2026-11-21T12:00:00.000Z' }],
      due: '2026-11-21T12:00:00.000Z',
    })
    expect(report.held).toContainEqual(
      expect.objectContaining({ component: 'patched', version: '1.1.0', code: 'vulnerable', decision: 'reject' }),
    )
  })

  it('puts fixes before all other upgrades', () => {
    const isFix = report.upgrades.map((one) => one.fixes !== undefined)
    expect(isFix).toEqual(isFix.toSorted((a, b) => Number(b) - Number(a)))
  })

  it('leaves the age of others as it is', () => {
    expect(stepsOf(report, 'calm')).toEqual(['safe 1.1.0 recommend', 'major 2.0.0 manual'])
    expect(componentOf(report, 'calm')).not.toHaveProperty('open_advisories')
  })

  it('moves what is pinned for security, and nothing else of it', () => {
    expect(stepsOf(report, 'pinned')).toEqual(['safe 1.0.1 recommend'])
    expect(report.upgrades.find((one) => one.component === 'pinned')?.waived?.code).toBe('too-young')
  })

  it('never moves what is locked, and says what it misses', () => {
    expect(stepsOf(report, 'locked')).toEqual([])
    expect(componentOf(report, 'locked')).toMatchObject({
      status: 'held',
      open_advisories: [{ severity: 'critical', due: '2026-11-21T12:00:00.000Z' }],
      fixed_in: '1.0.1',
      notices: [expect.stringContaining('1.0.1 mends a known vulnerability')],
    })
    const text = terminal.render(report, (_, part) => part)
    expect(text).toMatch(
      /Open advisories\n[\s\S]*locked +1\.0\.0 +1 \(critical\): CVE-\S+ +Fixed in 1\.0\.1, and the component is locked\. Due by 2026-11-21 12:00 UTC\./,
    )
  })

  it('tells what nothing mends', () => {
    expect(stepsOf(report, 'nowhere')).toEqual(['safe 1.1.0 reject', 'major 2.0.0 reject'])
    expect(componentOf(report, 'nowhere')).toMatchObject({ open_advisories: [{ severity: 'critical' }] })
    expect(componentOf(report, 'nowhere')).not.toHaveProperty('fixed_in')
  })

  it('does not take a fix that turns out to be vulnerable itself for a way out', () => {
    expect(stepsOf(report, 'brings')).toEqual(['safe 1.1.0 reject', 'major 2.0.0 reject'])
  })

  it('comes to the same when it is replayed', async () => {
    let recorded = ''
    const record = async (recording: Recording) => {
      recorded = formatRecording(recording)
    }
    const live = await plan(ports({ record }), { ...request, dryRun: true })
    const told: string[] = []
    const log = { ...ports().log, info: (message: string) => told.push(message) }
    const replayed = await plan({ ...ports(), log, replay: parseRecording(recorded, 'r.json') }, request)
    expect(told).toEqual(['A replay has no repository to compare with: every proposal is shown as if none were there yet.'])
    expect(replayed.proposals).toEqual(live.proposals)
    expect(replayed.report.upgrades).toEqual(live.report.upgrades)
    expect(replayed.report.components).toEqual(live.report.components)
  })

  it('says in the proposal what it fixes, until when, and what it did not wait for; and comes first', async () => {
    const { proposals } = await plan(ports(), { ...request, dryRun: true })
    expect(proposals.map(({ id }) => id)).toEqual(['patched', 'pinned', 'calm', 'calm-major'])
    expect(proposals[0]?.labels.map(({ name }) => name)).toContain('security')
    expect(proposals[0]?.body).toMatch(
      /🔒 \*\*`patched`\*\* Security: fixes \[CVE-\S+\]\(https:\S+\) \(critical\)\. \*\*Due by 2026-11-21 12:00 UTC\*\*/,
    )
    expect(proposals[0]?.body).toContain('Let through as a security fix, for otherwise: 1.0.1 of 2026-11-20 is younger than')
  })

  it('approves nothing that it was told not to look at, and says who wanted it so', async () => {
    const skipped = { checks: ['advisories'], reason: 'OSV is down, INC-42' }
    const { report: loose, proposals } = await plan(ports(), { ...request, dryRun: true, skipped })
    expect(loose.skipped_checks).toEqual(skipped)
    expect(loose.upgrades.every(({ decision }) => decision !== 'auto-approve')).toBe(true)
    expect(loose.upgrades[0]?.findings).toContainEqual({
      check: 'advisories',
      verdict: 'unknown',
      summary: 'Not checked, by request: OSV is down, INC-42.',
      evidence: [],
    })
    expect(proposals[0]?.body).toContain('**Not checked, by request:** `advisories`. Reason: OSV is down, INC-42')
    expect(terminal.render(loose, (_, part) => part)).toContain('Not checked, by request: advisories. Reason: OSV is down, INC-42')
  })
})
