import { mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { reportSchema } from '../../src/core/reports/report.ts'
import { bundleAction } from '../../src/scripts/build/bundle.ts'
import { runAction } from '../support/action-runner.ts'
import { type GitHubDouble, startGitHubDouble } from '../support/github-double/index.ts'

const REGISTRY = `components:
  redis:
    version: 7.2.4
    github_repo: redis/redis
    pins:
      - { file: compose.yaml, image: redis }
  runner:
    version: 1.0.0
    source: { datasource: static, package: runner, releases: ['1.0.0', '1.0.1'] }
    pins:
      - { file: .github/workflows/ci.yml, yaml: env.RUNNER }
`
const FILES = {
  'versions.yaml': REGISTRY,
  'compose.yaml': 'services:\n  cache:\n    image: redis:7.2.4\n',
  '.github/workflows/ci.yml': 'on: [push]\nenv:\n  RUNNER: 1.0.0\n',
}

let folder: string
let double: GitHubDouble

beforeAll(async () => {
  folder = mkdtempSync(resolve('node_modules/.cache-action-'))
  await bundleAction(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeEach(async () => {
  double = await startGitHubDouble({
    world: {
      tokens: [
        { token: 'ghs_app', kind: 'installation' },
        {
          token: 'ghs_job',
          kind: 'actions',
          permissions: { contents: 'write', pull_requests: 'write', issues: 'write', metadata: 'read' },
        },
        { token: 'ghs_read', kind: 'actions', permissions: { contents: 'read', pull_requests: 'read', metadata: 'read' } },
      ],
      repositories: [{ nameWithOwner: 'acme/platform', files: FILES }],
      upstreams: [
        {
          nameWithOwner: 'redis/redis',
          releases: [
            {
              tag: '7.2.5',
              publishedAt: '2026-01-05T00:00:00Z',
              body: '* Fix a crash.\n\n::set-output name=result::owned\n</details> @octocat fixes #1',
            },
            { tag: '7.2.4', publishedAt: '2025-12-05T00:00:00Z', body: 'First.' },
          ],
        },
      ],
    },
  })
  return () => double.close()
})

async function run(inputs: Record<string, string>, token = 'ghs_app') {
  return runAction({
    bundle: join(folder, 'index.js'),
    manifest: resolve('action.yml'),
    inputs,
    repository: 'acme/platform',
    sha: (await double.repository('acme/platform').head()) ?? '',
    double,
    token,
    env: { PINWARDEN_GITHUB_URL: double.restUrl, PINWARDEN_GITHUB_GRAPHQL_URL: double.graphqlUrl, PINWARDEN_OSV_URL: double.url },
  })
}

describe('the Action, as a runner starts it', () => {
  it('opens pull requests without a checkout and gives outputs, summary and a masked token', async () => {
    const result = await run({ command: 'upgrade' })
    expect(result.status).toBe(0)
    const report = reportSchema.parse(JSON.parse(result.outputs['report'] ?? ''))
    expect(result.outputs['result']).toBe('findings')
    expect(JSON.parse(result.outputs['proposals'] ?? '')).toMatchObject([
      {
        number: 1,
        branch: 'pinwarden/redis',
        risk: 'low',
        action: 'opened',
        components: [{ component: 'redis', from: '7.2.4', to: '7.2.5' }],
      },
      { number: 2, branch: 'pinwarden/runner' },
    ])
    expect(report.upgrades.length).toBe(2)
    expect(result.summary).toContain('| `redis` | `7.2.4` | `7.2.5` | patch | low |')
    expect(result.visible).not.toContain('ghs_app')
    double.assertClean()
  })

  it('lets upstream’s text start no workflow command and no mention', async () => {
    const result = await run({ command: 'upgrade' })
    expect(result.outputs['result']).toBe('findings')
    const body = (await double.repository('acme/platform').pull(1)).body ?? ''
    expect(body).toContain('Fix a crash.')
    expect(body).not.toMatch(/@octocat|fixes #1/)
    expect(body.match(/<\/details>/g)?.length).toBe(1)
  })

  it('names the permission that opening pull requests lacks, and goes on as far as it can', async () => {
    const result = await run({ command: 'upgrade' }, 'ghs_read')
    expect(result.status).toBe(1)
    expect(result.stdout).toMatch(
      /::error .*Creating branch pinwarden\/redis: the token may not do this in acme\/platform.*It needs `contents: write`/,
    )
  })

  it('explains that a job’s own token may not change workflows, and opens the rest', async () => {
    const result = await run({ command: 'upgrade' }, 'ghs_job')
    expect(JSON.parse(result.outputs['proposals'] ?? '')).toMatchObject([{ action: 'opened' }, { action: 'failed' }])
    expect(result.stdout).toMatch(/may not change files under \.github\/workflows.*token of a GitHub App/)
  })

  it('checks without writing, and fails the job where fail-on asks for it', async () => {
    const result = await run({ command: 'check', 'fail-on': 'low' }, 'ghs_read')
    expect(result.status).toBe(1)
    expect(result.stdout).toContain('`fail-on: low`')
    expect(double.requests.count({ write: true })).toBe(0)
    expect((await run({ command: 'check' }, 'ghs_read')).status).toBe(0)
  })

  it('annotates mistakes of the registry on their lines', async () => {
    await double.repository('acme/platform').push('main', { 'versions.yaml': REGISTRY.replace('version: 7.2.4', 'verison: 7.2.4') })
    const result = await run({ command: 'lint' }, 'ghs_read')
    expect(result.status).toBe(1)
    expect(result.stdout).toMatch(/::error .*file=versions\.yaml,line=3,col=5.*Did you mean `version`/)
    expect(result.summary).toContain('versions.yaml:3:5')
  })

  it('says every wrong input at once', async () => {
    const result = await run({ command: 'upgrad', 'dry-run': 'yes', 'fail-on': 'all' })
    expect(result.status).toBe(1)
    expect(result.stdout).toMatch(
      /Input `command` is “upgrad”; expected check, upgrade,[^.]* review, comment,[^.]*\..*Input `dry-run` is “yes”.*Input `fail-on` is “all”/,
    )
  })

  it.each([
    ['a token that is not valid', 'ghs_gone', /does not accept the token/],
    ['an empty token', '', /The input `token` is empty/],
  ])('explains %s', async (_, token, says) => {
    const result = await run({ command: 'check', token }, token)
    expect(result.status).toBe(1)
    expect(result.stdout).toMatch(says)
    expect(result.stdout).not.toContain('This is a bug')
  })

  it('says until when a rate limit holds', async () => {
    double.faults.add({ match: { operation: 'observe', times: null }, fault: 'primary-limit' })
    const result = await run({ command: 'upgrade' })
    expect(result.stdout).toMatch(/Reading pull requests: GitHub’s rate limit is used up/)
    expect(double.requests.count({ write: true })).toBe(0)
  })

  it('survives resets and server errors of reading, and doubles nothing when an answer to writing is lost', async () => {
    double.faults.add(
      { match: { face: 'graphql', nth: 1 }, fault: 'reset' },
      { match: { operation: 'observe' }, fault: { status: 502 } },
      { match: { operation: 'pulls/create' }, fault: 'reset-after' },
    )
    const first = await run({ command: 'upgrade' })
    expect(JSON.parse(first.outputs['proposals'] ?? '')).toMatchObject([{ action: 'failed' }, { action: 'opened' }])
    const second = await run({ command: 'upgrade' })
    expect(JSON.parse(second.outputs['proposals'] ?? '')).toMatchObject([
      { number: 1, action: 'edited' },
      { number: 2, action: 'unchanged' },
    ])
    const third = await run({ command: 'upgrade' })
    expect(JSON.parse(third.outputs['proposals'] ?? '')).toMatchObject([{ action: 'unchanged' }, { action: 'unchanged' }])
  })
})
