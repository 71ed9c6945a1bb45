import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { localReleases } from '../../src/adapters/local-git/releases.ts'
import { releaseSchema } from '../../src/core/reports/release.ts'
import { runCli } from '../support/cli-runner.ts'
import { createGitRepository, type GitRepository } from '../support/git-repository.ts'
import { aReleaseWorld, type ReleaseWorld } from '../support/release-world.ts'

const NOW = { PINWARDEN_NOW: '2026-11-21T09:00:00Z' }

describe('pinwarden release without a forge', () => {
  let repository: GitRepository

  beforeEach(async () => {
    repository = await createGitRepository()
    const files = { VERSION: '1.2.0\n', 'CHANGELOG.md': '# Changelog\n\n## [Unreleased]\n', mine: 'a\n' }
    await repository.commit(files, { message: 'feat: begin' })
    await repository.tag('v1.2.0')
    await repository.commit({}, { message: 'feat: log in' })
    return () => repository.remove()
  })

  const cli = (...args: string[]) => runCli(['release', ...args], { cwd: repository.directory, env: NOW })
  const status = () => repository.git('status', '--porcelain')

  it('commits and makes an annotated tag, and then has nothing to do', async () => {
    await repository.write({ mine: 'changed\n' })
    const planned = await cli('--dry-run')
    expect(planned).toMatchObject({ status: 0, stderr: '' })
    expect(planned.stdout).toContain('Nothing was written (--dry-run).')
    expect(await repository.git('tag', '--list')).toBe('v1.2.0')
    const run = await cli()
    expect(run).toMatchObject({ status: 0, stderr: '' })
    expect(run.stdout).toContain('v1.2.0 → 1.3.0')
    expect(run.stdout).toContain('Released v1.3.0.')
    expect(await repository.git('cat-file', '-t', 'v1.3.0')).toBe('tag')
    expect(await repository.head('v1.3.0^{commit}')).toBe(await repository.head())
    expect(await repository.git('log', '-1', '--format=%s')).toBe('chore(release): 1.3.0')
    expect(readFileSync(join(repository.directory, 'VERSION'), 'utf8')).toBe('1.3.0\n')
    expect(await status()).toBe(' M mine')
    expect((await cli()).stdout).toContain('nothing to release')
  })

  it('goes on where an earlier run was cut off: files written, staged, or committed', async () => {
    await repository.write({ VERSION: '1.3.0\n' })
    await repository.git('add', 'VERSION')
    expect(await cli()).toMatchObject({ status: 0 })
    expect(await status()).toBe('')
    await repository.git('tag', '-d', 'v1.3.0')
    await repository.commit({}, { message: 'feat!: later' })
    const report = releaseSchema.parse(JSON.parse((await cli('--json')).stdout))
    expect(report).toMatchObject({ result: 'released', version: '1.3.0', resumed: true })
    expect(await repository.head('v1.3.0^{commit}')).toBe(await repository.head('HEAD~1'))
  })

  it('writes nothing over changes that somebody did not commit', async () => {
    await repository.write({ VERSION: '1.2.0 # mine\n' })
    const run = await cli()
    expect(run).toMatchObject({ status: 2, stderr: expect.stringContaining('VERSION has changes that are not committed') })
    expect(await repository.git('log', '-1', '--format=%s')).toBe('feat: log in')
    expect(await repository.git('tag', '--list')).toBe('v1.2.0')
  })

  it('makes a branch and a proposal for people who want to look first, and finishes once it is merged', async () => {
    const proposed = await cli('--mode', 'pr')
    expect(proposed.stdout).toContain('opened “chore(release): 1.3.0”')
    expect(await repository.show('VERSION', 'pinwarden-release/main')).toBe('1.3.0\n')
    await repository.merge('pinwarden-release/main', 'merge')
    expect((await cli('--mode', 'pr')).stdout).toContain('Released v1.3.0.')
    expect(await repository.git('tag', '--list')).toBe('v1.2.0\nv1.3.0')
  })

  it('rolls back by a branch, with a reason', async () => {
    await cli()
    expect(await cli('rollback')).toMatchObject({ status: 2, stderr: expect.stringContaining('--reason') })
    const run = await cli('rollback', '--reason', 'it crashes')
    expect(run).toMatchObject({ status: 0, stderr: '' })
    expect(run.stdout).toContain('v1.3.0 back to 1.2.0')
    const branch = 'pinwarden-release/rollback-v1.3.0-to-v1.2.0'
    expect(await repository.show('VERSION', branch)).toBe('1.2.0\n')
    expect(await repository.show('CHANGELOG.md', branch)).toContain('Rolled back 1.3.0 to 1.2.0: it crashes')
  })

  it('says what a tag of the local repository leads to, whatever its kind', async () => {
    const releases = localReleases(repository.directory)
    await repository.git('tag', '-a', '-m', 'x', 'v9', 'v1.2.0')
    await repository.git('tag', 'tree', 'HEAD^{tree}')
    expect(await releases.tag('v9')).toEqual({ commit: await repository.head('v1.2.0'), message: expect.stringContaining('feat: begin') })
    expect(await releases.tag('none')).toBeNull()
    await expect(releases.tag('tree')).rejects.toThrow('leads to no commit')
    await expect(releases.createTag({ name: 'v9', commit: await repository.head(), message: '-x' })).rejects.toThrow('exists already')
  })
})

describe('pinwarden release on GitHub', () => {
  let world: ReleaseWorld

  beforeEach(async () => {
    world = await aReleaseWorld()
    await world.shop.push('main', { a: '1' }, { author: 'ada', message: 'feat: log in' })
  })

  afterEach(async () => {
    world.double.assertClean()
    await world.double.close()
  })

  it('prints what docs/release.md shows', async () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/release.md'), 'utf8')
    const shown = /^```text\n(v1\.2\.0 → 1\.3\.0[\s\S]*?)^```$/m.exec(page)?.[1] ?? ''
    const env = { ...NOW, GITHUB_TOKEN: 'ghs_app', GITHUB_API_URL: world.double.restUrl, GITHUB_GRAPHQL_URL: world.double.graphqlUrl }
    const { stdout, stderr } = await runCli(['release', '--repo', 'acme/shop', '--dry-run'], { cwd: '/', env })
    expect(stderr).toBe('')
    expect(stdout.replace(/[0-9a-f]{7}$/m, 'SHA')).toBe(shown.replace(/[0-9a-f]{7}$/m, 'SHA'))
  })

  it('needs no checkout, and keeps a ledger on its branch', async () => {
    const env = { ...NOW, GITHUB_TOKEN: 'ghs_app', GITHUB_API_URL: world.double.restUrl, GITHUB_GRAPHQL_URL: world.double.graphqlUrl }
    const cli = (...args: string[]) => runCli(['release', '--repo', 'acme/shop', ...args], { cwd: '/', env })
    const proposed = await cli()
    expect(proposed).toMatchObject({ status: 0, stderr: '' })
    expect(proposed.stdout).toMatch(/Merge http\S+\/acme\/shop\/pull\/1 to release v1\.3\.0\./)
    await world.shop.merge(1, 'ada', 'SQUASH')
    const released = await cli('--json')
    expect(releaseSchema.parse(JSON.parse(released.stdout))).toMatchObject({
      result: 'released',
      url: expect.stringContaining('/releases/tag/v1.3.0'),
    })
    expect(await world.shop.branches()).toEqual(['main', 'pinwarden-ledger'])
    const rolledBack = await cli('rollback', '1.2.0', '--reason', 'it crashes')
    expect(rolledBack).toMatchObject({ status: 0, stderr: '' })
    expect(world.shop.pull(2).title).toBe('revert(release): roll back 1.3.0 to 1.2.0')
  })
})
