import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type NextVersionInput, nextVersion } from './next-version.ts'
import { compareVersions, greatest, isPrerelease, LEVELS, numberIn, type ReleaseVersion, releaseVersion } from './version.ts'

const versions = (texts: readonly string[]) => texts.map(releaseVersion)

/** From merged tags, tags of other branches and what is asked for. */
function input(merged: readonly string[], more: Partial<NextVersionInput> = {}, others: readonly string[] = []): NextVersionInput {
  const known = versions(merged)
  return {
    stable: greatest(known.filter((version) => !isPrerelease(version))),
    newest: greatest(known),
    tagged: [...known, ...versions(others)],
    level: 'patch',
    levelSinceNewest: 'patch',
    channel: null,
    initial: releaseVersion('0.1.0'),
    exact: null,
    floors: [],
    written: null,
    ...more,
  }
}

const next = (...args: Parameters<typeof input>) => nextVersion(input(...args)).version.text

describe('the next version', () => {
  it.each([
    ['the first', [], {}, '0.1.0'],
    ['the first, as a pre-release', [], { channel: 'rc' }, '0.1.0-rc.1'],
    ['a patch', ['1.2.0'], {}, '1.2.1'],
    ['a minor step', ['1.2.3', '1.2.0'], { level: 'minor' }, '1.3.0'],
    ['a major step', ['1.2.3'], { level: 'major' }, '2.0.0'],
    ['the first pre-release', ['1.2.0'], { level: 'minor', channel: 'rc' }, '1.3.0-rc.1'],
    ['the next pre-release', ['1.2.0', '1.3.0-rc.1'], { level: 'minor', channel: 'rc' }, '1.3.0-rc.2'],
    ['what the pre-releases lead to', ['1.2.0', '1.3.0-rc.2'], { level: 'minor' }, '1.3.0'],
    ['a new count where the step grew', ['1.2.0', '1.3.0-rc.2'], { level: 'major', channel: 'rc' }, '2.0.0-rc.1'],
    ['no less than a pre-release that is out', ['1.2.0', '2.0.0-rc.1'], { level: 'patch' }, '2.0.0'],
    [
      'above a later channel of the same numbers',
      ['1.2.0', '1.3.0-rc.1'],
      { level: 'minor', channel: 'dev', levelSinceNewest: 'minor' },
      '1.4.0-dev.1',
    ],
    ['what a commit asks for', ['1.2.0'], { level: 'patch', exact: { version: releaseVersion('3.0.0'), why: '' } }, '3.0.0'],
    [
      'a pre-release of what a commit asks for',
      ['1.2.0'],
      { channel: 'rc', exact: { version: releaseVersion('3.0.0'), why: '' } },
      '3.0.0-rc.1',
    ],
    ['no less than the branch names', ['1.2.0'], { floors: [{ version: releaseVersion('1.4.0'), why: '' }], channel: 'rc' }, '1.4.0-rc.1'],
    [
      'as far as commits go where the branch names less',
      ['1.2.0'],
      { level: 'major', floors: [{ version: releaseVersion('1.4.0'), why: '' }] },
      '2.0.0',
    ],
    [
      'the number that the files have',
      ['1.2.0', '1.3.0-rc.1'],
      { level: 'minor', channel: 'rc', written: releaseVersion('1.3.0-rc.2') },
      '1.3.0-rc.2',
    ],
  ] as const)('is %s', (_, merged, more, expected) => {
    expect(next(merged, more)).toBe(expected)
  })

  it('does not give a number twice, whichever branch has it', () => {
    expect(next(['1.2.0'], { level: 'minor', channel: 'dev' }, ['1.3.0-dev.7', '1.3.0-rc.9', '1.4.0-dev.12'])).toBe('1.3.0-dev.8')
  })

  it('says how it came about', () => {
    const { why } = nextVersion(input(['1.2.0', '1.3.0-rc.1'], { level: 'minor', channel: 'dev', levelSinceNewest: null }))
    expect(why).toEqual(['a minor step from 1.2.0 is 1.3.0', '1.3.0-dev.1 would be below 1.3.0-rc.1, so it takes a patch step from there'])
  })
})

const channel = fc.constantFrom(null, 'dev', 'rc', 'beta', 'hotfix', 'feature.login', 'feature.a-b')
const level = fc.constantFrom(...LEVELS)
const version = fc
  .tuple(fc.nat(3), fc.nat(3), fc.nat(3), channel, fc.nat(12))
  .map(([major, minor, patch, id, number]) => `${major}.${minor}.${patch}${id === null ? '' : `-${id}.${number}`}`)
const tags = fc.array(version, { maxLength: 8 })

describe('the next version, whatever came before', () => {
  it('is above all that the branch has, and is no tag of a pre-release that is there', () => {
    fc.assert(
      fc.property(tags, tags, level, level, channel, fc.option(version), (merged, others, far, since, id, files) => {
        const given = input(
          merged,
          { level: far, levelSinceNewest: since, channel: id, written: files === null ? null : releaseVersion(files) },
          others,
        )
        const found = nextVersion(given).version
        for (const tag of versions(merged)) expect(compareVersions(found, tag)).toBe(1)
        if (id !== null) for (const tag of versions(others)) expect(compareVersions(found, tag)).not.toBe(0)
        expect(id === null ? !isPrerelease(found) : (numberIn(found, id) ?? 0n) > 0n).toBe(true)
      }),
    )
  })

  it('goes no less far where commits go farther', () => {
    /** Commits since the newest tag are among those since the last release proper, so they go no farther. */
    const levels = fc.tuple(fc.nat(2), fc.nat(2)).map(([far, since]) => ({ far, since: Math.min(far, since) }))
    fc.assert(
      fc.property(tags, channel, levels, levels, (merged, id, one, other) => {
        const more = { far: Math.max(one.far, other.far), since: Math.max(one.since, other.since) }
        const by = ({ far, since }: typeof one) =>
          nextVersion(input(merged, { level: LEVELS[far] ?? 'patch', levelSinceNewest: LEVELS[since] ?? 'patch', channel: id })).version
        expect(compareVersions(by(more), by(one))).not.toBe(-1)
      }),
      { numRuns: 2000 },
    )
  })

  it('never goes back over a whole life of releases', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(level, channel), { minLength: 1, maxLength: 30 }), (steps) => {
        const released: ReleaseVersion[] = []
        for (const [far, id] of steps) {
          const found = nextVersion(
            input(
              released.map(({ text }) => text),
              { level: far, levelSinceNewest: far, channel: id },
            ),
          ).version
          const last = released.at(-1)
          if (last !== undefined) expect(compareVersions(found, last)).toBe(1)
          released.push(found)
        }
      }),
    )
  })
})
