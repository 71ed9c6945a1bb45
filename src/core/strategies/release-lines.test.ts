import { describe, expect, it } from 'vitest'
import { versionings } from '../versioning/index.ts'
import { rangeTest } from './range-test.ts'
import { endOfLife, isOfLine, lineOf } from './release-lines.ts'

describe('lines of releases', () => {
  it.each([
    ['22.1.0', '22', true],
    ['v22.1.0', '22', true],
    ['220.0.0', '22', false],
    ['7.4.2-alpine', '7.4', true],
    ['7.40.0', '7.4', false],
    ['7.4', '7.4', true],
    ['1.28.3+k3s1', '1.28', true],
    ['22', '', false],
  ])('%s of %s: %s', (version, line, expected) => expect(isOfLine(version, line)).toBe(expected))

  it('takes the most specific line', () => {
    expect(lineOf('7.4.2', [{ line: '7', eol: true }, { line: '7.4', eol: false }, { line: '7.2' }])?.line).toBe('7.4')
    expect(lineOf('9.0.0', [{ line: '7' }])).toBeUndefined()
  })

  it('ends a line at its time, not before', () => {
    expect(endOfLife({ line: '7', eol: 1000 }, 999)).toBeNull()
    expect(endOfLife({ line: '7', eol: 1000 }, 1000)).toEqual({ since: 1000 })
    expect(endOfLife({ line: '7', eol: true }, 0)).toEqual({})
    expect(endOfLife({ line: '7' }, 0)).toBeNull()
  })
})

describe('ranges of policies', () => {
  it.each([
    ['semver', '2.1.0-rc.1', '>=2.0.0 <3.0.0', true],
    ['semver', '3.0.0-rc.1', '>=2.0.0 <3.0.0', false],
    ['semver', '3.0.0-rc.1', '>=3.0.0', false],
    ['semver', '1.20.0-rc.6', '<=1.20.0-rc.99', true],
    ['semver', '2.5.0', '>=2.0.0 <3.0.0', true],
    ['pep440', '2.1rc1', '>=2.0,<3.0', true],
  ] as const)('%s: %s in %s is %s', (scheme, version, range, expected) => {
    const versioning = versionings[scheme]
    expect(rangeTest(versioning, range)?.(versioning.parse(version))).toBe(expected)
  })

  it('is none where the scheme cannot read it', () => expect(rangeTest(versionings.semver, 'about two')).toBeNull())
})
