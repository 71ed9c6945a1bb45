import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeEach, describe, expect, it } from 'vitest'
import { bumpSchema } from '../../src/core/reports/bump.ts'
import { runCli } from '../support/cli-runner.ts'
import { createGitRepository, type GitRepository } from '../support/git-repository.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const NOW = { PINWARDEN_NOW: '2026-11-21T09:00:00Z' }

let repository: GitRepository

beforeEach(async () => {
  repository = await createGitRepository()
  const files = {
    VERSION: '1.2.0\n',
    'package.json': '{\n  "name": "app",\n  "version": "1.2.0"\n}\n',
    'CHANGELOG.md': '# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-01-01\n\n- First.\n',
    'deep/er/file': 'x\n',
  }
  await repository.commit(files, { message: 'feat: begin' })
  await repository.tag('v1.2.0')
  await repository.commit({}, { message: 'docs: spelling' })
  await repository.commit({}, { message: 'feat(api): log in (#12)' })
  await repository.commit({}, { message: 'fix: no crash without a config' })
  return () => repository.remove()
})

const cli = (args: readonly string[], more: { env?: Record<string, string>; cwd?: string } = {}) =>
  runCli(['bump', ...args], { cwd: more.cwd ?? repository.directory, env: { ...NOW, ...more.env } })
const text = (path: string) => readFileSync(join(repository.directory, path), 'utf8')

describe('pinwarden bump', () => {
  it('prints what docs/release.md shows', async () => {
    const page = readFileSync(join(ROOT, 'docs/release.md'), 'utf8')
    const shown = /^```text\n(1\.2\.0 →[\s\S]*?)^```$/m.exec(page)?.[1] ?? ''
    const run = await cli(['--dry-run'])
    expect(run.stderr).toBe('')
    expect(run.stdout).toBe(shown)
    expect(await repository.git('status', '--porcelain')).toBe('')
  })

  it('writes from any folder of the repository, and then has nothing new to do', async () => {
    const run = await cli([], { cwd: join(repository.directory, 'deep/er') })
    expect(run).toMatchObject({ status: 0, stderr: '' })
    expect(run.stdout).toContain('Written. Commit it, and tag the commit v1.3.0.')
    expect(text('VERSION')).toBe('1.3.0\n')
    expect(await repository.git('status', '--porcelain')).toBe(' M CHANGELOG.md\n M VERSION\n M package.json')
    const again = await cli([])
    expect(again.stdout).toContain('All files say so already; nothing was written.')
    expect(await repository.git('tag', '--list')).toBe('v1.2.0')
  })

  it('prints one document with --json, of the published schema', async () => {
    const run = await cli(['--json', '--prerelease', 'rc'])
    const report: unknown = JSON.parse(run.stdout)
    expect(bumpSchema.parse(report)).toMatchObject({
      schema: 'pinwarden/bump@1',
      result: 'written',
      version: '1.3.0-rc.1',
      tag: 'v1.3.0-rc.1',
      prerelease: 'rc',
    })
    const published: object = JSON.parse(readFileSync(join(ROOT, 'dist/bump.schema.json'), 'utf8'))
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(published)
    expect(validate(report) ? [] : validate.errors).toEqual([])
  })

  it('has no colour in a pipe, and colour where it is forced', async () => {
    expect((await cli(['--dry-run'])).stdout).not.toContain('\u001b')
    expect((await cli(['--dry-run'], { env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001b')
    expect((await cli(['--dry-run', '--no-color'], { env: { FORCE_COLOR: '1' } })).stdout).not.toContain('\u001b')
  })

  it('knows the branch of a pipeline that checked out a bare commit', async () => {
    await repository.git('checkout', '--quiet', '--detach')
    expect(await cli(['--dry-run'])).toMatchObject({ status: 2, stderr: expect.stringContaining('No branch is checked out') })
    const github = await cli(['--dry-run', '--json'], { env: { GITHUB_REF_TYPE: 'branch', GITHUB_REF_NAME: 'develop' } })
    expect(JSON.parse(github.stdout)).toMatchObject({ version: '1.3.0-dev.1', branch: 'develop' })
    const gitlab = await cli(['--dry-run', '--json'], { env: { CI_COMMIT_BRANCH: 'main' } })
    expect(JSON.parse(gitlab.stdout)).toMatchObject({ version: '1.3.0' })
    await repository.checkout('main')
    const local = await cli(['--dry-run', '--json'], { env: { CI_COMMIT_BRANCH: 'develop' } })
    expect(JSON.parse(local.stdout)).toMatchObject({ version: '1.3.0', branch: 'main' })
  })

  it('exits with 1 where files disagree, with 2 for a wrong use, and writes nothing', async () => {
    expect(await cli(['--as', '1.0.0'])).toMatchObject({ status: 2, stderr: expect.stringContaining('not above v1.2.0') })
    expect(await cli(['--what'])).toMatchObject({ status: 2 })
    await repository.write({ VERSION: '1.1.0\n' })
    const run = await cli(['--json'])
    expect(run).toMatchObject({ status: 1, stderr: expect.stringContaining('VERSION:1:1: error: The files do not say the same version') })
    expect(JSON.parse(run.stdout)).toMatchObject({
      schema: 'pinwarden/problems@1',
      problems: [{ code: 'versions-disagree', file: 'VERSION', line: 1 }],
    })
    expect(await repository.git('status', '--porcelain')).toBe(' M VERSION')
    const folder = mkdtempSync(join(tmpdir(), 'none-'))
    expect(await cli([], { cwd: folder })).toMatchObject({ status: 2, stderr: expect.stringContaining('not inside a git repository') })
    rmSync(folder, { recursive: true })
  })

  it('shows hostile messages without letting them act on the terminal', async () => {
    await repository.commit({}, { message: 'feat: \u001b]0;title\u0007 and \u202eevil\u202c' })
    const run = await cli(['--dry-run'])
    expect(run.stdout).not.toMatch(/[\u001b\u0007\u202e]/)
    expect(run.stdout).toContain('feat: ␛]0;title and evil')
  })
})

describe('the weight of bump', () => {
  /** Files that are loaded with an entry; with `lazy`, also those that it may load later. */
  function loadedWith(entry: string, lazy: boolean): string[] {
    const seen = new Set<string>()
    const todo = [resolve(ROOT, entry)]
    for (let file = todo.pop(); file !== undefined; file = todo.pop()) {
      if (seen.has(file)) continue
      seen.add(file)
      const source = readFileSync(file, 'utf8')
      const fixed = [...source.matchAll(/^(?:import|export)(?! type)[^'"\n;]*?(?:\{[^}]*\}[^'"\n;]*?)?from '(\.[^']+)'/gm)]
      const later = lazy ? [...source.matchAll(/import\('(\.[^']+)'\)/g)] : []
      for (const [, path = ''] of [...fixed, ...later]) todo.push(resolve(dirname(file), path))
    }
    return [...seen].map((file) => relative(ROOT, file))
  }
  const engine = /core\/release\/|src\/commands\/(?:bump|release)|faces\/cli\/bump|reports\/bump/

  it('is carried by the Action for releases alone, as a chunk of its own', () => {
    const files = loadedWith('src/faces/action/run.ts', false)
    expect(files.length).toBeGreaterThan(100)
    expect(files.filter((file) => engine.test(file) || file.includes('release-notes'))).toEqual([])
    expect(loadedWith('src/faces/action/run.ts', true)).toContain('src/adapters/release-notes.ts')
  })

  it('is not paid when the command line starts', () => {
    const files = loadedWith('src/faces/cli/main.ts', false)
    expect(files).toContain('src/core/model/problems.ts')
    expect(files.filter((file) => engine.test(file))).toEqual([])
    expect(loadedWith('src/faces/cli/main.ts', true).filter((file) => engine.test(file)).length).toBeGreaterThan(30)
  })

  it('does not load the way to upstreams', () => {
    expect(loadedWith('src/faces/cli/bump.ts', true).filter((file) => /adapters\/(?:http|github|sqlite)/.test(file))).toEqual([])
  })
})
