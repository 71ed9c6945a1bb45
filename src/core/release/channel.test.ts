import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { someSettings } from '../../../test/support/releasing.ts'
import { channelOf } from './channel.ts'
import { lintVersion } from './version.ts'

const on = (
  branch: string | null,
  written: Parameters<typeof someSettings>[0] = {},
  more: { defaultBranch?: string; prerelease?: string } = {},
) => channelOf({ branch, defaultBranch: more.defaultBranch ?? null, prerelease: more.prerelease ?? null }, someSettings(written))

describe('what a branch releases', () => {
  it.each([
    ['main', null],
    ['master', null],
    ['develop', 'dev'],
    ['release/next', 'rc'],
    ['feature/login', 'feature.login'],
    ['feature/JIRA-12_Log In', 'feature.jira-12-log-in'],
    ['feature/a/b', 'feature.a-b'],
    ['feature/0042', 'feature.42'],
    ['feature/ümläut', 'feature.ml-ut'],
    ['feature/日本', 'feature.x'],
    ['hotfix/crash', 'hotfix'],
  ])('on %s is %s', (branch, prerelease) => {
    expect(on(branch)).toMatchObject({ prerelease })
  })

  it('is a patch on a hotfix, whatever the commits say', () => {
    expect(on('hotfix/crash')).toMatchObject({ level: 'patch' })
    expect(on('main')).toMatchObject({ level: null })
  })

  it.each([
    ['release/2.0.0', '2.0.0'],
    ['release/v2.1', '2.1.0'],
    ['hotfix/1.2.1', '1.2.1'],
  ])('on %s is named by it', (branch, version) => {
    expect(on(branch)).toMatchObject({ named: { text: version } })
    expect(on('release/next')).toMatchObject({ named: null })
  })

  it('follows the rules of the registry before its own', () => {
    const branches = [{ branch: 'next', prerelease: 'beta' }, { branch: 'develop' }, { branch: 'user/*/wip', prerelease: '{name}' }]
    expect(on('next', { branches })).toMatchObject({ prerelease: 'beta', why: 'branch next' })
    expect(on('develop', { branches })).toMatchObject({ prerelease: null })
    expect(on('user/ada/wip', { branches })).toMatchObject({ prerelease: 'ada', why: 'branch user/ada/wip (rule user/*/wip)' })
    expect(on('release/x', { branches })).toMatchObject({ prerelease: 'rc' })
  })

  it('is a release on the default branch, by whatever name', () => {
    expect(on('trunk', {}, { defaultBranch: 'trunk' })).toMatchObject({ prerelease: null, why: 'trunk is the default branch' })
    expect(on('develop', {}, { defaultBranch: 'develop' })).toMatchObject({ prerelease: 'dev' })
  })

  it('is asked for where no rule knows the branch, or there is none', () => {
    expect(on('fix/typo')).toMatchObject({ code: 'branch-unmapped', message: expect.stringContaining('fix/typo') })
    expect(on(null)).toMatchObject({ code: 'branch-unmapped' })
    expect(on('release/')).toMatchObject({ code: 'branch-unmapped' })
    expect(on(null, {}, { prerelease: 'beta' })).toMatchObject({ prerelease: 'beta' })
  })

  it.each(['RC', 'rc.1', '1', 'a b', '', 'rc..x', '-'.repeat(60), 'ü'])('refuses %j as an id', (prerelease) => {
    expect(on('main', {}, { prerelease })).toMatchObject({ code: 'version-invalid' })
  })

  it('gives ids that fit, whatever the branch is called, and different ones to different branches', () => {
    const long = 'a-very-long-name-of-a-feature-that-nobody-can-remember'
    const [one, other] = [on(`feature/${long}-one`), on(`feature/${long}-two`)]
    expect(one).not.toEqual(other)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (name) => {
        const channel = on(`feature/${name}`)
        if ('code' in channel) throw new Error(channel.message)
        expect(lintVersion(`100.100.100-${channel.prerelease}.1000`)).toEqual([])
      }),
    )
  })
})
