import { describe, expect, it } from 'vitest'
import { coreOf, inChannel, lintVersion, numberIn, parseReleaseVersion, releaseVersion, step } from './version.ts'

describe('a version of the project', () => {
  it.each([
    ['1.2.3', 'patch', '1.2.4'],
    ['1.2.3', 'minor', '1.3.0'],
    ['1.2.3', 'major', '2.0.0'],
    ['1.3.0-rc.2', 'patch', '1.3.1'],
    ['9007199254740993.0.9', 'major', '9007199254740994.0.0'],
  ] as const)('takes a step: %s by %s is %s', (from, level, to) => {
    expect(step(releaseVersion(from), level).text).toBe(to)
  })

  it('is read with a v or without, and never with build metadata', () => {
    expect(parseReleaseVersion('v1.2.3')?.text).toBe('1.2.3')
    expect(parseReleaseVersion('1.2.3+linux')).toBeNull()
    expect(parseReleaseVersion('1.2')).toBeNull()
    expect(parseReleaseVersion('')).toBeNull()
    expect(parseReleaseVersion('1.02.3')).toBeNull()
  })

  it('has a number in its own channel and in no other', () => {
    expect(numberIn(releaseVersion('1.3.0-rc.12'), 'rc')).toBe(12n)
    expect(numberIn(releaseVersion('1.3.0-rc'), 'rc')).toBe(0n)
    expect(numberIn(releaseVersion('1.3.0-feature.login.4'), 'feature.login')).toBe(4n)
    for (const other of ['1.3.0', '1.3.0-dev.2', '1.3.0-rc.x', '1.3.0-rc.1.2', '1.3.0-rc1'])
      expect(numberIn(releaseVersion(other), 'rc')).toBeNull()
    expect(inChannel(releaseVersion('1.3.0-dev.9'), 'rc', 2n).text).toBe('1.3.0-rc.2')
    expect(coreOf(releaseVersion('1.3.0-rc.2')).text).toBe('1.3.0')
  })

  it.each([
    ['v1.2.3', 'begins with a `v`'],
    ['1.2', 'no version by SemVer 2.0'],
    ['1.2.3-RC.1', 'upper-case'],
    ['1.2.3+build', 'build metadata'],
    ['1.2.3-rc.01', 'no version by SemVer 2.0'],
    [`1.2.3-${'x'.repeat(45)}`, 'it has 51 characters, and 50 are allowed'],
  ])('is refused where it is not fit to be released: %s', (text, why) => {
    expect(lintVersion(text).join()).toContain(why)
  })

  it.each(['1.2.3', '0.0.1', '1.2.3-rc.1', `1.2.3-${'x'.repeat(44)}`])('is released as it is: %s', (text) => {
    expect(lintVersion(text)).toEqual([])
  })
})
