import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { reportSchema } from '../../src/core/reports/report.ts'
import { readInputs } from '../../src/faces/action/inputs.ts'
import { runCli } from '../support/cli-runner.ts'
import { createGitRepository, type GitRepository } from '../support/git-repository.ts'

const REGISTRY = `components:
  redis:
    version: 7.2.4
    source: { datasource: static, package: redis, releases: ['7.2.4', '7.2.5'] }
    pins: [{ file: compose.yaml, image: redis }]
`

let repository: GitRepository
beforeEach(async () => {
  repository = await createGitRepository()
  await repository.commit({ 'versions.yaml': REGISTRY, 'compose.yaml': 'services:\n  cache:\n    image: redis:7.2.4\n' })
  return () => repository.remove()
})

const cli = (...args: string[]) => runCli(args, { cwd: repository.directory })
const bodyOf = () => readFileSync(join(repository.directory, '.git/pinwarden/proposals/pinwarden/redis.md'), 'utf8')
const ledger = async () =>
  (await repository.git('grep', '-h', 'skip-safety-checks', 'pinwarden-ledger')).split('\n').map((line) => JSON.parse(line))

describe('checks that are left out from the command line', () => {
  it('need a reason, and must be checks', async () => {
    const silent = await cli('upgrade', '--skip-safety-checks', 'advisories')
    expect([silent.status, silent.stderr]).toEqual([2, expect.stringContaining('--reason')])
    const wrong = await cli('check', '--skip-safety-checks', 'advisorys', '--reason', 'x')
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('Did you mean `advisories`?')])
    const lonely = await cli('plan', '--reason', 'x')
    expect(lonely.status).toBe(2)
  })

  it('stand in report and proposal and once in the ledger, and are made again by the next run', async () => {
    const args = ['--skip-safety-checks', 'breaking-changes,advisories', '--reason', 'OSV is down, INC-42']
    const run = await cli('upgrade', ...args, '--json')
    expect([run.status, run.stderr]).toEqual([0, ''])
    const report = reportSchema.parse(JSON.parse(run.stdout))
    expect(report.skipped_checks).toEqual({ checks: ['advisories', 'breaking-changes'], reason: 'OSV is down, INC-42' })
    expect(bodyOf()).toContain('**Not checked, by request:** `advisories`, `breaking-changes`. Reason: OSV is down, INC-42')
    await cli('upgrade', ...args)
    const [record, ...others] = await ledger()
    expect(others).toEqual([])
    expect(record).toMatchObject({
      event: 'exception',
      why: { reason: 'OSV is down, INC-42' },
      details: { checks: 'advisories, breaking-changes' },
      moves: [{ component: 'redis', from: '7.2.4', to: '7.2.5' }],
    })
    await cli('upgrade')
    expect(bodyOf()).not.toContain('Not checked, by request')
  })
})

describe('checks that are left out from a workflow', () => {
  it('are inputs of their own', () => {
    const given: Record<string, string> = { token: 't', 'skip-safety-checks': 'all', reason: 'INC-42' }
    expect(readInputs((name) => given[name] ?? '')).toMatchObject({ skipSafetyChecks: 'all', reason: 'INC-42' })
    expect(readInputs((name) => (name === 'token' ? 't' : ''))).toMatchObject({ skipSafetyChecks: undefined, reason: undefined })
  })
})
