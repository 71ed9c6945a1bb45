import { beforeEach, describe, expect, it } from 'vitest'
import { aBumping, type Bumping } from '../../test/support/bumping.ts'
import type { GitRepository } from '../../test/support/git-repository.ts'

let repository: GitRepository
let text: Bumping['text']
let commit: Bumping['commit']
let run: Bumping['run']
let release: Bumping['release']
let problems: Bumping['problems']

beforeEach(async () => {
  ;({ repository, text, commit, run, release, problems } = await aBumping())
  return () => repository.remove()
})

describe('a bump on main', () => {
  it('makes the first release as the files have it, and begins a CHANGELOG', async () => {
    await commit('feat: begin', { VERSION: '0.3.0\n' })
    const report = await run()
    expect(report).toMatchObject({
      result: 'written',
      previous: null,
      version: '0.3.0',
      tag: 'v0.3.0',
      why: ['branch main', '0.3.0 is the first version'],
    })
    expect(text('VERSION')).toBe('0.3.0\n')
    expect(text('CHANGELOG.md')).toMatch(/## \[Unreleased\]\n\n## \[0\.3\.0\] - 2026-11-21\n\n### Added\n\n- begin \([0-9a-f]{7}\)\n$/)
  })

  it('makes the first release where no file carries a version, by any commit', async () => {
    await commit('begin')
    expect(await run()).toMatchObject({ version: '0.1.0', files: [{ path: 'CHANGELOG.md', action: 'create' }] })
    await repository.write({ 'versions.yaml': 'release:\n  initial_version: 1.0.0\n' })
    expect(await run({ dryRun: true })).toMatchObject({ version: '1.0.0' })
  })

  it.each([
    ['fix: a', '1.2.1', 'patch'],
    ['feat: a', '1.3.0', 'minor'],
    ['feat!: a', '2.0.0', 'major'],
    ['fix: a\n\nBREAKING CHANGE: b', '2.0.0', 'major'],
  ])('after %j writes %s', async (message, version, level) => {
    await commit('feat: begin', { VERSION: '1.2.0\n', 'package.json': '{ "version": "1.2.0" }\n' })
    await repository.tag('v1.2.0')
    await commit(message)
    expect(await run()).toMatchObject({ result: 'written', version, level })
    expect(text('VERSION')).toBe(`${version}\n`)
    expect(text('package.json')).toBe(`{ "version": "${version}" }\n`)
  })

  it('writes nothing where no commit asks for it, and says which there are', async () => {
    await commit('feat: begin', { VERSION: '1.2.0\n' })
    await repository.tag('v1.2.0')
    await commit('docs: a')
    await commit('chore: b')
    const report = await run()
    expect(report).toMatchObject({
      result: 'nothing',
      version: null,
      tag: null,
      why: ['branch main', 'no commit since v1.2.0 moves the version'],
      files: [],
    })
    expect(report.commits.map(({ why }) => why)).toEqual(['chore moves nothing', 'docs moves nothing'])
    expect(await repository.git('status', '--porcelain')).toBe('')
  })

  it('does nothing new when run twice, nor on another day', async () => {
    await commit('feat: begin', { VERSION: '1.2.0\n' })
    await repository.tag('v1.2.0')
    await commit('feat: a')
    await run()
    const [version, changelog] = [text('VERSION'), text('CHANGELOG.md')]
    expect(await run({}, '2026-12-24T00:00:00Z')).toMatchObject({ result: 'unchanged', version: '1.3.0' })
    expect([text('VERSION'), text('CHANGELOG.md')]).toEqual([version, changelog])
  })

  it('takes in what was committed after a first run, the version and the section along', async () => {
    await commit('feat: begin', { VERSION: '1.2.0\n' })
    await repository.tag('v1.2.0')
    await commit('fix: a small thing')
    await run()
    await commit('feat: a great thing')
    expect(await run({}, '2026-11-22T00:00:00Z')).toMatchObject({ version: '1.3.0' })
    expect(text('CHANGELOG.md').match(/^## .*$/gm)).toEqual(['## [Unreleased]', '## [1.3.0] - 2026-11-22'])
    expect(text('CHANGELOG.md').match(/^- a \w+ thing/gm)).toEqual(['- a great thing', '- a small thing'])
  })

  it('counts a revert and what it takes back for nothing', async () => {
    await commit('feat: begin', { VERSION: '1.2.0\n' })
    await repository.tag('v1.2.0')
    const bad = await commit('feat!: bad', { a: '1' })
    await commit('fix: good')
    await repository.git('revert', '--no-edit', bad)
    const report = await run()
    expect(report).toMatchObject({ version: '1.2.1', changelog: { added: [expect.stringMatching(/^good/)] } })
    expect(report.commits.map(({ level }) => level)).toEqual([null, 'patch', null])
  })

  it('releases a revert of what was out', async () => {
    const bad = await commit('feat: bad', { a: '1', VERSION: '1.2.0\n' })
    await repository.tag('v1.2.0')
    await repository.git('revert', '--no-commit', bad)
    await repository.git('checkout', 'HEAD', '--', 'VERSION')
    await commit(`Revert "feat: bad"\n\nThis reverts commit ${bad}.`)
    expect(await run()).toMatchObject({ version: '1.2.1', changelog: { added: [expect.stringMatching(/^Revert "feat: bad" \(/)] } })
  })

  it('says that it cannot count from tags of another form', async () => {
    await commit('feat: begin')
    await repository.tag('v1.2')
    await repository.tag('nightly')
    await commit('fix: a')
    expect(await run()).toMatchObject({
      version: '0.1.0',
      problems: [{ severity: 'warning', message: expect.stringContaining('Tags such as v1.2 are') }],
    })
  })

  it('reads tags without a v, and writes the next like them', async () => {
    await commit('feat: begin')
    await repository.tag('1.2.0')
    await commit('fix: a')
    expect(await run()).toMatchObject({ tag: '1.2.1' })
  })

  it('takes the newest version, not the newest tag, and none of other branches', async () => {
    await commit('feat: begin')
    await repository.tag('v1.10.0')
    await commit('fix: a')
    await repository.tag('v1.9.1')
    await repository.tag('v1.10.0-rc.1')
    await repository.branch('next')
    await commit('feat!: b')
    await repository.tag('v2.0.0')
    await repository.checkout('main')
    expect(await run()).toMatchObject({ previous: { tag: 'v1.10.0' }, version: '1.10.1' })
  })

  it('refuses a version whose tag is elsewhere', async () => {
    await commit('feat: begin', { VERSION: '1.2.0\n' })
    await repository.tag('v1.2.0')
    await repository.branch('side')
    await commit('fix: there')
    await repository.tag('v1.2.1')
    await repository.checkout('main')
    await commit('fix: here')
    expect(await problems()).toMatchObject([{ code: 'version-exists', message: expect.stringContaining('v1.2.1') }])
    expect(text('VERSION')).toBe('1.2.0\n')
  })

  it('keeps CRLF and byte order marks', async () => {
    const files = {
      VERSION: '\ufeff1.2.0\r\n',
      'package.json': '{\r\n  "version": "1.2.0"\r\n}\r\n',
      'CHANGELOG.md': '# C\r\n\r\n## [Unreleased]\r\n\r\n### Added\r\n\r\n- x\r\n',
    }
    await commit('feat: begin', files)
    await repository.tag('v1.2.0')
    await commit('fix: crash on start')
    await run()
    expect(text('VERSION')).toBe('\ufeff1.2.1\r\n')
    expect(text('package.json')).toBe('{\r\n  "version": "1.2.1"\r\n}\r\n')
    expect(text('CHANGELOG.md').replaceAll('\r\n', '')).not.toContain('\n')
  })

  it('writes nothing in a dry run, and tells the same', async () => {
    await commit('feat: begin', { VERSION: '1.2.0\n' })
    await repository.tag('v1.2.0')
    await commit('feat: a')
    const dry = await run({ dryRun: true })
    expect(dry.result).toBe('planned')
    expect(await repository.git('status', '--porcelain')).toBe('')
    expect({ ...(await run()), result: 'planned' }).toEqual(dry)
  })

  it('obeys a commit that asks for a version', async () => {
    await commit('feat: begin', { VERSION: '1.2.0\n' })
    await repository.tag('v1.2.0')
    await commit('chore: go on\n\nRelease-As: 3.0.0')
    expect(await run()).toMatchObject({ version: '3.0.0', why: ['branch main', expect.stringContaining('asks for 3.0.0')] })
  })

  it('goes on from a version that the files have already', async () => {
    await commit('feat: begin', { VERSION: '1.2.0\n' })
    await repository.tag('v1.2.0')
    await commit('fix: a', { VERSION: '2.0.0\n' })
    expect(await run()).toMatchObject({ version: '2.0.0', why: expect.arrayContaining(['the files say 2.0.0 already']) })
  })
})

describe('a bump with --as', () => {
  beforeEach(async () => {
    await commit('feat: begin', { VERSION: '1.2.0\n' })
    await repository.tag('v1.2.0')
    await commit('docs: a')
  })

  it('writes that very version, whatever the commits say', async () => {
    expect(await run({ as: '2.0.0-rc.1' })).toMatchObject({ version: '2.0.0-rc.1', tag: 'v2.0.0-rc.1', prerelease: 'rc' })
    expect(text('VERSION')).toBe('2.0.0-rc.1\n')
  })

  it.each([
    ['1.2', 'no version by SemVer'],
    ['v2.0.0', 'begins with a `v`'],
    ['2.0.0-RC.1', 'upper-case'],
    ['2.0.0+1', 'build metadata'],
    ['1.1.9', 'is not above v1.2.0'],
    ['1.2.0', 'is there already'],
  ])('refuses %s', async (as, why) => {
    expect((await problems({ as }))[0]?.message).toContain(why)
    expect(text('VERSION')).toBe('1.2.0\n')
  })

  it('does nothing where the commit is that version', async () => {
    await repository.tag('v1.3.0')
    expect(await run({ as: '1.3.0' })).toMatchObject({ result: 'nothing', why: ['v1.3.0 is this very commit'] })
    expect(await problems({ as: '1.4.0', prerelease: 'rc' })).toMatchObject([{ code: 'usage' }])
  })
})

describe('a bump of a pre-release', () => {
  beforeEach(async () => {
    await commit('feat: begin', { VERSION: '1.2.0\n', 'pyproject.toml': '[project]\nversion = "1.2.0"\n' })
    await repository.tag('v1.2.0')
  })

  it('counts up by the branch, and ends in the release', async () => {
    await repository.branch('develop')
    await commit('fix: a')
    expect(await release()).toBe('v1.2.1-dev.1')
    expect(text('pyproject.toml')).toBe('[project]\nversion = "1.2.1.dev1"\n')
    await commit('feat: b')
    expect(await release()).toBe('v1.3.0-dev.1')
    expect(await release()).toBe('nothing')
    await commit('fix: c')
    expect(await release()).toBe('v1.3.0-dev.2')

    await repository.branch('release/1.3')
    expect(await release()).toBe('v1.3.0-rc.1')
    await commit('fix: d')
    expect(await release()).toBe('v1.3.0-rc.2')
    expect(text('VERSION')).toBe('1.3.0-rc.2\n')

    await repository.checkout('main')
    await repository.merge('release/1.3')
    expect(await release()).toBe('v1.3.0')
    expect(
      text('CHANGELOG.md')
        .match(/^(?:##|-) .*$/gm)
        ?.map((line) => line.replace(/ \([0-9a-f]{7}\)/, '')),
    ).toEqual(['## [Unreleased]', '## [1.3.0] - 2026-11-21', '- b', '- a', '- c', '- d'])
    expect(text('pyproject.toml')).toBe('[project]\nversion = "1.3.0"\n')

    await repository.checkout('develop')
    await repository.merge('main')
    expect(await release()).toBe('nothing')
    await commit('feat: e')
    expect(await release()).toBe('v1.4.0-dev.1')
  })

  it('carries the name of the feature, and a hotfix is a patch', async () => {
    await repository.branch('feature/LOG-7_Log_In')
    await commit('feat: a')
    expect(await release()).toBe('v1.3.0-feature.log-7-log-in.1')
    await repository.branch('hotfix/crash', 'main')
    await commit('feat: sneaked in')
    const report = await run({ dryRun: true })
    expect(report).toMatchObject({
      version: '1.2.1-hotfix.1',
      problems: [{ severity: 'warning', message: expect.stringContaining('asks for a minor step') }],
    })
    await commit('chore: only this')
    expect(await release()).toBe('v1.2.1-hotfix.1')
  })

  it('is asked for by --prerelease on any branch, and by --branch without one', async () => {
    await commit('feat: a')
    expect(await run({ prerelease: 'beta', dryRun: true })).toMatchObject({ version: '1.3.0-beta.1' })
    await repository.git('checkout', '--quiet', '--detach')
    expect(await problems()).toMatchObject([{ code: 'branch-unmapped' }])
    expect(await run({ branch: 'develop', dryRun: true })).toMatchObject({ version: '1.3.0-dev.1', branch: 'develop' })
    expect(await problems({ prerelease: 'RC' })).toMatchObject([{ code: 'version-invalid' }])
  })

  it('leaves the CHANGELOG for the release, unless asked', async () => {
    await repository.branch('develop')
    await commit('feat: a')
    expect(await run({ dryRun: true })).toMatchObject({ changelog: null, files: [{ path: 'VERSION' }, { path: 'pyproject.toml' }] })
    await repository.write({ 'versions.yaml': 'release:\n  changelog: { prereleases: true }\n' })
    await release()
    await commit('fix: b')
    await release()
    expect(
      text('CHANGELOG.md')
        .match(/^(?:##|-) .*$/gm)
        ?.map((line) => line.replace(/ \([0-9a-f]{7}\)/, '')),
    ).toEqual(['## [Unreleased]', '## [1.3.0-dev.2] - 2026-11-21', '- b', '## [1.3.0-dev.1] - 2026-11-21', '- a'])
  })

  it('does not take a number that another branch has', async () => {
    await repository.branch('develop')
    await commit('feat: a')
    await repository.branch('other')
    await commit('feat: b')
    await repository.tag('v1.3.0-dev.5')
    await repository.checkout('develop')
    expect(await run()).toMatchObject({ version: '1.3.0-dev.6' })
  })
})

describe('a bump of a package of a monorepo', () => {
  const REGISTRY = `release:
  types: { refactor: patch }
  packages:
    api: { path: services/api, paths: [libs/common] }
    web: { path: services/web, tag_prefix: web@ }
`
  beforeEach(async () => {
    await commit('feat: begin', {
      'versions.yaml': REGISTRY,
      'services/api/package.json': '{ "name": "api", "version": "1.0.0" }\n',
      'services/web/VERSION': '4.0.0\n',
      'libs/common/a.ts': '1',
      'package.json': '{ "private": true }\n',
      'package-lock.json': '{ "packages": { "services/api": { "version": "1.0.0" } } }\n',
    })
    await repository.tag('api-v1.0.0')
    await repository.tag('web@4.0.0')
    await repository.tag('v9.9.9')
  })

  it('counts its own commits from its own tags, and writes its own files', async () => {
    await commit('feat(web): x', { 'services/web/a': '1' })
    await commit('refactor: y', { 'libs/common/a.ts': '2' })
    const api = await run({ package: 'api' })
    expect(api).toMatchObject({ package: 'api', previous: { tag: 'api-v1.0.0' }, version: '1.0.1', tag: 'api-v1.0.1', level: 'patch' })
    expect(api.files.map(({ path }) => path)).toEqual(['services/api/package.json', 'package-lock.json', 'services/api/CHANGELOG.md'])
    expect(text('package-lock.json')).toContain('"version": "1.0.1"')
    expect(text('services/web/VERSION')).toBe('4.0.0\n')
    expect(await run({ package: 'web' })).toMatchObject({ version: '4.1.0', tag: 'web@4.1.0' })
    expect(text('services/web/CHANGELOG.md')).toContain('**web:** x')
    expect(text('services/web/CHANGELOG.md')).not.toContain('refactor')
  })

  it('has nothing to release where others changed', async () => {
    await commit('feat: z', { 'services/apis/a': '1' })
    expect(await run({ package: 'api' })).toMatchObject({ result: 'nothing', commits: [{ why: 'touches nothing of what is released' }] })
  })

  it.each(['apo', 'constructor', ''])('is named as the registry names it, not %j', async (name) => {
    expect(await problems({ package: name })).toMatchObject([{ code: 'usage', help: 'There are api, web.' }])
  })
})
