import { mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { pointsSchema, rollbackSchema } from '../../src/core/reports/rollback.ts'
import { bundleAction } from '../../src/scripts/build/bundle.ts'
import { runAction } from '../support/action-runner.ts'
import { runCli } from '../support/cli-runner.ts'
import { createGitRepository, type GitRepository } from '../support/git-repository.ts'
import { type GitHubDouble, startGitHubDouble } from '../support/github-double/index.ts'

const FILES = {
  'versions.yaml': `components:
  redis:
    version: "7.4.1"
    source: { datasource: static, package: redis, releases: ["7.4.0", "7.4.1", "7.4.2"] }
    pins:
      - { file: compose.yaml, image: redis }
`,
  'compose.yaml': 'services:\n  cache:\n    image: redis:7.4.1\n',
}

describe('pinwarden rollback in a repository without a forge', () => {
  let repository: GitRepository
  beforeEach(async () => {
    repository = await createGitRepository({ files: FILES })
  })
  afterEach(() => repository.remove())

  const run = (...args: string[]) => runCli(args, { cwd: repository.directory, env: { GITHUB_ACTOR: 'ada', NO_COLOR: '1' } })
  const merge = async (branch: string) => {
    await repository.merge(branch)
    await run('upgrade')
  }

  it('takes an upgrade back that Pinwarden made, and it stays put', { timeout: 90_000 }, async () => {
    await run('upgrade')
    await merge('pinwarden/redis')
    expect(await repository.show('compose.yaml')).toContain('redis:7.4.2')

    const listed = await run('rollback', '--list', '--json')
    expect(pointsSchema.parse(JSON.parse(listed.stdout)).points).toMatchObject([
      { id: 'rp-1', from: '7.4.1', to: '7.4.2', status: 'active' },
    ])
    const opened = await run('rollback', 'redis', '--reason', 'it broke', '--json')
    expect(opened.status).toBe(0)
    expect(rollbackSchema.parse(JSON.parse(opened.stdout))).toMatchObject({
      result: 'opened',
      from: '7.4.2',
      to: '7.4.1',
      excluded: ['7.4.2'],
    })
    // An upgrade leaves it alone, and proposes nothing beside it.
    await run('upgrade')
    expect(await repository.git('branch', '--list', 'pinwarden/*', '--format=%(refname:short)')).toBe(
      'pinwarden/rollback/redis/7.4.2-to-7.4.1',
    )

    await merge('pinwarden/rollback/redis/7.4.2-to-7.4.1')
    expect(await repository.show('compose.yaml')).toBe(FILES['compose.yaml'])
    const checked = await run('check', '--json')
    expect(JSON.parse(checked.stdout)).toMatchObject({ upgrades: [], held: [{ version: '7.4.2', code: 'excluded' }] })
    expect(await repository.git('branch', '--list', 'pinwarden/*')).toBe('')

    const again = await run('rollback', 'redis', '--to', '7.4.1', '--reason', 'it broke')
    expect([again.status, again.stdout]).toEqual([
      0,
      'already_rolled_back  redis is at 7.4.1 already; nothing is opened and nothing excluded.\n',
    ])
    const reland = await run('rollback', 'redis', '--reland', '--to', '7.4.2', '--reason', 'the tests were wrong', '--dry-run')
    expect([reland.status, reland.stdout]).toEqual([
      0,
      expect.stringMatching(/^planned .*deps\(redis\): bring forward again 7\.4\.1 to 7\.4\.2/),
    ])
  })

  it('says what is wrong with a request, with exit status 1 and no change', async () => {
    const wrong = await run('rollback', 'reds', '--env', 'base', '--reason', 'x')
    expect([wrong.status, wrong.stdout]).toEqual([
      1,
      'unknown_component  There is no component “reds” in the registry.\n  Did you mean `redis`?\n',
    ])
    expect((await run('rollback')).status).toBe(2)
    expect(await repository.git('branch', '--list', 'pinwarden/*')).toBe('')
  })

  it('goes to a version that never ran here where upstream has it, and says so', async () => {
    const { status, stdout } = await run('rollback', 'redis', '--to', '7.4.0', '--reason', 'x', '--json')
    const report = rollbackSchema.parse(JSON.parse(stdout))
    expect([status, report.result, report.proven]).toEqual([0, 'opened', false])
    expect(report.proposal?.labels).toContain('unproven-target')
    expect(report.warnings).toContain('7.4.0 never ran here, so nothing proves that it works.')
  })
})

describe('`command: rollback` of the Action', () => {
  let folder: string
  let double: GitHubDouble
  beforeAll(async () => {
    folder = mkdtempSync(resolve('node_modules/.cache-action-'))
    await bundleAction(folder)
    double = await startGitHubDouble({
      world: { tokens: [{ token: 'ghs_app', kind: 'installation' }], repositories: [{ nameWithOwner: 'acme/platform', files: FILES }] },
    })
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
    await double.close()
  })

  const run = async (inputs: Record<string, string | boolean>) =>
    runAction({
      bundle: join(folder, 'index.js'),
      manifest: resolve('action.yml'),
      inputs,
      repository: 'acme/platform',
      sha: (await double.repository('acme/platform').head()) ?? '',
      actor: 'ada',
      double,
      token: 'ghs_app',
      env: { PINWARDEN_OSV_URL: double.url },
    })

  it('opens one pull request without a checkout, however often it is asked', { timeout: 90_000 }, async () => {
    const repository = double.repository('acme/platform')
    await run({ command: 'upgrade' })
    await repository.merge(1, 'acme', 'SQUASH')
    await run({ command: 'upgrade' })
    const inputs = {
      command: 'rollback',
      component: 'redis',
      reason: 'latency doubled',
      incident: 'https://example.com/INC-42',
      emergency: true,
    }
    const first = await run(inputs)
    expect([first.status, first.outputs['result']]).toEqual([0, 'opened'])
    expect(JSON.parse(first.outputs['proposals'] ?? '')).toMatchObject([
      { number: 2, branch: 'pinwarden/rollback/redis/7.4.2-to-7.4.1', components: [{ from: '7.4.2', to: '7.4.1' }] },
    ])
    const pull = repository.pull(2)
    expect(pull.title).toBe('revert: deps(redis): bump 7.4.1 to 7.4.2 (#1)')
    expect(pull.body).toContain('- Incident: https://example.com/INC-42')
    expect(pull.labels).toEqual(expect.arrayContaining(['rollback', 'emergency', 'component: redis']))
    expect(first.summary).toContain('Rollback of `redis`: `opened`')
    expect(await repository.text('versions.yaml', 'pinwarden/rollback/redis/7.4.2-to-7.4.1')).toContain(
      'issue_url: https://example.com/INC-42',
    )

    const second = await run(inputs)
    expect([second.status, second.outputs['result']]).toEqual([0, 'in_progress'])
    const refused = await run({ command: 'rollback', component: 'redsi', reason: 'x' })
    expect([refused.status, refused.outputs['result']]).toEqual([1, 'unknown_component'])
    expect(refused.stdout).toContain('Did you mean `redis`?')
    expect(repository.pulls('open').map(({ number }) => number)).toEqual([2])

    await repository.merge(2, 'acme', 'SQUASH')
    const after = await run({ command: 'upgrade' })
    expect(JSON.parse(after.outputs['proposals'] ?? '[]')).toEqual([])
    expect((await repository.branches()).sort()).toEqual(['main', 'pinwarden-ledger'])
    double.assertClean()
  })
})
