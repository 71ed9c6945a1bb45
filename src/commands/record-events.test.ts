import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GitHubDouble, startGitHubDouble } from '../../test/support/github-double/index.ts'
import { anEntry } from '../../test/support/ledger-entries.ts'
import { createClient } from '../adapters/github/client.ts'
import { githubForge } from '../adapters/github/forge.ts'
import { githubLedgerStore } from '../adapters/github/ledger-store.ts'
import { readLedger } from '../core/ledger/verify.ts'
import type { LedgerRecord } from '../core/model/ledger.ts'
import { foldRollbacks } from '../core/rollback/fold.ts'
import { githubPorts } from '../faces/compose.ts'
import { chainedLedger } from './chained-ledger.ts'
import { openRollback } from './rollback.ts'
import { upgrade } from './upgrades.ts'

const log = { progress: () => undefined, info: () => undefined, warn: () => undefined, debug: () => undefined }
const at = '2026-11-21T09:00:00Z'
const REPOSITORY = 'acme/platform'

function registry(releases: string, more = ''): string {
  return `${more}components:
  redis:
    version: 7.2.4
    source: { datasource: static, package: redis, releases: [${releases}] }
    versioning: semver
    pins:
      - { file: compose.yaml, image: redis }
      - { file: values.yaml, yaml: redis.tag }
  nginx:
    source: { datasource: static, package: nginx, releases: ['1.27.0'] }
    versioning: semver
    pins: [{ file: compose.yaml, image: nginx }]
`
}

const FILES = {
  'versions.yaml': registry("'7.2.4', '7.2.5'"),
  'compose.yaml': 'services:\n  redis:\n    image: redis:7.2.4\n  web:\n    image: nginx:1.27.0\n',
  'values.yaml': 'redis:\n  tag: 7.2.4 # kept\n',
  'CHANGELOG.md': '# Changelog\n\n## [Unreleased]\n',
}

let double: GitHubDouble

beforeEach(async () => {
  double = await startGitHubDouble({
    contentLimits: null,
    world: {
      now: at,
      tokens: [
        { token: 'ghs_app', kind: 'installation', login: 'pinwarden[bot]' },
        {
          token: 'ghs_pulls',
          kind: 'actions',
          permissions: { contents: 'read', pull_requests: 'write', issues: 'write' },
        },
      ],
      repositories: [{ nameWithOwner: REPOSITORY, collaborators: { ada: 'admin', bob: 'write' }, files: FILES }],
    },
  })
})

afterEach(async () => {
  double.assertClean()
  await double.close()
})

function portsOf(token = 'ghs_app') {
  const env = {
    GITHUB_API_URL: double.restUrl,
    GITHUB_GRAPHQL_URL: double.graphqlUrl,
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'ada',
    PINWARDEN_NOW: new Date(double.clock.now()).toISOString(),
  }
  return githubPorts({
    env,
    repository: REPOSITORY,
    token,
    log,
  })
}

function run(more: { token?: string; dryRun?: boolean } = {}) {
  return upgrade(portsOf(more.token), { components: [], offline: false, ...(more.dryRun === undefined ? {} : { dryRun: more.dryRun }) })
}

async function records(): Promise<readonly LedgerRecord[]> {
  const repo = double.repository(REPOSITORY)
  const paths = ['ledger/000001.jsonl', 'ledger/head.json']
  const files = await Promise.all(paths.map(async (path) => ({ path, text: (await repo.text(path, 'pinwarden-ledger')) ?? '' })))
  const reading = readLedger(files.filter((file) => file.text !== ''))
  expect(reading.fault).toBeNull()
  return reading.records
}

const events = async () => (await records()).map((record) => record.event)

describe('what the ledger tells upgrade', () => {
  it('is which rollback made a pull request superfluous, though its branch went with its merge', async () => {
    await run()
    const repo = double.repository(REPOSITORY)
    const byHand = Object.fromEntries(Object.entries(FILES).map(([path, text]) => [path, text.replace(/7\.2\.4(?!')/g, '7.2.5')]))
    await repo.push('main', byHand, { author: 'ada', message: 'By hand' })
    const back = await openRollback(portsOf(), { component: 'redis', to: '7.2.4', reason: 'it crashes', requestedBy: 'ada' })
    expect(back).toMatchObject({ result: 'opened', proposal: { number: 2 } })
    const { branch } = back.proposal ?? { branch: '' }
    await repo.merge(2, 'ada', 'SQUASH')
    if ((await repo.branches()).includes(branch)) await repo.deleteBranch(branch, 'ada')
    await run()
    expect(repo.pull(1)).toMatchObject({ state: 'closed', labels: expect.arrayContaining(['superseded-by-rollback']) })
    expect(
      repo
        .pull(1)
        .comments.map(({ body }) => body)
        .join(),
    ).toContain('redis 7.2.5 was rolled back to 7.2.4 (#2)')
  })
})

describe('what upgrade tells the ledger', () => {
  it('holds of an opened proposal what it takes to go back: every place, before and after', async () => {
    await run()
    const [record, ...others] = await records()
    expect(others).toEqual([])
    const repo = double.repository(REPOSITORY)
    const head = await repo.head('pinwarden/redis')
    expect(record).toMatchObject({
      event: 'proposal-opened',
      actor: { login: 'pinwarden', type: 'bot', onBehalfOf: 'ada' },
      moves: [{ component: 'redis', environment: null, from: '7.2.4', to: '7.2.5' }],
      proposal: { id: 'redis', number: 1, branch: 'pinwarden/redis' },
      commit: head,
      decision: { digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) },
    })
    const [point] = record?.points ?? []
    expect(point).toMatchObject({ component: 'redis', siblings: [], lockstep: false })
    expect(point?.paths.map(({ path, pin, before, after }) => [path, pin, before.version, after.version])).toEqual([
      ['compose.yaml', 0, '7.2.4', '7.2.5'],
      ['values.yaml', 1, '7.2.4', '7.2.5'],
      ['CHANGELOG.md', undefined, '7.2.4', '7.2.5'],
      ['versions.yaml', undefined, '7.2.4', '7.2.5'],
    ])
    for (const { path, beforeBlob, afterBlob } of point?.paths ?? []) {
      expect(await blobOf(path, 'main')).toBe(beforeBlob)
      expect(await blobOf(path, 'pinwarden/redis')).toBe(afterBlob)
    }
  })

  it('is nothing for a dry run and for a run without news, which costs three requests more at most', async () => {
    await run({ dryRun: true })
    expect(await records()).toEqual([])
    await run()
    const head = await double.repository(REPOSITORY).head('pinwarden-ledger')
    const [all, writes] = [double.requests.count(), double.requests.count({ write: true })]
    const { report } = await run()
    expect(report.problems).toEqual([])
    expect(double.requests.count({ write: true })).toBe(writes)
    expect(double.requests.count() - all).toBeLessThanOrEqual(7)
    expect(await double.repository(REPOSITORY).head('pinwarden-ledger')).toBe(head)
  })

  it.each(['MERGE', 'SQUASH', 'REBASE'] as const)('says who merged it, who approved, and by %s', async (method) => {
    await run()
    const repo = double.repository(REPOSITORY)
    await repo.review(1, 'bob', 'APPROVED')
    const commit = await repo.merge(1, 'ada', method)
    await run()
    await run()
    const [, merged, ...others] = await records()
    expect(others).toEqual([])
    expect(merged).toMatchObject({
      event: 'proposal-merged',
      actor: { login: 'ada', type: 'person' },
      moves: [{ component: 'redis', from: '7.2.4', to: '7.2.5' }],
      proposal: { number: 1 },
      commit,
      merge: { method: method.toLowerCase(), mergedBy: 'ada', approvals: ['bob'] },
    })
    expect(merged?.merge?.commits.at(-1)).toBe(commit)
    expect(foldRollbacks(await records()).points).toMatchObject([{ component: 'redis', status: 'active', from: '7.2.4', to: '7.2.5' }])
  })

  it('follows a proposal: refreshed, closed by a person', async () => {
    await run()
    const repo = double.repository(REPOSITORY)
    await repo.push('main', { 'versions.yaml': registry("'7.2.4', '7.2.5', '7.2.6'") })
    await run()
    expect(await events()).toEqual(['proposal-opened', 'proposal-refreshed'])
    await repo.close(1, 'ada')
    await run()
    await run()
    const last = (await records()).at(-1)
    expect(await events()).toEqual(['proposal-opened', 'proposal-refreshed', 'proposal-closed'])
    expect(last).toMatchObject({ actor: { login: 'ada', type: 'person' }, moves: [{ to: '7.2.6' }] })
  })

  it('says why Pinwarden closed one', async () => {
    await run()
    await double.repository(REPOSITORY).push('main', { 'versions.yaml': registry("'7.2.4'") })
    await run()
    await run()
    expect(await events()).toEqual(['proposal-opened', 'proposal-closed'])
    expect((await records())[1]).toMatchObject({ actor: { type: 'bot' }, why: { reason: 'nothing is left to do' } })
  })

  it.each(['before', 'after'] as const)(
    'is made up for by the next run, whichever write was the last, lost %s its effect, and never told twice',
    async (moment) => {
      for (let k = 0; k <= 9; k += 1) {
        const version = `7.3.${k}`
        await double.repository(REPOSITORY).push('main', { 'versions.yaml': registry(`'7.2.4', '${version}'`) })
        let sent = 0
        double.hooks[moment] = (_, request) => {
          if (!request.write) return undefined
          sent += 1
          return sent > k ? 'reset' : undefined
        }
        await run().catch(() => undefined)
        delete double.hooks[moment]
        await run()
        await run()
        const told = (await records()).filter((record) => record.moves[0]?.to === version)
        expect(told, `cut after ${k}`).toHaveLength(1)
        expect(told[0]?.commit).toBe(await double.repository(REPOSITORY).head('pinwarden/redis'))
      }
    },
    60_000,
  )

  it('is told once by two runs at the same time', async () => {
    await run()
    await double.repository(REPOSITORY).merge(1, 'ada', 'SQUASH')
    await Promise.all([run(), run(), run()])
    await run()
    expect(await events()).toEqual(['proposal-opened', 'proposal-merged'])
  })

  it('gives up rollback points when their time is over, together with other news, and never an event', async () => {
    const global = 'global: { safety: { rollback: { retention_count: 1, retention_days: 0 } } }\n'
    const repo = double.repository(REPOSITORY)
    for (const [index, version] of ['7.2.5', '7.2.6', '7.2.7'].entries()) {
      const text = (await repo.text('versions.yaml'))?.replace(/releases: \[[^\]]*\]/, `releases: ['7.2.4', '${version}']`) ?? ''
      await repo.push('main', { 'versions.yaml': index === 0 ? `${global}${text}` : text })
      await run()
      await repo.merge(index + 1, 'ada', 'SQUASH')
      await run()
    }
    await run()
    const all = await records()
    const pruned = all.filter((record) => record.event === 'pruned')
    expect(pruned.length).toBeGreaterThan(0)
    expect(all.filter((record) => record.event === 'proposal-merged')).toHaveLength(3)
    const statuses = foldRollbacks(all).points.map((point) => `${point.to} ${point.status}`)
    expect(statuses).toEqual(['7.2.5 expired', '7.2.6 superseded', '7.2.7 active'])
    const last = await repo.head('pinwarden-ledger')
    await run()
    expect(await repo.head('pinwarden-ledger')).toBe(last)
  })

  it('tells the merge of a rollback, with what was said when it was opened', async () => {
    await run()
    const repo = double.repository(REPOSITORY)
    await repo.merge(1, 'ada', 'SQUASH')
    await run()
    const branch = 'pinwarden/rollback/redis/7.2.5-to-7.2.4'
    await repo.push(branch, { 'values.yaml': FILES['values.yaml'] })
    const client = createClient({ token: 'ghs_app', apiUrl: double.restUrl, graphqlUrl: double.graphqlUrl, sleep: async () => undefined })
    const { number } = await githubForge(client, REPOSITORY, 'github.example').openProposal({
      branch,
      base: 'main',
      title: 'Back',
      body: '',
    })
    const moves = [{ component: 'redis', environment: null, from: '7.2.5', to: '7.2.4' }]
    const opened = anEntry({
      event: 'rollback-opened',
      moves,
      proposal: { id: 'x', number, url: null, branch },
      details: { kind: 'rollback' },
    })
    const ledger = chainedLedger(githubLedgerStore(client, REPOSITORY, 'pinwarden-ledger'), {
      sleep: async () => undefined,
      random: Math.random,
    })
    await ledger.append([opened])
    await repo.merge(number ?? 0, 'bob', 'MERGE')
    await run()
    const last = (await records()).filter((record) => record.proposal?.branch === branch)
    expect(last.map((record) => record.event)).toEqual(['rollback-opened', 'rollback-merged'])
    expect(last[1]).toMatchObject({ moves, details: { kind: 'rollback' }, merge: { mergedBy: 'bob', method: 'merge' } })
    expect(foldRollbacks(await records()).points).toMatchObject([{ status: 'used' }])
  })

  it('knows of merges from before there was a ledger', async () => {
    await double
      .repository(REPOSITORY)
      .push('main', { 'versions.yaml': registry("'7.2.4', '7.2.5'", 'global: { ledger: { enabled: false } }\n') })
    await run()
    expect(await double.repository(REPOSITORY).head('pinwarden-ledger')).toBeNull()
    await double.repository(REPOSITORY).merge(1, 'ada', 'SQUASH')
    await double.repository(REPOSITORY).push('main', { 'versions.yaml': registry("'7.2.4', '7.2.5'").replace('7.2.4\n', '7.2.5\n') })
    await run()
    expect((await records()).map(({ event, moves }) => [event, moves[0]?.to])).toEqual([['proposal-merged', '7.2.5']])
  })

  it('goes to the branch that the registry names', async () => {
    const text = registry("'7.2.4', '7.2.5'", 'global: { ledger: { branch: audit/versions } }\n')
    await double.repository(REPOSITORY).push('main', { 'versions.yaml': text })
    await run()
    expect(await double.repository(REPOSITORY).text('ledger/000001.jsonl', 'audit/versions')).toContain('proposal-opened')
  })

  it('does not stop a run that may not write it: a warning says what is missing', async () => {
    await run()
    await double.repository(REPOSITORY).merge(1, 'ada', 'SQUASH')
    const { report } = await run({ token: 'ghs_pulls' })
    const [problem, ...others] = report.problems.filter((one) => one.message.includes('ledger'))
    expect(problem).toMatchObject({ code: 'permission-missing', severity: 'warning', help: expect.stringContaining('contents: write') })
    expect(others).toEqual([])
    await run()
    expect(await events()).toEqual(['proposal-opened', 'proposal-merged'])
  })

  it('costs a quiet run of a thousand components with open proposals no write and at most ten requests', async () => {
    const OPEN = 3
    const names = Array.from({ length: 1000 }, (_, index) => `c${index}`)
    const component = (name: string, index: number) =>
      `  ${name}: { source: { datasource: static, package: ${name}, releases: ['1.0.0'${index < OPEN ? ", '1.0.1'" : ''}] }, versioning: semver, pins: [{ file: images.yaml, yaml: ${name} }] }\n`
    await double.repository(REPOSITORY).push('main', {
      'versions.yaml': `components:\n${names.map(component).join('')}`,
      'images.yaml': names.map((name) => `${name}: 1.0.0\n`).join(''),
    })
    await run()
    const told = await records()
    expect(told.map((record) => record.event)).toEqual(Array.from({ length: OPEN }, () => 'proposal-opened'))
    expect(await double.repository(REPOSITORY).log('refs/heads/pinwarden-ledger')).toHaveLength(1)
    const [all, writes] = [double.requests.count(), double.requests.count({ write: true })]
    await run()
    expect(double.requests.count({ write: true })).toBe(writes)
    expect(double.requests.count() - all).toBeLessThanOrEqual(10)
  }, 90_000)

  it('is an error where somebody tampered with it, and the branch stays as it is', async () => {
    await run()
    const repo = double.repository(REPOSITORY)
    const text = (await repo.text('ledger/000001.jsonl', 'pinwarden-ledger'))?.replace('"7.2.5"', '"7.2.9"') ?? ''
    const head = await repo.push('pinwarden-ledger', { 'ledger/000001.jsonl': text })
    await repo.merge(1, 'ada', 'SQUASH')
    const { report } = await run()
    const problem = report.problems.find((one) => one.code === 'ledger-broken')
    expect(problem).toMatchObject({ file: 'ledger/000001.jsonl', line: 1, severity: 'error' })
    expect(await repo.head('pinwarden-ledger')).toBe(head)
  })
})

async function blobOf(path: string, branch: string): Promise<string | undefined> {
  const resolved = await double.repository(REPOSITORY).data.git.resolve(`refs/heads/${branch}:${path}`)
  return resolved?.sha
}
