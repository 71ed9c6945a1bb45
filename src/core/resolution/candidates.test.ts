import { describe, expect, it } from 'vitest'
import { aRelease, reasonFor, resolving, steps } from '../../../test/support/resolving.ts'

describe('candidates of a component', () => {
  it('never takes a backport for the newest', () => {
    expect(steps(resolving('v4.5.5', ['v8.2.2', 'v4.5.14', 'v5.4.21']))).toEqual(['safe v4.5.14', 'major v8.2.2'])
  })

  it('folds tags of one version into the one that is written as the current one', () => {
    const result = resolving('v1.2.2', ['1.2.3', 'v1.2.3', 'v1.2.2'])
    expect(steps(result)).toEqual(['safe v1.2.3'])
    expect(reasonFor(result, '1.2.3')).toContain('the same version as v1.2.3')
    expect(steps(resolving('1.2.2', ['1.2.3', 'v1.2.3', '1.2.2']))).toEqual(['safe 1.2.3'])
  })

  it('takes the newest build where a pattern makes versions equal', () => {
    const tags = [
      '1.18.4-erlang-28.0-debian-bookworm-20250517',
      '1.18.4-erlang-28.0-debian-bookworm-20250520',
      '1.18.4-erlang-28.0-debian-bookworm-20250428',
    ]
    const pattern = { constraints: { versionPattern: '^(?P<version>\\d+\\.\\d+\\.\\d+)-erlang-28\\.0-debian-bookworm-\\d{8}$' } }
    expect(steps(resolving('1.18.3-erlang-28.0-debian-bookworm-20250517', tags, pattern))).toEqual([
      'safe 1.18.4-erlang-28.0-debian-bookworm-20250520',
    ])
  })

  it('gives everything allowed, newest first, for a fallback', () => {
    const { options } = resolving('1.0.0', ['1.0.1', '2.0.0', '1.1.0', '2.1.0'])
    expect(options.map((one) => `${one.release.version} ${one.lane} ${one.distance}`)).toEqual([
      '2.1.0 major major',
      '2.0.0 major major',
      '1.1.0 safe minor',
      '1.0.1 safe patch',
    ])
  })

  it('knows the newest of upstream apart from what policy allows', () => {
    expect(resolving('1.0.0', ['1.0.0', '1.4.0', '2.0.0-rc.1', aRelease('1.5.0', { yanked: true })], { strategy: 'locked' }).newest).toBe(
      '1.4.0',
    )
  })
})

describe('answers of upstream that look wrong', () => {
  it('makes no step from an empty answer', () => {
    expect(resolving('1.0.0', [])).toMatchObject({
      candidates: [],
      newest: null,
      notices: ['Upstream lists no release of redis; nothing is proposed.'],
    })
  })

  it('makes no step down where the current version is gone and all else is older', () => {
    const result = resolving('2.0.0', ['1.8.0', '1.9.0'])
    expect(result.candidates).toEqual([])
    expect(result.notices[0]).toContain('all that it lists is older (newest: 1.9.0)')
  })

  it('says that the current version is not listed where something newer is', () => {
    const result = resolving('1.0.5', ['1.0.4', '1.0.6'])
    expect(steps(result)).toEqual(['safe 1.0.6'])
    expect(result.notices).toEqual(['Upstream does not list the current version 1.0.5 of redis.'])
  })

  it('says that no tag could be read, and what to look at', () => {
    expect(resolving('1.0.0', ['latest', 'main']).notices[0]).toContain('None of the 2 tags')
  })

  it('proposes nothing from a floating or unknown current version, but knows the newest', () => {
    const floating = resolving('latest', ['1.0.0', '1.1.0'])
    expect(floating).toMatchObject({ candidates: [], newest: '1.1.0', current: null })
    expect(floating.notices[0]).toContain('is no version of scheme `semver`')
    expect(reasonFor(floating, '1.1.0')).toContain('Nothing can be called newer')
    expect(resolving(null, ['1.0.0']).notices[0]).toContain('No current version')
  })
})

describe('schemes without majors', () => {
  it('moves API dates in one lane', () => {
    expect(steps(resolving('2010-04-01', ['2010-04-01', '2008-08-01', '2023-05-31'], {}, { versioning: 'date' }))).toEqual([
      'safe 2023-05-31',
    ])
  })

  it('moves four-part versions', () => {
    expect(steps(resolving('26.2.5.3', ['26.2.5.11', '26.2.5.9', '28.0'], {}, { versioning: 'erlang-otp' }))).toEqual([
      'safe 26.2.5.11',
      'major 28.0',
    ])
  })
})
