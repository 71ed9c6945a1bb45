import { describe, expect, it } from 'vitest'
import type { Versioning } from './contract.ts'
import { satisfies } from './derive.ts'
import { versionings } from './index.ts'

const loose: Versioning = versionings.loose
const erlangOtp: Versioning = versionings['erlang-otp']

/** Which of the versions are in the range. */
function inside(range: string, versions: readonly string[], versioning = loose): string[] | null {
  return versioning.range(range) === null ? null : versions.filter((version) => satisfies(versioning, version, range))
}

const versions = ['0.0.3', '0.2.0', '0.2.9', '0.3.0', '1.2.2', '1.2.3', '1.2.9', '1.3.0', '1.9.9', '2.0.0', '3.0.0']

describe('the range grammar of schemes without their own', () => {
  it.each([
    ['>=1.2.3 <2.0.0', ['1.2.3', '1.2.9', '1.3.0', '1.9.9']],
    ['>= 1.2.3, < 2.0.0', ['1.2.3', '1.2.9', '1.3.0', '1.9.9']],
    ['>=1.2.3 and <2.0.0', ['1.2.3', '1.2.9', '1.3.0', '1.9.9']],
    ['>=1.2.3 && <1.3.0', ['1.2.3', '1.2.9']],
    ['1.2.3 || 2.0.0', ['1.2.3', '2.0.0']],
    ['1.2.3 or 2.0.0', ['1.2.3', '2.0.0']],
    ['1.2.3||2.0.0', ['1.2.3', '2.0.0']],
    ['^1.2.3', ['1.2.3', '1.2.9', '1.3.0', '1.9.9']],
    ['^0.2.0', ['0.2.0', '0.2.9']],
    ['^0.0.3', ['0.0.3']],
    ['~1.2.3', ['1.2.3', '1.2.9']],
    ['~1', ['1.2.2', '1.2.3', '1.2.9', '1.3.0', '1.9.9']],
    ['~> 1.2.3', ['1.2.3', '1.2.9']],
    ['~> 1.2', ['1.2.2', '1.2.3', '1.2.9', '1.3.0', '1.9.9']],
    ['~=1.2.3', ['1.2.3', '1.2.9']],
    ['1.2.x', ['1.2.2', '1.2.3', '1.2.9']],
    ['1.*', ['1.2.2', '1.2.3', '1.2.9', '1.3.0', '1.9.9']],
    ['!=1.2.*, >=1.0.0, <2.0.0', ['1.3.0', '1.9.9']],
    ['>1.x', ['2.0.0', '3.0.0']],
    ['<=0.x', ['0.0.3', '0.2.0', '0.2.9', '0.3.0']],
    ['<1.x', ['0.0.3', '0.2.0', '0.2.9', '0.3.0']],
    ['>=2.x', ['2.0.0', '3.0.0']],
    ['1.2.3 - 1.3.0', ['1.2.3', '1.2.9', '1.3.0']],
    ['!=1.2.3 >=1.2.2 <=1.3.0', ['1.2.2', '1.2.9', '1.3.0']],
    ['*', versions],
  ])('%s', (range, expected) => {
    expect(inside(range, versions)).toEqual(expected)
  })

  it.each(['', ' ', '>=', '>= <2', 'abc', '^', '~=1', '|| 1.0', '1.0 ||', '1.0 -', '~> x', '=~1.0', '1.0 ^'])(
    '“%s” is no range',
    (range) => {
      expect(inside(range, versions)).toBeNull()
    },
  )

  it('keeps pre-releases of the upper bound out', () => {
    expect(inside('~> 27.1', ['27.1', '27.9', '28.0-rc1', '28.0'], erlangOtp)).toEqual(['27.1', '27.9'])
  })

  it('takes a text that only begins a version for all that begin so', () => {
    expect(inside('27', ['26.2', '27.0', '27.3.4', '28.0'], erlangOtp)).toEqual(['27.0', '27.3.4'])
  })
})
