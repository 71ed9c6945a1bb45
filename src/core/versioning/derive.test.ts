import { describe, expect, it } from 'vitest'
import { compareTexts, distanceOf, isBreaking, maxVersion, minVersion, nextVersion, satisfies, sortVersions } from './derive.ts'
import { findVersioning, versioningOf } from './find.ts'
import { versionings } from './index.ts'

const { docker, semver, npm, go } = versionings

describe('what derives from a scheme', () => {
  it('sorts by version and leaves out what is none', () => {
    expect(sortVersions(semver, ['v1.10.0', 'latest', '1.9.0', '1.10.0-rc.1'])).toEqual(['1.9.0', '1.10.0-rc.1', 'v1.10.0'])
  })

  it('names the first of equal versions', () => {
    expect(maxVersion(semver, ['1.0.0+a', '1.0.0+b'])).toBe('1.0.0+a')
    expect(minVersion(semver, ['2.0.0', '1.0.0+a', '1.0.0+b'])).toBe('1.0.0+a')
    expect(maxVersion(semver, ['main'])).toBeNull()
  })

  it('reads sloppy texts where only their order is asked', () => {
    expect(compareTexts(npm, '=1.2.3', 'v1.2.3')).toBe(0)
    expect(compareTexts(go, '1.2.3', 'v1.2.4')).toBe(-1)
    expect(compareTexts(semver, '1.2.3', 'main')).toBeNull()
    expect(distanceOf(go, '1.2.3', 'v2.0.0')).toBe('major')
    expect(distanceOf(go, '1.2.3', 'main')).toBeNull()
  })

  it('tells a range that is none from a version that is outside', () => {
    expect(satisfies(semver, '1.2.3', '>=2')).toBe(false)
    expect(satisfies(semver, 'main', '>=2')).toBe(false)
    expect(satisfies(semver, '1.2.3', 'whatever')).toBeNull()
    expect(satisfies(npm, '=1.2.3', '^1.0.0')).toBe(false)
    expect(satisfies(npm, '=1.2.3', '^1.0.0', { loose: true })).toBe(true)
    expect(satisfies(npm, '1.3.0-rc.1', '^1.0.0', { includePrerelease: true })).toBe(true)
  })

  it('calls a step breaking by its major, its minor below 1.0.0, and for pre-releases', () => {
    const breaking = (from: string, to: string): boolean => isBreaking(semver, semver.parse(from), semver.parse(to))
    expect([breaking('1.9.3', '2.0.0'), breaking('0.14.2', '0.15.0'), breaking('1.0.0', '1.1.0-rc.1')]).toEqual([true, true, true])
    expect([breaking('1.0.0', '1.1.0'), breaking('0.14.2', '0.14.9'), breaking('1.0.0-rc.1', '1.0.0-rc.1')]).toEqual([false, false, false])
  })

  it('prefers the very same flavour to one that may follow', () => {
    const current = '1.18.3-erlang-28.0-debian-bookworm-20250517'
    const exact = '1.18.4-erlang-28.0-debian-bookworm-20250517'
    expect(nextVersion(docker, current, ['1.18.5-erlang-28.0-debian-bookworm-20250610', exact])).toBe(exact)
    expect(nextVersion(docker, 'latest', ['1.0.0'])).toBeNull()
  })
})

describe('schemes by name', () => {
  it('finds ids and patterns, and says what is known where there is none', () => {
    expect(findVersioning('hex')).toBe(versionings.hex)
    expect(findVersioning('regex:^v(?<major>\\d+)$')).toMatchObject({ id: 'regex' })
    expect(findVersioning('semvr')).toEqual({ error: expect.stringContaining('known are semver, npm') })
    expect(findVersioning('regex:(')).toEqual({ error: expect.stringContaining('no RE2 pattern') })
    expect(findVersioning('regex:abc')).toEqual({ error: expect.stringContaining('no named group') })
    expect(findVersioning('__proto__')).toEqual({ error: expect.stringContaining('no versioning scheme') })
    expect(versioningOf('nonsense')).toBe(versionings.loose)
  })
})
