import { beforeEach, describe, expect, it } from 'vitest'
import { reportSchema } from '../../src/core/reports/report.ts'
import { runCli } from '../support/cli-runner.ts'
import { createGitRepository, type GitRepository } from '../support/git-repository.ts'

const registryOf = (...releases: string[]) => `components:
  redis:
    source: { datasource: static, package: redis, releases: [${releases.map((one) => `'${one}'`).join(', ')}] }
    pins: [{ file: compose.yaml, image: redis }]
`

let repository: GitRepository
beforeEach(async () => {
  repository = await createGitRepository()
  await repository.commit({
    'versions.yaml': registryOf('7.2.4', '7.2.5'),
    'compose.yaml': 'services:\n  cache:\n    image: redis:7.2.4\n',
  })
  return () => repository.remove()
})

const cli = (...args: string[]) => runCli(args, { cwd: repository.directory })

async function historyOf(): Promise<{ risk: string | undefined; decision: string | undefined; said: string[] }> {
  const run = await cli('check', '--json')
  const [upgrade] = reportSchema.parse(JSON.parse(run.stdout)).upgrades
  const said = (upgrade?.findings ?? []).filter(({ check }) => check === 'history').map(({ verdict, summary }) => `${verdict} ${summary}`)
  return { risk: upgrade?.risk, decision: upgrade?.decision, said }
}

describe('the history of a component', () => {
  it('makes the step after a rollback a high risk, with the reason of whoever took it back', async () => {
    expect(await historyOf()).toMatchObject({ risk: 'medium', said: ['pass The ledger records no earlier upgrade of redis here.'] })
    await cli('upgrade')
    await repository.merge('pinwarden/redis')
    await cli('upgrade')
    const back = await cli('rollback', 'redis', '--reason', 'replication lag of 40 s')
    expect(back.status).toBe(0)
    const branch = await repository.git('branch', '--list', 'pinwarden/rollback/*', '--format=%(refname:short)')
    await repository.merge(branch)
    await cli('upgrade')
    const text = (await repository.show('versions.yaml', 'main')).replace("'7.2.5'", "'7.2.5', '7.2.6'")
    await repository.commit({ 'versions.yaml': text })
    const after = await historyOf()
    expect(after).toMatchObject({ risk: 'high', decision: 'manual' })
    expect(after.said).toEqual([
      expect.stringMatching(/^fail The last upgrade of redis \(7\.2\.4 → 7\.2\.5\) was rolled back on \d{4}-\d\d-\d\d\.$/),
    ])
  })
})
