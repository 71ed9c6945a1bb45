import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { aBumping, type Bumping } from '../../test/support/bumping.ts'
import type { GitRepository } from '../../test/support/git-repository.ts'

let repository: GitRepository
let text: Bumping['text']
let commit: Bumping['commit']
let run: Bumping['run']
let problems: Bumping['problems']

beforeEach(async () => {
  ;({ repository, text, commit, run, problems } = await aBumping())
  return () => repository.remove()
})

describe('the files of a bump', () => {
  it('must say the same, or nothing is written', async () => {
    await commit('feat: begin', { VERSION: '1.2.0\n', 'package.json': '{\n  "version": "1.1.0"\n}\n' })
    const [problem] = await problems()
    expect(problem).toMatchObject({ code: 'versions-disagree', at: { file: 'VERSION', line: 1 } })
    expect(problem?.message).toBe('The files do not say the same version: VERSION:1 says 1.2.0 (the version); package.json:2 says 1.1.0.')
    expect(await repository.git('status', '--porcelain')).toBe('')
  })

  it('are those that the registry lists, and the images of the project itself', async () => {
    const files = {
      'versions.yaml':
        'release:\n  version_files: [VERSION, charts/app/Chart.yaml]\n  pins:\n    - { file: deploy/*.yaml, image: ghcr.io/acme/app }\n',
      VERSION: 'MAJOR_VERSION=1\nMINOR_VERSION=2\nPATCH_VERSION=0\n',
      'charts/app/Chart.yaml': 'name: app\nversion: 1.2.0\nappVersion: "1.2.0"\n',
      'deploy/compose.yaml': 'services:\n  app:\n    image: ghcr.io/acme/app:v1.2.0 # ours\n  db:\n    image: postgres:17\n',
      'deploy/k8s.yaml': 'spec:\n  containers:\n    - image: ghcr.io/acme/app:1.2.0\n',
      'package.json': '{ "version": "0.0.7" }\n',
    }
    await commit('feat: begin', files)
    await repository.tag('v1.2.0')
    await commit('feat: a')
    await run()
    expect(text('VERSION')).toContain('MINOR_VERSION=3\n')
    expect(text('charts/app/Chart.yaml')).toBe('name: app\nversion: 1.3.0\nappVersion: "1.3.0"\n')
    expect(text('deploy/compose.yaml')).toBe(files['deploy/compose.yaml'].replace('v1.2.0', 'v1.3.0'))
    expect(text('deploy/k8s.yaml')).toBe(files['deploy/k8s.yaml'].replace('1.2.0', '1.3.0'))
    expect(text('package.json')).toBe(files['package.json'])
  })

  it('that were only found may say something else of something else', async () => {
    await commit('feat: begin', {
      'Chart.yaml': 'version: 1.2.0\nappVersion: 7.4.2\n',
      'package.json': '{ "private": true, "version": "0.0.0" }\n',
    })
    await repository.tag('v1.2.0')
    await commit('fix: a')
    const { problems: warnings } = await run()
    expect(text('Chart.yaml')).toBe('version: 1.2.1\nappVersion: 7.4.2\n')
    expect(text('package.json')).toContain('0.0.0')
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('appVersion 7.4.2'),
      expect.stringContaining('stands for no version'),
    ])
  })

  it('bring their lock files and workspaces along', async () => {
    const crate = (name: string, version: string) => `[[package]]\nname = "${name}"\nversion = "${version}"\n`
    await commit('feat: begin', {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n\n[workspace.package]\nversion = "1.2.0"\n',
      'a/Cargo.toml': '[package]\nname = "a"\nversion.workspace = true\n',
      'b/Cargo.toml': '[package]\nname = "b"\nversion = "1.2.0"\n',
      'Cargo.lock': crate('a', '1.2.0') + crate('b', '1.2.0'),
      'package.json': '{ "version": "1.2.0" }\n',
      'package-lock.json': '{ "version": "1.2.0", "packages": { "": { "version": "1.2.0" } } }\n',
    })
    await repository.tag('v1.2.0')
    await commit('fix: a')
    await run()
    expect(text('Cargo.lock')).toBe(crate('a', '1.2.1') + crate('b', '1.2.0'))
    expect(text('package-lock.json')).toBe('{ "version": "1.2.1", "packages": { "": { "version": "1.2.1" } } }\n')
  })

  it('that are too large or links to be read are told, and left', async () => {
    const lock = `{ "version": "1.2.0", "x": "${'x'.repeat(6_000_000)}" }`
    await commit('feat: begin', {
      'package.json': '{ "version": "1.2.0" }\n',
      'package-lock.json': lock,
      VERSION: { text: 'package.json', mode: '120000' },
    })
    await repository.tag('v1.2.0')
    await commit('fix: a')
    const { problems: warnings } = await run()
    expect(text('package.json')).toBe('{ "version": "1.2.1" }\n')
    expect(text('package-lock.json')).toBe(lock)
    expect(warnings.map(({ message }) => message.split(' ')[0])).toEqual(['VERSION', 'package-lock.json'])
  })

  it('of Python are found through its project', async () => {
    await commit('feat: begin', {
      'pyproject.toml': '[project]\nname = "app"\ndynamic = ["version"]\n',
      'src/app/__init__.py': '__version__ = "1.2.0"\n',
      'tests/__init__.py': '__version__ = "0.0.1"\n',
    })
    await repository.tag('v1.2.0')
    await commit('fix: a')
    expect((await run()).files.map(({ path }) => path)).toEqual(['src/app/__init__.py', 'CHANGELOG.md'])
    expect(text('src/app/__init__.py')).toBe('__version__ = "1.2.1"\n')
  })

  it.each([
    ['version_files: [nope.txt]', 'version-missing', 'nope.txt'],
    ['version_files: [README.md]', 'version-missing', 'README.md'],
    ['version_files: [package.json]', 'version-missing', 'package.json'],
    ['version_files: [../VERSION]', 'pin-refused', '..'],
    ['version_files: [.git/config]', 'pin-refused', '.git'],
    ['changelog: { file: ../CHANGELOG.md }', 'pin-refused', '..'],
    ['pins: [{ file: compose.yaml, image: app }]', 'version-missing', 'compose.yaml'],
    ['pins: [{ file: "x/*.yaml", image: app }]', 'pin-missing', 'x/*.yaml'],
    ['pins: [{ file: README.md, image: app }]', 'pin-missing', 'README.md'],
    ['types: { fix: huge }', 'registry-invalid', 'huge'],
  ])('are told where the registry is wrong: %s', async (line, code, word) => {
    await commit('feat: begin', { 'versions.yaml': `release:\n  ${line}\n`, 'README.md': '# R\n', 'package.json': '{}\n' })
    const [problem] = await problems()
    expect(problem?.code).toBe(code)
    expect(`${problem?.message} ${problem?.at?.file ?? ''}`).toContain(word)
    expect(await repository.git('status', '--porcelain')).toBe('')
  })

  it('that say no version are told with their line', async () => {
    await commit('feat: begin', { VERSION: '# v\n1.2\n' })
    expect(await problems()).toMatchObject([{ code: 'version-invalid', at: { file: 'VERSION', line: 2, column: 1 } }])
  })

  it('cannot say a pre-release in numbers alone', async () => {
    await commit('feat: begin', {
      VERSION: 'MAJOR_VERSION=1\nMINOR_VERSION=2\nPATCH_VERSION=0\n',
      'package.json': '{ "version": "1.2.0" }',
    })
    await repository.tag('v1.2.0')
    await commit('feat: a')
    expect(await problems({ prerelease: 'rc' })).toMatchObject([{ code: 'version-missing', at: { file: 'VERSION', line: 1 } }])
    expect(await repository.git('status', '--porcelain')).toBe('')
  })

  it('are put back first where an earlier run was killed, and a dry run says so', async () => {
    await commit('feat: begin', { VERSION: '1.2.0\n' })
    await repository.tag('v1.2.0')
    await commit('feat: a')
    const journal = join(repository.directory, '.git/pinwarden/write.json')
    await run()
    writeFileSync(journal, JSON.stringify({ pid: 2 ** 22 - 1, files: [{ path: 'VERSION', before: '1.2.0\n', after: '1.3.0\n' }] }))
    expect(await problems({ dryRun: true })).toMatchObject([{ code: 'file-changed' }])
    expect(await run()).toMatchObject({ result: 'written', version: '1.3.0' })
  })

  it('of a CHANGELOG that is a link are left alone', async () => {
    await commit('feat: begin', {
      VERSION: '1.2.0\n',
      'docs/CHANGES.md': '# C\n',
      'CHANGELOG.md': { text: 'docs/CHANGES.md', mode: '120000' },
    })
    expect(await problems()).toMatchObject([{ code: 'version-missing', at: { file: 'CHANGELOG.md' } }])
    await repository.write({ 'versions.yaml': 'release:\n  changelog: { file: docs/CHANGES.md }\n' })
    await run()
    expect(text('docs/CHANGES.md')).toContain('## [1.2.0] - 2026-11-21')
  })

  it('that tell of releases without any tag are not rewritten from the whole history', async () => {
    const changelog = '# C\n\n## [Unreleased]\n\n## [1.2.0] - 2026-02-01\n\n- b\n\n## [1.1.0] - 2026-01-01\n\n- a\n'
    await commit('feat: begin', { VERSION: '1.2.0\n', 'CHANGELOG.md': changelog })
    await repository.tag('app-v1.2.0')
    expect(await problems()).toMatchObject([{ code: 'history-incomplete', help: expect.stringContaining('tag_prefix') }])
    expect(text('CHANGELOG.md')).toBe(changelog)
    expect(await run({ as: '1.3.0' })).toMatchObject({ version: '1.3.0', changelog: { added: [] } })
    expect(text('CHANGELOG.md')).toContain('## [1.3.0] - 2026-11-21\n\nNo notable changes.\n\n## [1.2.0]')
  })
})
