import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ports } from '../src/commands/ports.ts'
import type { RollbackRequest } from '../src/commands/rollback/request.ts'
import { openRollback } from '../src/commands/rollback.ts'
import { githubPorts } from '../src/faces/compose.ts'
import { type GitHubDouble, startGitHubDouble } from './support/github-double/index.ts'
import { type Files, memoryLedger, recordChange } from './support/rollback-world.ts'

const digest = (digit: string) => `sha256:${digit.repeat(64)}`
const REGISTRY = `upgrade_policies:
  pull_requests: { reviewers: [bob], draft: manual, labels: [platform] }
components:
  redis:
    source: { datasource: docker, package: redis }
    pins: [{ file: compose.yaml, image: redis }, { file: "deploy/*.yaml", image: redis }]
`
const files = (version: string, content: string | null): Files => {
  const image = `redis:${version}${content === null ? '' : `@${content}`}`
  return {
    'versions.yaml': REGISTRY,
    'compose.yaml': `services: { a: { image: "${image}" } }\n`,
    'deploy/a.yaml': `image: ${image}\n`,
    'deploy/b.yaml': `# b\nimage: ${image}\n`,
  }
}
const fixedBy = (version: string, introduced = '0') => ({
  id: `BIT-redis-${version}`,
  modified: '2026-01-01T00:00:00Z',
  summary: 'What is wrong with redis',
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
  affected: [
    { package: { ecosystem: 'Bitnami', name: 'redis' }, ranges: [{ type: 'SEMVER', events: [{ introduced }, { fixed: version }] }] },
  ],
})

/** Upgrades by a person, from and to; the names are those of the repositories. */
const CASES = {
  same: [files('7.4.1', digest('a')), files('7.4.2', digest('b'))],
  moved: [files('7.4.1', digest('f')), files('7.4.2', digest('b'))],
  plain: [files('7.4.1', null), files('7.4.2', null)],
  vulnerable: [files('7.2.4', null), files('7.4.2', null)],
  between: [files('7.6.1', null), files('7.6.2', null)],
} as const

let double: GitHubDouble
beforeAll(async () => {
  double = await startGitHubDouble({
    world: {
      tokens: [{ token: 'ghs_app', kind: 'installation' }],
      repositories: Object.entries(CASES).map(([name, [, after]]) => ({
        nameWithOwner: `acme/${name}`,
        files: after,
        collaborators: { bob: 'write' as const },
      })),
      images: [
        {
          name: 'library/redis',
          tags: [
            { name: '7.2.4', digest: digest('c') },
            { name: '7.4.1', digest: digest('a') },
            { name: '7.4.2', digest: digest('b') },
            ...['7.2.6', '7.6.1', '7.6.2'].map((name) => ({ name })),
          ],
        },
      ],
      advisories: [fixedBy('7.2.5'), fixedBy('7.6.2', '7.6.0')],
    },
    contentLimits: null,
  })
})
afterAll(() => double.close())

async function ask(name: keyof typeof CASES, more: Partial<RollbackRequest> = {}, earlier?: string) {
  const env = {
    GITHUB_API_URL: double.restUrl,
    GITHUB_GRAPHQL_URL: double.graphqlUrl,
    PINWARDEN_DOCKER_URL: double.url,
    PINWARDEN_OSV_URL: double.url,
  }
  const silent = { progress: () => undefined, info: () => undefined, warn: () => undefined, debug: () => undefined }
  const ledger = memoryLedger()
  const ports: Ports = {
    ...githubPorts({
      env,
      repository: `acme/${name}`,
      token: 'ghs_app',
      log: silent,
    }),
    ledger: async () => ledger,
  }
  const [last, present] = CASES[name]
  const all = [...(earlier === undefined ? [] : [files(earlier, null)]), last, present]
  for (const [at, after] of all.slice(1).entries()) {
    const before = all[at] ?? {}
    const [from = '', to = ''] = [before, after].map((one) => /redis:([\d.]+)/.exec(one['compose.yaml'] ?? '')?.[1])
    await recordChange(
      ledger,
      { moves: [{ component: 'redis', environment: null, from, to }], before, after },
      { number: at + 1, url: null, branch: `b${at}`, commits: ['c'.repeat(40)] },
      'squash',
    )
  }
  const report = await openRollback(
    ports,
    { component: 'redis', reason: 'it broke', requestedBy: 'ada', ...more },
    { sleep: async () => undefined },
  )
  const text = (path: string) => double.repository(`acme/${name}`).text(path, report.proposal?.branch)
  return { report, text, ledger }
}

describe('a rollback that asks upstream', () => {
  it('finds the tag as it was, and sets every file of a glob back', async () => {
    const { report, text } = await ask('same')
    expect(report).toMatchObject({ result: 'opened', warnings: [] })
    for (const path of ['compose.yaml', 'deploy/a.yaml', 'deploy/b.yaml']) expect(await text(path)).toBe(CASES.same[0][path])
  })

  it('asks the reviewers of the policy, and is never a draft', async () => {
    const { report } = await ask('same')
    const pull = double.repository('acme/same').pull(report.proposal?.number ?? 0)
    expect([pull.pull.draft, pull.labels.includes('platform')]).toEqual([false, true])
    expect(JSON.stringify(pull.pull)).toContain('bob')
  })

  it('refuses a tag that stands for something else by now, and restores what it stood for where that is forced', async () => {
    const { report, ledger } = await ask('moved')
    expect(report).toMatchObject({ result: 'target_mutated', ok: false, proposal: null })
    expect(ledger.all.at(-1)).toMatchObject({ event: 'refused', details: { code: 'target_mutated' } })
    const forced = await ask('moved', { force: true })
    expect(forced.report).toMatchObject({ result: 'opened', overridden: [{ code: 'target_mutated' }] })
    expect(await forced.text('compose.yaml')).toBe(CASES.moved[0]['compose.yaml'])
    expect(forced.ledger.all.map(({ event }) => event)).toContain('exception')
  })

  it('takes the digest from upstream where the pin has got one since', async () => {
    const since = (path: string) => (CASES.plain[1][path] ?? '').replace('7.4.2', `7.4.2@${digest('b')}`)
    await double.repository('acme/plain').push('main', { 'compose.yaml': since('compose.yaml') })
    const { text } = await ask('plain')
    expect(await text('compose.yaml')).toBe((CASES.plain[0]['compose.yaml'] ?? '').replace('7.4.1', `7.4.1@${digest('a')}`))
    expect(await text('deploy/a.yaml')).toBe(CASES.plain[0]['deploy/a.yaml'])
  })

  it('names the newest version that ran here and is neither vulnerable nor excluded', async () => {
    const { report } = await ask('between', {}, '7.2.6')
    expect(report).toMatchObject({ result: 'target_vulnerable', help: expect.stringContaining('Give `--to 7.2.6`') })
    expect(double.repository('acme/between').data.issues).toEqual([])
  })

  it('does not open a critical vulnerability again, and writes an exception with its end down where that is forced', async () => {
    const { report } = await ask('vulnerable')
    expect(report).toMatchObject({ result: 'target_vulnerable', message: '7.2.4 would open BIT-redis-7.2.5 (critical) again.' })
    const issues = () => double.repository('acme/vulnerable').data.issues.filter((one) => one.pull === undefined)
    expect(issues()).toMatchObject([
      { title: 'Rollback: redis has no version to go back to', labels: ['pinwarden', 'pinwarden: rollback'] },
    ])
    expect(issues()[0]?.body).toContain('- `7.2.4`: 7.2.4 would open BIT-redis-7.2.5 (critical) again.')
    expect(report.help).toContain(`/issues/${issues()[0]?.number}`)
    await ask('vulnerable')
    await ask('vulnerable', { dryRun: true })
    expect(issues()).toHaveLength(1)
    const { report: forced, ledger } = await ask('vulnerable', { force: true })
    expect(forced).toMatchObject({ result: 'opened', proposal: { labels: expect.arrayContaining(['risk: high']) } })
    expect(ledger.all.find(({ event }) => event === 'exception')).toMatchObject({
      why: { reason: 'it broke' },
      details: { code: 'target_vulnerable', expires: expect.any(Number) },
    })
  })
})
