import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { explainSchema } from '../../src/core/reports/explain.ts'
import { lintSchema, reportSchema } from '../../src/core/reports/report.ts'
import { runCli } from '../support/cli-runner.ts'
import { DEMO_TOKEN, demoClock, demoWorld } from '../support/demo-world.ts'
import { createGitRepository, type GitRepository } from '../support/git-repository.ts'
import { type GitHubDouble, startGitHubDouble } from '../support/github-double/index.ts'

const REGISTRY = `components:
  redis:
    version: 7.2.4
    source: { datasource: static, package: redis, releases: ['7.2.4', '7.2.5', '8.0.0'] }
    pins:
      - { file: compose.yaml, image: redis }
      - { file: install.sh, env: REDIS_VERSION }
`
const FILES = {
  'versions.yaml': REGISTRY,
  'compose.yaml': 'services:\n  cache:\n    image: redis:7.2.4 # the cache\n',
  'install.sh': { text: '#!/bin/sh\nREDIS_VERSION=7.2.4\n', mode: '100755' as const },
}

let repository: GitRepository

beforeEach(async () => {
  repository = await createGitRepository()
  await repository.commit(FILES)
  return () => repository.remove()
})

const cli = (...args: string[]) => runCli(args, { cwd: repository.directory })

describe('what runs keep for the next ones', () => {
  let kept: string
  beforeEach(() => {
    kept = mkdtempSync(join(tmpdir(), 'cli-kept-'))
    return () => rmSync(kept, { recursive: true, force: true })
  })
  const run = (args: readonly string[], env: Readonly<Record<string, string>>) =>
    runCli(args, { cwd: repository.directory, env: { PINWARDEN_NOW: '2026-11-21T12:00:00Z', ...env } })
  const keeping = (...args: string[]) => run(args, { NODE_COMPILE_CACHE: kept })
  const files = () => readdirSync(kept, { recursive: true, encoding: 'utf8' }).map((path) => /-([a-z]+)(?:-[0-9a-f]{32})?$/.exec(path)?.[1])

  it('changes nothing of what they say, whatever changes in the repository', async () => {
    const write = (file: string, text: string) => writeFileSync(join(repository.directory, file), text)
    for (const change of [
      () => {},
      () => write('compose.yaml', 'services:\n  cache:\n    image: redis:7.2.5\n'),
      () => write('versions.yaml', REGISTRY.replace("'8.0.0'", "'8.0.0', '8.1.0'")),
      () => write('versions.yaml', REGISTRY.replace('image: redis', 'image: valkey')),
      () => write('versions.yaml', REGISTRY.replace('version: 7.2.4', 'version: [7.2.4]')),
      () => write('versions.yaml', REGISTRY),
    ]) {
      change()
      for (const args of [
        ['check', '--json'],
        ['explain', 'redis'],
      ]) {
        const { status, stdout, stderr } = await run(args, { NODE_DISABLE_COMPILE_CACHE: '1' })
        for (let again = 0; again < 2; again += 1) expect(await keeping(...args)).toMatchObject({ status, stdout, stderr })
      }
    }
    expect(new Set(files())).toEqual(new Set([undefined, 'check', 'explain', 'files', 'registry', 'scopes']))
  })

  it('is made anew where somebody spoilt it', async () => {
    const first = await keeping('check')
    const folder = join(kept, readdirSync(kept).find((name) => name.startsWith('pinwarden-')) ?? '')
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'spoilt')
    expect(await keeping('check')).toMatchObject({ stdout: first.stdout, stderr: '', status: first.status })
  })
})

describe('a plain local repository, with no network at all', () => {
  it('makes a branch for each proposal, with every pin, the registry and the CHANGELOG in one commit', async () => {
    const run = await cli('upgrade')
    expect(run.stderr).toBe('')
    expect(run.status).toBe(0)
    expect(await repository.show('compose.yaml', 'pinwarden/redis')).toContain('image: redis:7.2.5 # the cache')
    expect(await repository.show('install.sh', 'pinwarden/redis')).toContain('REDIS_VERSION=7.2.5')
    expect(await repository.show('versions.yaml', 'pinwarden/redis')).toContain('version: 7.2.5\n')
    expect(await repository.show('CHANGELOG.md', 'pinwarden/redis')).toContain('- Bump redis from 7.2.4 to 7.2.5, medium risk')
    expect(await repository.git('ls-tree', 'pinwarden/redis', 'install.sh')).toMatch(/^100755/)
    expect(await repository.git('rev-list', '--count', 'main..pinwarden/redis')).toBe('1')
    expect(await repository.git('branch', '--list', 'pinwarden/*', '--format=%(refname:short)')).toBe(
      'pinwarden/redis\npinwarden/redis-major',
    )
    expect(await repository.git('status', '--porcelain')).toBe('')
    const body = readFileSync(join(repository.directory, '.git/pinwarden/proposals/pinwarden/redis.md'), 'utf8')
    expect(body).toMatch(
      /^# Bump redis from 7\.2\.4 to 7\.2\.5\n\nBranch: pinwarden\/redis\nLabels: pinwarden, risk: medium, component: redis\n/,
    )
  })

  it('changes nothing when run twice, and says so', async () => {
    await cli('upgrade')
    const before = await repository.git('for-each-ref')
    const run = await cli('upgrade', '--json')
    const report = reportSchema.parse(JSON.parse(run.stdout))
    expect(report.proposals.map((proposal) => proposal.action)).toEqual(['unchanged', 'unchanged'])
    expect(await repository.git('for-each-ref')).toBe(before)
  })

  it('refreshes the branch when the base moved under a pin, and leaves it where only other files changed', async () => {
    await cli('upgrade', 'redis')
    const first = await repository.head('pinwarden/redis')
    await repository.commit({ 'README.md': 'hello\n' })
    await cli('upgrade')
    expect(await repository.head('pinwarden/redis')).toBe(first)
    await repository.commit({ 'compose.yaml': 'services:\n  cache:\n    restart: always\n    image: redis:7.2.4\n' })
    const run = await cli('upgrade', '--json')
    expect(reportSchema.parse(JSON.parse(run.stdout)).proposals.map((one) => one.action)).toEqual(['refreshed', 'refreshed'])
    expect(await repository.show('compose.yaml', 'pinwarden/redis')).toContain('restart: always\n    image: redis:7.2.5')
  })

  it('does nothing in a dry run, and prints the same proposals', async () => {
    const run = await cli('upgrade', '--dry-run', '--json')
    expect(reportSchema.parse(JSON.parse(run.stdout)).proposals).toMatchObject([
      { action: 'planned', files: ['CHANGELOG.md', 'compose.yaml', 'install.sh', 'versions.yaml'] },
      { action: 'planned' },
    ])
    expect(await repository.git('branch', '--list', 'pinwarden/*')).toBe('')
    expect(existsSync(join(repository.directory, '.git/pinwarden'))).toBe(false)
  })

  it('respects a refusal: a deleted branch stays deleted until something newer comes', async () => {
    await cli('upgrade')
    await repository.git('branch', '-D', 'pinwarden/redis')
    const run = await cli('upgrade', '--json')
    expect(reportSchema.parse(JSON.parse(run.stdout)).proposals).toMatchObject([
      { action: 'left', note: 'a person closed it' },
      { action: 'unchanged' },
    ])
    await repository.commit({ 'versions.yaml': REGISTRY.replace("'7.2.5'", "'7.2.5', '7.2.6'") })
    await cli('upgrade')
    expect(await repository.show('compose.yaml', 'pinwarden/redis')).toContain('redis:7.2.6')
  })

  it('clears the branch away after it was merged', async () => {
    await cli('upgrade', 'redis')
    await repository.merge('pinwarden/redis')
    await cli('upgrade')
    expect(await repository.git('branch', '--list', 'pinwarden/*', '--format=%(refname:short)')).toBe('pinwarden/redis-major')
  })
})

describe('bad input', () => {
  const broken: { what: string; files: Record<string, string | null>; args?: string[]; status: number; says: RegExp }[] = [
    {
      what: 'no registry',
      files: { 'versions.yaml': null },
      status: 2,
      says: /no registry in the working tree: looked for versions\.yaml, config\/versions\.yaml, \.github\/versions\.yaml\. Write a `versions\.yaml`/,
    },
    {
      what: 'a registry that is no YAML',
      files: { 'versions.yaml': 'components:\n  redis: {version: 1\n' },
      status: 2,
      says: /^versions\.yaml:\d+:\d+: error/m,
    },
    {
      what: 'a misspelt key',
      files: { 'versions.yaml': REGISTRY.replace('version:', 'verison:') },
      status: 2,
      says: /versions\.yaml:3:5: .*verison.*[Dd]id you mean `version`/,
    },
    {
      what: 'a pin that is not in its file',
      files: { 'compose.yaml': 'services: {}\n' },
      status: 1,
      says: /compose\.yaml: error: .*redis.*not in the file/,
    },
    {
      what: 'a pin that stands twice with different values',
      files: { 'compose.yaml': 'services:\n  a:\n    image: redis:7.2.4\n  b:\n    image: redis:7.0.1\n' },
      status: 1,
      says: /differ: 7\.2\.4 in line 3, 7\.0\.1 in line 5/,
    },
    {
      what: 'a file that is not there',
      files: { 'compose.yaml': null },
      status: 1,
      says: /compose\.yaml.*is not a text file of the repository/,
    },
    {
      what: 'a component that does not exist',
      files: {},
      args: ['check', 'rediss'],
      status: 2,
      says: /No component matches “rediss”\. Did you mean `redis`\?/,
    },
    { what: 'an environment that does not exist', files: {}, args: ['check', '-e', 'prod'], status: 2, says: /no environment “prod”/ },
    { what: 'an unknown option', files: {}, args: ['check', '--enviroment', 'x'], status: 2, says: /unknown option '--enviroment'/ },
    { what: 'an unknown command', files: {}, args: ['chek'], status: 2, says: /unknown command 'chek'.*\n.*check/ },
    {
      what: 'no token for a repository on GitHub',
      files: {},
      args: ['check', '--repo', 'acme/platform'],
      status: 2,
      says: /No token for api\.github\.com\. Set GITHUB_TOKEN\./,
    },
    {
      what: 'a recording that is none',
      files: { 'r.json': '{}' },
      args: ['check', '--replay', 'r.json'],
      status: 2,
      says: /r\.json is no recording of Pinwarden/,
    },
  ]

  it.each(broken)('$what gives one clear error and no stack', async ({ files, args = ['lint'], status, says }) => {
    await repository.commit(files)
    const run = await cli(...args)
    expect(run.stdout + run.stderr).toMatch(says)
    expect(run.stdout + run.stderr).not.toMatch(/\n\s+at .*\.ts:\d+/)
    expect(run.status).toBe(status)
  })

  it('proposes the other components where one pin is broken, and never half of one', async () => {
    const two = `${REGISTRY}  valkey:\n    version: 1.0.0\n    source: { datasource: static, package: v, releases: ['1.0.0', '1.0.1'] }\n    pins: [{ file: valkey.env, env: VALKEY }]\n`
    await repository.commit({ 'versions.yaml': two, 'valkey.env': 'VALKEY=1.0.0\n', 'install.sh': '#!/bin/sh\n' })
    const run = await cli('upgrade', '--json')
    const report = reportSchema.parse(JSON.parse(run.stdout))
    expect(report.proposals.map((proposal) => proposal.id)).toEqual(['valkey'])
    expect(report.problems).toMatchObject([{ code: 'pin-missing', file: 'install.sh' }])
    expect(run.status).toBe(1)
    expect(await repository.git('branch', '--list', 'pinwarden/*', '--format=%(refname:short)')).toBe('pinwarden/valkey')
  })

  it('tells a folder without a repository from one without a registry', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pinwarden-plain-'))
    writeFileSync(join(folder, 'versions.yaml'), 'components: {}\n')
    expect((await runCli(['lint'], { cwd: folder })).status).toBe(0)
    const run = await runCli(['upgrade'], { cwd: folder })
    expect(run.stderr).toMatch(/is not inside a git repository/)
    expect(run.status).toBe(2)
    const looked = await runCli(['check'], { cwd: folder })
    expect([looked.status, looked.stderr]).toEqual([0, ''])
    expect((await runCli(['history'], { cwd: folder })).stderr).toMatch(/is not inside a git repository/)
    rmSync(folder, { recursive: true })
  })

  it('finishes its work without a word where nobody reads on', () => {
    const entry = resolve(process.env['PINWARDEN_TEST_CLI'] ?? 'src/faces/cli/run.ts')
    const run = spawnSync('bash', ['-o', 'pipefail', '-c', '"$0" "$1" upgrade | true', process.execPath, entry], {
      cwd: repository.directory,
      encoding: 'utf8',
    })
    expect(run.stderr).toBe('')
    expect(run.status).toBe(0)
    expect(execFileSync('git', ['branch'], { cwd: repository.directory, encoding: 'utf8' })).toContain('pinwarden/')
  })

  it('prints problems as JSON too', async () => {
    await repository.commit({ 'versions.yaml': 'components: []\n' })
    const run = await cli('check', '--json')
    expect(JSON.parse(run.stdout)).toMatchObject({
      schema: 'pinwarden/problems@1',
      problems: [{ code: 'registry-invalid', file: 'versions.yaml' }],
    })
  })
})

describe('inspect', () => {
  it('reads standard input as it comes, from a writer however slow', async () => {
    const entry = resolve(process.env['PINWARDEN_TEST_CLI'] ?? 'src/faces/cli/run.ts')
    const child = spawn(process.execPath, [entry, 'inspect', 'versioning', '--batch', '-'])
    const out: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    const ended = new Promise((end) => child.on('close', end))
    const row = (id: number) => `${JSON.stringify({ id, op: 'parse', scheme: 'semver', version: `1.2.${id}` })}\n`
    child.stdin.write(row(1))
    await new Promise((later) => setTimeout(later, 400))
    // More than a pipe holds.
    child.stdin.end(Array.from({ length: 3000 }, (_, index) => row(index + 2)).join(''))
    expect(await ended).toBe(0)
    expect(Buffer.concat(out).toString().trim().split('\n')).toHaveLength(3001)
  })
})

describe('lint', () => {
  it('finds drift on its line and keeps the rest quiet', async () => {
    await repository.commit({ 'install.sh': '#!/bin/sh\nREDIS_VERSION=8.0.1\n' })
    const run = await cli('lint', '--json')
    expect(lintSchema.parse(JSON.parse(run.stdout)).problems).toMatchObject([
      { code: 'pin-drift', file: 'install.sh', line: 2, message: expect.stringContaining('8.0.1') },
    ])
    expect(run.status).toBe(1)
  })
})

describe('recorded upstreams', () => {
  let double: GitHubDouble
  let folder: string

  beforeAll(async () => {
    double = await startGitHubDouble({ world: demoWorld() })
    folder = mkdtempSync(join(tmpdir(), 'pinwarden-demo-'))
    execFileSync('cp', ['-r', `${resolve('fixtures/demo/repository')}/.`, folder])
    execFileSync('git', ['init', '-q', '-b', 'main'], { cwd: folder })
  })
  afterAll(async () => {
    await double.close()
    rmSync(folder, { recursive: true })
  })

  const env = () => ({
    GITHUB_TOKEN: DEMO_TOKEN,
    GITHUB_API_URL: double.restUrl,
    PINWARDEN_GITHUB_URL: double.restUrl,
    PINWARDEN_GITHUB_GRAPHQL_URL: double.graphqlUrl,
    PINWARDEN_DOCKER_URL: double.url,
    PINWARDEN_ENDOFLIFE_URL: double.url,
    PINWARDEN_OSV_URL: double.url,
    PINWARDEN_NOW: demoClock(),
    PINWARDEN_CACHE_DIR: join(folder, '.cache'),
  })

  it('are recorded and replayed to the same report without a network', async () => {
    const file = join(folder, 'run.json')
    const recorded = await runCli(['check', '--environment', 'base', '--record', file, '--json'], { cwd: folder, env: env() })
    const sent = double.requests.count()
    const replayed = await runCli(['check', '--replay', file, '--json'], {
      cwd: tmpdir(),
      env: { PINWARDEN_GITHUB_URL: 'http://127.0.0.1:9' },
    })
    expect(replayed.stdout).toBe(recorded.stdout)
    expect(double.requests.count()).toBe(sent)
    expect(reportSchema.parse(JSON.parse(recorded.stdout)).upgrades.length).toBeGreaterThan(15)
  })

  it('answer again from the cache when offline', async () => {
    await runCli(['check'], { cwd: folder, env: env() })
    const sent = double.requests.count()
    const run = await runCli(['check', '--offline', '--json'], { cwd: folder, env: env() })
    const report = reportSchema.parse(JSON.parse(run.stdout))
    expect(double.requests.count()).toBe(sent)
    expect(report.upgrades.length).toBeGreaterThan(15)
    expect(report.statistics).toMatchObject({ requests: 0 })
  })

  it('are explained release by release', async () => {
    const run = await runCli(['explain', 'phoenix', '--environment', 'base', '--json'], { cwd: folder, env: env() })
    const report = explainSchema.parse(JSON.parse(run.stdout))
    const [scope] = report.scopes
    expect(scope?.releases.find((release) => release.tag === 'v1.8.10')).toMatchObject({
      code: 'excluded',
      reason: expect.stringContaining('socket drain'),
    })
    expect(scope?.releases.every((release) => release.chosen !== undefined || release.reason !== undefined)).toBe(true)
    const text = await runCli(['explain', 'phoenix', '--environment', 'base'], { cwd: folder, env: env() })
    expect(text.stdout).toMatch(/1\.8\.9 → 1\.8\.11/)
  })

  it('are explained with what each quote was taken for', async () => {
    const text = await runCli(['explain', 'attrs', '--environment', 'base'], { cwd: folder, env: env() })
    expect(text.stdout).toMatch(/“.+” \((?:api|config|behaviour|removal|requirement|data): [a-z ,]+\)/)
  })

  it('show upstream failures for the components concerned alone, and in the exit status', async () => {
    double.faults.add({ match: { face: 'oci', times: null }, fault: { status: 503 } })
    const run = await runCli(['check', '--environment', 'base', '--json'], {
      cwd: folder,
      env: { ...env(), PINWARDEN_CACHE_DIR: mkdtempSync(join(tmpdir(), 'pinwarden-cold-')) },
    })
    double.faults.clear()
    const report = reportSchema.parse(JSON.parse(run.stdout))
    expect(report.unresolved.map((one) => one.component)).toEqual(['edge_gateway', 'elixir_image', 'redis', 'reports_python'])
    expect(report.upgrades.length).toBeGreaterThan(12)
    expect(run.status).toBe(3)
  })
})
