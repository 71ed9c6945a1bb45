import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { historySchema } from '../../src/core/reports/history.ts'
import { ledgerSchema } from '../../src/core/reports/ledger.ts'
import { statusSchema } from '../../src/core/reports/status.ts'
import { runCli } from '../support/cli-runner.ts'
import { createGitRepository, type GitRepository } from '../support/git-repository.ts'

const REGISTRY = `components:
  redis:
    version: 7.2.4
    source: { datasource: static, package: redis, releases: ['7.2.4', '7.2.5'] }
    pins: [{ file: compose.yaml, image: redis }]
  nginx:
    source: { datasource: static, package: nginx, releases: ['1.27.0'] }
    pins: [{ file: compose.yaml, image: nginx }]
`
const FILES = {
  'versions.yaml': REGISTRY,
  'compose.yaml': 'services:\n  cache:\n    image: redis:7.2.4\n  web:\n    image: nginx:1.27.0\n',
}

let repository: GitRepository

beforeEach(async () => {
  repository = await createGitRepository()
  await repository.commit(FILES)
})

afterEach(() => repository.remove())

const cli = (...args: string[]) => runCli(args, { cwd: repository.directory, env: { USER: 'ada' } })

async function json(...args: string[]): Promise<unknown> {
  const run = await cli(...args, '--json')
  expect(run.stderr).toBe('')
  return JSON.parse(run.stdout.toString())
}

const events = async () => historySchema.parse(await json('history')).records.map((record) => record.event)

describe('the ledger in a local repository', () => {
  it('tells of a proposal from its opening to its merge, and a second run adds nothing', async () => {
    await cli('upgrade')
    await cli('upgrade')
    expect(await events()).toEqual(['proposal-opened'])
    await repository.merge('pinwarden/redis')
    await cli('upgrade')
    await cli('upgrade')
    const { records } = historySchema.parse(await json('history', 'redis'))
    expect(records.map(({ event, merge }) => [event, merge?.method])).toEqual([
      ['proposal-merged', 'merge'],
      ['proposal-opened', undefined],
    ])
    expect(records[0]).toMatchObject({ moves: [{ component: 'redis', from: '7.2.4', to: '7.2.5' }], commit: await repository.head() })
    expect(records[1]?.actor).toEqual({ login: 'pinwarden', type: 'bot', on_behalf_of: 'ada' })
    const status = statusSchema.parse(await json('status'))
    expect(status.components).toMatchObject([
      { component: 'nginx', current: '1.27.0', last_event: null, rollback_points: 0 },
      {
        component: 'redis',
        current: '7.2.5',
        last_event: { event: 'proposal-merged', to: '7.2.5' },
        open_proposal: null,
        rollback_points: 1,
        figures: { merged: 1, success_rate: 1 },
      },
    ])
  })

  it('is asked for a component by the name that it has now, or by one that it had', async () => {
    await cli('upgrade')
    await repository.merge('pinwarden/redis')
    await cli('upgrade')
    const merged = (await repository.show('versions.yaml')).replace('  redis:', '  cache:\n    aliases: [redis]')
    await repository.commit({ 'versions.yaml': merged })
    for (const name of ['cache', 'redis'])
      expect(historySchema.parse(await json('history', name)).records.map(({ event }) => event)).toEqual([
        'proposal-merged',
        'proposal-opened',
      ])
    expect(historySchema.parse(await json('history', 'cache', '--limit', '1')).records).toHaveLength(1)
    const { components } = statusSchema.parse(await json('status', 'cache'))
    expect(components).toMatchObject([{ last_event: { event: 'proposal-merged' }, rollback_points: 1, figures: { merged: 1 } }])
    expect((await cli('rollback', 'redis', '--list')).stdout.toString()).toContain('cache')
  })

  it.each(['squash', 'rebase'] as const)('knows a merge by %s, whatever message it got', async (how) => {
    await cli('upgrade')
    await repository.commit({ 'README.md': 'meanwhile' })
    await repository.merge('pinwarden/redis', how)
    await cli('upgrade')
    const [record] = historySchema.parse(await json('history')).records
    expect(record).toMatchObject({ event: 'proposal-merged', commit: await repository.head() })
  })

  it('is proven, exported and shown; a rewritten one is named by file, line and record, with exit status 1', async () => {
    expect(ledgerSchema.parse(await json('ledger', 'verify'))).toMatchObject({ result: 'empty', head: null })
    await cli('upgrade')
    const report = ledgerSchema.parse(await json('ledger', 'verify'))
    expect(report).toMatchObject({ result: 'ok', records: 1, segments: 1, fault: null })
    const anchored = await cli('ledger', 'verify', '--anchor', report.head?.hash ?? '')
    expect([anchored.status, anchored.stdout.toString()]).toEqual([0, expect.stringContaining('anchor found: record 1')])
    expect((await cli('ledger', 'verify', '--anchor', 'a'.repeat(64))).status).toBe(1)
    const csv = (await cli('ledger', 'export', '--format', 'csv')).stdout.toString()
    expect(csv.split('\r\n')[1]).toMatch(/^1,[^,]*,proposal-opened,pinwarden,bot,ada,redis,,7\.2\.4,7\.2\.5,pinwarden\/redis,/)
    expect(JSON.parse((await cli('ledger', 'show', '1')).stdout.toString())).toMatchObject({ seq: 1, hash: report.head?.hash })
    expect((await cli('ledger', 'show', '2')).status).toBe(2)

    await repository.checkout('pinwarden-ledger')
    const text = (await repository.show('ledger/000001.jsonl')).replace('"7.2.5"', '"7.2.9"')
    await repository.commit({ 'ledger/000001.jsonl': `${text}\n` })
    await repository.checkout('main')
    const broken = await cli('ledger', 'verify')
    expect(broken.status).toBe(1)
    expect(broken.stdout.toString()).toMatch(/ledger\/000001\.jsonl:1: record 1 is edited\n {2}expected hash [0-9a-f]{64}/)
  })

  it('is looked through by component, event and time', async () => {
    await cli('upgrade')
    expect((await cli('history', 'nginx')).stdout.toString()).toBe('None of the ledger’s records (1) is asked for.\n')
    expect(historySchema.parse(await json('history', '--since', '1d', '--event', 'proposal-opened')).records).toHaveLength(1)
    expect((await cli('history', '--event', 'proposal-merge')).stderr.toString()).toContain('Did you mean `proposal-merged`?')
    expect((await cli('history')).stdout.toString()).toMatch(/proposal-opened +pinwarden for ada +redis +7\.2\.4 → 7\.2\.5/)
  })

  it('keeps the query database where the registry says, and never puts it over a file of somebody’s', async () => {
    await repository.write({ 'versions.yaml': `global: { state_db: { path: .pinwarden/state.db } }\n${REGISTRY}` })
    expect((await cli('history')).status).toBe(0)
    expect(await repository.git('status', '--porcelain', '--untracked-files=all')).toContain('.pinwarden/state.db')
    for (const path of ['compose.yaml', '../state.db', '.git/config']) {
      await repository.write({ 'versions.yaml': `global: { state_db: { path: ${path} } }\n${REGISTRY}` })
      const run = await cli('history')
      expect([run.status, run.stderr.toString()]).toEqual([2, expect.stringContaining('global.state_db.path')])
    }
    expect(await repository.git('diff', '--name-only')).toBe('versions.yaml')
  })
})
